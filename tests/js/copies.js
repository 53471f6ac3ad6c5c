// Taking in a copy, for tests. Imported after the phones.
import { Phone, statementsHere } from './vault_phones.js';
import { ModelServer, Network } from './vault_server_model.js';
import { exportAll } from '../../webapp/static/js/data/backup/export.js';
import { importCopy } from '../../webapp/static/js/data/backup/import.js';
import { allNotes } from '../../webapp/static/js/data/documents/explorations.js';
import { allMeetings } from '../../webapp/static/js/data/documents/meetings.js';
import { change } from '../../webapp/static/js/data/storage/database.js';

const NOTHING = { statements: [], versions: [], meetings: [], explorations: [] };

/** @param {Partial<typeof NOTHING>} copy @returns {Promise<Record<string, number>>} what was counted, without what did not happen */
export const taken = async (copy) =>
  Object.fromEntries(Object.entries(await importCopy({ ...NOTHING, ...copy })).filter(([, n]) => n > 0));

/** All that the phone has, as a copy has it. */
export const copied = async () => structuredClone(await exportAll());

export const fresh = () => new Phone(new Network(new ModelServer())).take();
export const put = (name, one) => change((transaction) => transaction.objectStore(name).put(one));

export const all = async () => [await statementsHere(), await allMeetings(), await allNotes()];

/** Newer and older than what is here, and from years that cannot be. */
export const TIMES = [
  '2031-01-01T10:00:00.000Z',
  '2026-11-27T10:00:00.000Z',
  '2025-03-01T10:00:00.000Z',
  '1970-01-01T00:00:10.000Z',
];
