// Exporting and importing a copy on an empty phone, for tests.
import { Phone, statementsHere } from './vault_phones.js';
import { ModelServer, Network } from './vault_server_model.js';
import { exportAll } from '../../webapp/static/js/data/backup/export.js';
import { importCopy } from '../../webapp/static/js/data/backup/import.js';
import { allNotes } from '../../webapp/static/js/data/documents/explorations.js';
import { allMeetings } from '../../webapp/static/js/data/documents/meetings.js';
import { change } from '../../webapp/static/js/data/storage/database.js';

const NOTHING = { statements: [], versions: [], meetings: [], explorations: [] };

/**
 * Import a copy.
 * @param {Partial<typeof NOTHING>} copy
 * @returns {Promise<Record<string, number>>} the counts above zero
 */
export const taken = async (copy) =>
  Object.fromEntries(Object.entries(await importCopy({ ...NOTHING, ...copy })).filter(([, n]) => n > 0));

/** Everything on the phone, in the form of a copy. */
export const copied = async () => structuredClone(await exportAll());

/** A phone with an empty database. */
export const fresh = () => new Phone(new Network(new ModelServer())).take();
export const put = (store, document) => change((transaction) => transaction.objectStore(store).put(document));

/** Every document on the phone, by kind. */
export const all = async () => [await statementsHere(), await allMeetings(), await allNotes()];

/** Times of a copy: newer and older than the stored documents, and impossible years. */
export const TIMES = [
  '2031-01-01T10:00:00.000Z',
  '2026-11-27T10:00:00.000Z',
  '2025-03-01T10:00:00.000Z',
  '1970-01-01T00:00:10.000Z',
];
