// The phone's own database: one connection, taken up again when the system drops it.
import { openDB } from '../../../vendor/idb.js';
import { answered, within } from './time_limit.js';
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
/** @typedef {'statements'|'snapshots'|'settings'|'vault'|'synced'|'meetings'|'reminders'|'explorations'|'shares'} StoreName */
/** @typedef {import('idb').IDBPTransaction<Schema, StoreName[], 'readwrite'>} Transaction */
/** @typedef {import('idb').IDBPDatabase<Schema>} Database */

const NAME = 'egne-ord';
const SCHEMA = 4;
/** @type {StoreName[]} */
const STORES = [
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

function forget() {
  connection = null;
}

/** @returns {Promise<Database>} */
async function open() {
  if (!('indexedDB' in globalThis) || !globalThis.indexedDB) throw new StorageError('unavailable');
  const hooks = {
    // Another tab brings a newer schema: let go, so that it need not wait for this one.
    blocking: (
      /** @type {number} */ _now,
      /** @type {number | null} */ _next,
      /** @type {IDBVersionChangeEvent} */ event,
    ) => {
      /** @type {IDBDatabase} */ (event.target).close();
      forget();
    },
    terminated: forget,
  };
  try {
    return await openDB(NAME, SCHEMA, {
      ...hooks,
      async upgrade(database, from, _to, transaction) {
        if (from < 4) {
          database.createObjectStore('explorations', { keyPath: 'id' });
          database.createObjectStore('shares', { keyPath: 'id' });
        }
        if (from < 3) {
          database.createObjectStore('meetings', { keyPath: 'id' });
          database.createObjectStore('reminders', { keyPath: 'id' });
        }
        if (from === 2) {
          // What both sides last agreed on was always a statement; now it says of what kind it is.
          const rows = transaction.objectStore('synced');
          for (const { statement, sent, ...row } of /** @type {any[]} */ (await rows.getAll())) {
            const tries = (sent ?? []).map((/** @type {any} */ one) => ({
              sealed: one.sealed,
              document: one.statement,
            }));
            await rows.put({ ...row, kind: 'statement', document: statement, sent: tries });
          }
        }
        if (from < 2) {
          database.createObjectStore('vault');
          database.createObjectStore('synced', { keyPath: 'id' });
        }
        if (from >= 1) return;
        database.createObjectStore('statements', { keyPath: 'id' }).createIndex('updated', 'updated');
        database
          .createObjectStore('snapshots', { keyPath: 'key', autoIncrement: true })
          .createIndex('statement', ['statement', 'at']);
        database.createObjectStore('settings');
      },
    });
  } catch (error) {
    // Code that meets a newer schema reads only.
    if (error instanceof DOMException && error.name === 'VersionError') return openDB(NAME, undefined, hooks);
    throw error;
  }
}

function connected() {
  connection ??= open().catch((error) => {
    forget();
    throw error;
  });
  return connection;
}

const DROPPED = new Set(['InvalidStateError', 'UnknownError']);

/**
 * Run `work` with the database, once more on a new connection when the old one was dropped.
 * @template T @param {(database: Database) => Promise<T>} work @param {() => Promise<Database>} [open]
 * @returns {Promise<T>}
 * @throws {StorageError}
 */
async function connectedFor(work, open = connected) {
  try {
    try {
      return await work(await open());
    } catch (error) {
      if (!(error instanceof DOMException) || !DROPPED.has(error.name)) throw error;
      forget();
      return await work(await open());
    }
  } catch (error) {
    throw storageError(error);
  }
}

/**
 * Read from the database; where it does not answer, on a new connection too.
 * @template T @param {(database: Database) => Promise<T>} work that changes nothing @returns {Promise<T>}
 * @throws {StorageError}
 */
export function withDatabase(work) {
  let isFirst = true;
  return answered(() => {
    if (!isFirst) forget();
    isFirst = false;
    return connectedFor(work);
  });
}

/** @throws {StorageError} `silent` */
async function connectedInTime() {
  const database = await within(connected(), null);
  if (database) return database;
  forget();
  throw new StorageError('silent');
}

/** At once, not when the browser sees that nothing follows: a page that goes away meanwhile takes what is not committed along. @param {{commit(): void}} transaction */
export function commit(transaction) {
  try {
    transaction.commit();
  } catch {
    // It had ended already, or the browser commits by itself.
  }
}

/** @param {Transaction} transaction */
function abort(transaction) {
  transaction.done.catch(() => {});
  try {
    transaction.abort();
  } catch {
    // It had ended already.
  }
}

/**
 * A first question, so that a transaction that cannot begin is taken back while nothing is done.
 * @param {Transaction} transaction @throws {StorageError} `silent`
 */
async function begun(transaction) {
  const answer = transaction
    .objectStore('settings')
    .getKey('-')
    .then(() => true);
  if (await within(answer, false)) return;
  answer.catch(() => {}); // it says so too
  forget();
  throw new StorageError('silent');
}

/**
 * @template T @param {Database} database @param {(transaction: Transaction) => Promise<T>} work
 * @returns {Promise<T>}
 */
async function inTransaction(database, work) {
  if (database.version > SCHEMA) throw new StorageError('newer-schema');
  const transaction = database.transaction(STORES, 'readwrite', { durability: 'strict' });
  try {
    await begun(transaction);
    const result = await work(transaction);
    commit(transaction);
    await transaction.done;
    return result;
  } catch (error) {
    abort(transaction);
    throw error;
  }
}

/**
 * Change the database in one strict transaction: all of `work` or nothing of it. Once more where it could not begin.
 * @template T
 * @param {(transaction: Transaction) => Promise<T>} work
 * @returns {Promise<T>}
 * @throws {StorageError}
 */
export async function change(work) {
  const once = () => connectedFor((database) => inTransaction(database, work), connectedInTime);
  return once().catch((error) => {
    if (error.code !== 'silent') throw error;
    return once();
  });
}
