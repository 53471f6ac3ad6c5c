// Taking in a copy, for tests. Imported after the phones.
import { exportAll } from '../../webapp/static/js/data/backup/export.js';
import { importCopy } from '../../webapp/static/js/data/backup/import.js';

const NOTHING = { statements: [], versions: [], meetings: [], explorations: [] };

/** @param {Partial<typeof NOTHING>} copy @returns {Promise<Record<string, number>>} what was counted, without what did not happen */
export const taken = async (copy) =>
  Object.fromEntries(Object.entries(await importCopy({ ...NOTHING, ...copy })).filter(([, n]) => n > 0));

/** All that the phone has, as a copy has it. */
export const copied = async () => structuredClone(await exportAll());
