// What waits while everything on the phone is erased: the phone itself, then what the server has. Ids and the
// tokens that withdraw them, no words, in a database of its own, which is deleted when all of it is done.
import { deleteDB, openDB } from '../../../vendor/idb.js';
import { ERASING, isErasing } from './is_erasing.js';

/**
 * `kind`: what goes; `token`: what the server wants for it, '' for the phone. `kept`: the person keeps it.
 * @typedef {{
 *   id: string, kind: 'phone'|'share'|'reminders'|'vault', token: string, state: 'waits'|'gone'|'kept'
 * }} Job
 */
/** @typedef {{jobs: {key: string, value: Job}}} Schema */
/** @typedef {import('idb').IDBPDatabase<Schema>} Database */

/** @template T @param {(database: Database) => Promise<T>} work @returns {Promise<T>} */
async function withJobs(work) {
  /** @type {Database} */
  const database = await openDB(ERASING, 1, {
    upgrade: (made) => void made.createObjectStore('jobs', { keyPath: 'id' }),
    blocking: (_now, _next, event) => /** @type {IDBDatabase} */ (event.target).close(),
  });
  try {
    return await work(database);
  } finally {
    database.close();
  }
}

/** @param {Job[]} jobs */
export const putJobs = (jobs) =>
  withJobs(async (database) => {
    const transaction = database.transaction('jobs', 'readwrite', { durability: 'strict' });
    for (const job of jobs) void transaction.store.put(job);
    await transaction.done;
  });

/** @returns {Promise<Job[]>} */
export const allJobs = async () =>
  (await isErasing()) ? withJobs((database) => database.getAll('jobs')) : [];

export const forgetJobs = () => deleteDB(ERASING);
