// The phone's own database: one connection, reopened when the browser drops it.
import { answered, within } from './time_limit.js';
import { SEALED, openUnsealed, undo, unsealedInstead } from './sealed_database.js';
import { upgrade } from './stores.js';
import { StorageError, storageError } from './storage_error.js';

/** @typedef {import('../../core/statement/fields.js').Statement} Statement */
/** @typedef {{key?: number, statement: string, at: string, document: Statement}} StoredSnapshot */
/**
 * @typedef {{
 *   statements: {key: string, value: Statement, indexes: {updated: string}},
 *   snapshots: {key: number, value: StoredSnapshot, indexes: {statement: [string, string]}},
 *   settings: {key: string, value: unknown},
 *   vault: {key: string, value: import('../vault/state.js').Vault},
 *   synced: {key: string, value: import('../vault/state.js').Synced},
 *   meetings: {key: string, value: import('../../core/meeting/fields.js').Meeting},
 *   reminders: {key: string, value: import('../reminders/reminders.js').Reminder},
 *   explorations: {key: string, value: import('../../core/exploration/fields.js').Exploration},
 *   shares: {key: string, value: import('../share/shares.js').Share}
 * }} Schema
 */
/** @typedef {keyof Schema} StoreName */
/** @typedef {import('idb').IDBPTransaction<Schema, StoreName[], 'readwrite'>} Transaction */
/** @typedef {import('idb').IDBPDatabase<Schema>} Database */

export const NAME = 'egne-ord';
export const SCHEMA = 4;
/** @type {StoreName[]} */
export const STORES = [
  'statements',
  'snapshots',
  'settings',
  'vault',
  'synced',
  'meetings',
  'reminders',
  'explorations',
  'shares',
];

/** @type {Promise<Database> | null} */
let connection = null;
/** Whether everything is being erased: this page writes nothing any more, and makes no database anew. */
let isClosed = false;

function forget() {
  connection = null;
}

/** From now on nothing is stored, in any database of this app. */
export function closeForGood() {
  isClosed = true;
  forget(); // the connection closes itself when the database is deleted
}

export const isClosedForGood = () => isClosed;

/** @throws {StorageError} `unavailable` */
export function assertOpen() {
  if (isClosed || !globalThis.indexedDB) throw new StorageError('unavailable');
}

/**
 * A connection closes when another tab upgrades or deletes, so that the tab need not wait for this one.
 * @param {() => void} forget drops the connection
 */
export const hooksOf = (forget) => ({
  blocking: (
    /** @type {number} */ _now,
    /** @type {number | null} */ _next,
    /** @type {IDBVersionChangeEvent} */ event,
  ) => {
    /** @type {IDBDatabase} */ (event.target).close();
    forget();
  },
  terminated: forget,
});
const { blocking, terminated } = hooksOf(forget);
const hooks = {
  /** Threat: a tab that reads nothing any more would stay open when the lock was turned on in another. */
  blocking: (/** @type {Parameters<typeof blocking>} */ ...change) => {
    blocking(...change);
    if ((change[1] ?? 0) >= SEALED) connect().catch(() => {}); // the worker has no key, and answers with the lock
  },
  terminated,
};

/**
 * @param {boolean} [isNew] whether this phone may get a new, empty database: it has no sealed rows
 * @returns {Promise<Database>}
 */
async function open(isNew) {
  assertOpen();
  try {
    return await openUnsealed(NAME, SCHEMA, {
      ...hooks,
      upgrade: (
        /** @type {any} */ database,
        /** @type {number} */ from,
        /** @type {number} */ _to,
        /** @type {any} */ made,
      ) => (from || isNew ? upgrade(database, from, made) : undo(made)),
    });
  } catch (error) {
    if (/** @type {DOMException} */ (error).name !== 'AbortError' || isNew) throw error;
    return (await unsealedInstead(NAME, forget)) ?? open(true);
  }
}

function connect() {
  connection ??= open().catch((error) => {
    forget();
    throw error;
  });
  return connection;
}

