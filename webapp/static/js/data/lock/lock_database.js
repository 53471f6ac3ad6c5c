// The sealed database: `rows`, and beside them what the lock itself needs to be opened.
import { openDB } from '../../../vendor/idb.js';
import { hooksOf, isDropped } from '../storage/database.js';
import { SEALED_NAME, undo, versionOf } from '../storage/sealed_database.js';

/** @typedef {import('./wrapped_key.js').Wrap} Wrap */
/** @typedef {Uint8Array<ArrayBuffer>} Bytes */
/**
 * How the lock is set. `minutes`: away for so long locks, 0 at once. `swept`: no plain byte is left behind.
 * `passkey`: its id and the salt for its PRF. `words`: for the vault's secret, while there is a vault.
 * @typedef {{
 *   code: Wrap, minutes: number, swept: boolean,
 *   passkey?: Wrap & {id: Bytes, prf: Bytes}, words?: Wrap
 * }} Lock
 */
/**
 * What can be read without unlocking, if the person chose so: sealed by a key that lies beside it.
 * @typedef {{key: CryptoKey, sealed: Bytes}} OpenHandOver
 */
/** `group`: the statement that a version belongs to. @typedef {{group?: string, sealed: Bytes}} SealedRow */
/**
 * @typedef {import('idb').IDBPDatabase<{
 *   rows: {key: [string, IDBValidKey], value: SealedRow, indexes: {group: string}},
 *   lock: {key: string, value: any}
 * }>} SealedDatabase
 */

/**
 * The database, which must exist: an empty one would look like a phone with the lock on.
 * @param {() => void} [forget] @param {boolean} [isMade] whether to make it
 * @returns {Promise<SealedDatabase>}
 */
export const openSealed = (forget = () => {}, isMade = false) =>
  openDB(SEALED_NAME, 1, {
    ...hooksOf(forget),
    upgrade(database, _from, _to, transaction) {
      if (!isMade) return undo(transaction);
      database.createObjectStore('rows').createIndex('group', 'group');
      database.createObjectStore('lock');
      return undefined;
    },
  });

/** @template T @param {(database: SealedDatabase) => Promise<T>} work @returns {Promise<T>} */
async function once(work) {
  const database = await openSealed();
  try {
    return await work(database);
  } finally {
    database.close();
  }
}

/**
 * Read or write how the lock is set; once more on a new connection if the browser dropped the first.
 * @template T @param {(database: SealedDatabase) => Promise<T>} work @returns {Promise<T>}
 */
export const withLockDatabase = (work) =>
  once(work).catch((error) => (isDropped(error) ? once(work) : Promise.reject(error)));

/** @returns {Promise<Lock>} */
export const readLock = () => withLockDatabase((database) => database.get('lock', 'lock'));

/** @returns {Promise<Lock | null>} null where the browser has lost what was locked */
export const findLock = async () => ((await versionOf(SEALED_NAME)) ? ((await readLock()) ?? null) : null);

/** @param {Partial<Lock>} fields undefined removes one */
export const changeLock = (fields) =>
  withLockDatabase(async (database) => {
    const transaction = database.transaction('lock', 'readwrite', { durability: 'strict' });
    await transaction.store.put({ ...(await transaction.store.get('lock')), ...fields }, 'lock');
    await transaction.done;
  });

/** @returns {Promise<OpenHandOver | undefined>} */
export const readOpenHandOver = () => withLockDatabase((database) => database.get('lock', 'open'));

/** @param {OpenHandOver | null} open */
export const putOpenHandOver = (open) =>
  withLockDatabase(
    async (database) =>
      void (await (open ? database.put('lock', open, 'open') : database.delete('lock', 'open'))),
  );
