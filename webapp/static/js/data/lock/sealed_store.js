// Stands for the phone's database while the app lock is on. A browser ends a transaction that waits for
// decryption, so this one reads row by row under a lock across tabs, and writes everything in one strict
// transaction at its end. Callers see the interface of `idb`, as far as this app uses it.
import { NAME, SCHEMA } from '../storage/database.js';
import { SealedStore, nameOf } from './sealed_rows.js';
import { rowOfText, sealedRow, unseal } from './sealed_row.js';
import { wrapBySecret } from './wrapped_key.js';

/** @typedef {import('./lock_database.js').SealedDatabase} Real */
/** @typedef {import('./sealed_rows.js').Change} Change */

/** The lock that writers hold, across tabs. */
const WRITERS = 'egne-ord-rows';

/** @template T @param {() => Promise<T>} work @returns {Promise<T>} */
export const whileNobodyWrites = (work) => navigator.locks.request(WRITERS, work);

/** One transaction: what was read, and what is to be written. */
class SealedTransaction {
  /** @param {Real} real @param {CryptoKey} key @param {string[]} stores @param {boolean} writes */
  constructor(real, key, stores, writes) {
    this.real = real;
    this.key = key;
    this.stores = stores;
    /** @type {Map<string, Change>} */
    this.changes = new Map();
    this.giveUp = new AbortController();
    /** @type {() => void} */
    this.release = () => {};
    this.isOver = false;
    /** @type {Promise<number> | null} */
    this.lastKey = null;
    this.ready = writes ? this.#hold() : Promise.resolve();
    this.ready.catch(() => {});
    /** @type {Promise<void>} */
    this.done = new Promise((resolve, reject) => {
      this.end = { resolve, reject };
    });
  }

  /** Wait for other writers. */
  #hold() {
    return new Promise((held, failed) => {
      const whileHeld = () =>
        new Promise((release) => {
          this.release = () => release(undefined);
          held(undefined);
          if (this.isOver) this.release();
        });
      navigator.locks.request(WRITERS, { signal: this.giveUp.signal }, whileHeld).catch(failed);
    });
  }

  /** @param {string} name */
  objectStore(name) {
    return new SealedStore(this, name);
  }

  get store() {
    return this.objectStore(this.stores[0] ?? '');
  }

  /** @param {string} store @param {IDBValidKey} key @param {Uint8Array<ArrayBuffer>} sealed */
  async opened(store, key, sealed) {
    return rowOfText(await unseal(this.key, [store, /** @type {string} */ (key)], sealed));
  }

  /** @param {Change} change */
  change(change) {
    if (this.isOver) throw new DOMException('the transaction is over', 'TransactionInactiveError');
    this.changes.set(nameOf(change.store, change.key), change);
  }

  commit() {
    if (this.isOver) return;
    this.isOver = true;
    this.#write()
      .then(this.end?.resolve, this.end?.reject)
      .finally(() => this.release());
  }

  abort() {
    if (this.isOver) return;
    this.isOver = true;
    this.giveUp.abort();
    this.release();
    this.end?.reject(new DOMException('aborted', 'AbortError'));
  }

  async #write() {
    await this.ready;
    if (!this.changes.size) return;
    const [rows, lock] = await Promise.all([this.#sealed(), this.#lockAfter()]);
    const transaction = this.real.transaction(['rows', 'lock'], 'readwrite', { durability: 'strict' });
    const store = transaction.objectStore('rows');
    for (const { at, row } of rows) void (row ? store.put(row, at) : store.delete(at)).catch(() => {});
    if (lock)
      void transaction
        .objectStore('lock')
        .put(lock, 'lock')
        .catch(() => {});
    await transaction.done;
  }

  #sealed() {
    return Promise.all(
      [...this.changes.values()].map(async ({ store, key, text }) => {
        const at = /** @type {[string, IDBValidKey]} */ ([store, key]);
        return { at, row: text === null ? null : await sealedRow(this.key, at, text) };
      }),
    );
  }

  /** When the vault's secret is written, its words must open the lock as well. */
  async #lockAfter() {
    const change = this.changes.get(nameOf('vault', 'vault'));
    if (!change) return null;
    const secret = change.text && rowOfText(change.text).secret;
    const words = secret ? await wrapBySecret(this.key, secret, 'words') : undefined;
    return { ...(await this.real.get('lock', 'lock')), words };
  }
}

/**
 * The database that stands for the plain one.
 * @param {Real} real @param {CryptoKey} key
 */
export function sealedDatabase(real, key) {
  const reading = (/** @type {string} */ store) => new SealedTransaction(real, key, [store], false).store;
  return {
    name: NAME,
    version: SCHEMA,
    transaction: (/** @type {string | string[]} */ stores, /** @type {string} [mode] */ mode) =>
      new SealedTransaction(real, key, [stores].flat(), mode === 'readwrite'),
    get: (/** @type {string} */ store, /** @type {IDBValidKey} */ at) => reading(store).get(at),
    getAll: (/** @type {string} */ store) => reading(store).getAll(),
    getAllFromIndex: (
      /** @type {string} */ store,
      /** @type {string} */ index,
      /** @type {IDBKeyRange} [range] */ range,
    ) => reading(store).index(index).getAll(range),
    close: () => real.close(),
  };
}