const DROPPED = new Set(['InvalidStateError', 'UnknownError']);
/** Whether the browser dropped the connection. @param {unknown} error */
export const isDropped = (error) => error instanceof DOMException && DROPPED.has(error.name);

/**
 * Run `work` with the database, and once more on a new connection if the old one was dropped.
 * @template T @param {(database: Database) => Promise<T>} work
 * @param {() => Promise<Database>} [getConnection]
 * @returns {Promise<T>}
 * @throws {StorageError}
 */
async function withConnection(work, getConnection = connect) {
  try {
    try {
      return await work(await getConnection());
    } catch (error) {
      if (!isDropped(error)) throw error;
      forget();
      return await work(await getConnection());
    }
  } catch (error) {
    throw storageError(error);
  }
}

/**
 * Read from the database. If it does not answer, try on a new connection as well.
 * @template T @param {(database: Database) => Promise<T>} work changes nothing @returns {Promise<T>}
 * @throws {StorageError}
 */
export function withDatabase(work) {
  let isFirst = true;
  return answered(() => {
    if (!isFirst) forget();
    isFirst = false;
    return withConnection(work);
  });
}

/** @returns {never} the next try gets a new connection */
function silent() {
  forget();
  throw new StorageError('silent');
}

/** @throws {StorageError} `silent` */
const connectInTime = async () => (await within(connect(), null)) ?? silent();

/**
 * Commit now, not when the browser notices that no request follows: a page left before that loses it.
 * @param {{commit(): void}} transaction
 */
export function commit(transaction) {
  try {
    transaction.commit();
  } catch {
    // Already ended, or the browser commits by itself.
  }
}

/** @param {{abort(): void, done: Promise<unknown>}} transaction */
export function abort(transaction) {
  transaction.done.catch(() => {});
  try {
    transaction.abort();
  } catch {
    // Already ended.
  }
}

/**
 * Wait for a first answer, so that a transaction that cannot start is aborted before it has done anything.
 * @param {Transaction} transaction @throws {StorageError} `silent`
 */
async function started(transaction) {
  const answer = transaction
    .objectStore('settings')
    .getKey('-')
    .then(() => true);
  if (await within(answer, false)) return;
  answer.catch(() => {}); // rejects too, once the transaction is aborted
  silent();
}

/**
 * @template T @param {Database} database @param {(transaction: Transaction) => Promise<T>} work
 * @returns {Promise<T>}
 */
async function inTransaction(database, work) {
  if (database.version > SCHEMA) throw new StorageError('newer-schema');
  const transaction = database.transaction(STORES, 'readwrite', { durability: 'strict' });
  try {
    await started(transaction);
    const result = await work(transaction);
    commit(transaction);
    await transaction.done;
    return result;
  } catch (error) {
    abort(transaction);
    throw error;
  }
}

/** @template T @param {() => Promise<T>} once @returns {Promise<T>} */
const again = (once) => once().catch((error) => (error.code === 'silent' ? once() : Promise.reject(error)));

/**
 * Change the database in one strict transaction: all of `work` or none. Tries twice if it cannot start.
 * @template T
 * @param {(transaction: Transaction) => Promise<T>} work
 * @returns {Promise<T>}
 * @throws {StorageError}
 */
export const change = (work) =>
  again(() => withConnection((database) => inTransaction(database, work), connectInTime));

/**
 * Write rows that depend on nothing stored, and commit at once: a page may be left in the same moment.
 * @param {StoreName} name
 * @param {(store: any) => Promise<unknown>[]} put makes requests, again after silence: they may be done twice
 * @throws {StorageError}
 */
export const write = (name, put) =>
  again(() =>
    withConnection(async (database) => {
      if (database.version > SCHEMA) throw new StorageError('newer-schema');
      const transaction = database.transaction(name, 'readwrite', { durability: 'strict' });
      for (const request of put(transaction.store)) request.catch(() => {}); // the transaction says why
      commit(transaction);
      const isDone = transaction.done.then(() => true);
      return (await within(isDone, false)) || silent();
    }, connectInTime),
  );
