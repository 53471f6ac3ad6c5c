// One store of the sealed database inside a transaction: it reads what is stored and what is about to be.
import { KEY_FIELDS, cursorOver, groupOf, inIndex, order } from './row_indexes.js';
import { rowOfText, textOfRow } from './sealed_row.js';

/** @typedef {import('./row_indexes.js').Entry} Entry */
/** `text` is null for a row that is deleted. @typedef {{store: string, key: IDBValidKey, text: string | null}} Change */
/**
 * What a store needs of its transaction. `ready` once other writers are done; `lastKey` of a version.
 * @typedef {{
 *   real: import('./lock_database.js').SealedDatabase, changes: Map<string, Change>, ready: Promise<unknown>,
 *   lastKey: Promise<number> | null, change(change: Change): void,
 *   opened(store: string, key: IDBValidKey, sealed: Uint8Array<ArrayBuffer>): Promise<any>
 * }} Transaction
 */

/** @param {string} store */
const all = (store) => IDBKeyRange.bound([store], [store, []]);
/** @param {string} store @param {IDBValidKey} key */
export const nameOf = (store, key) => JSON.stringify([store, key]);

/** One store of a transaction. */
export class SealedStore {
  /** @param {Transaction} transaction @param {string} name */
  constructor(transaction, name) {
    this.transaction = transaction;
    this.name = name;
  }

  /** What this transaction has changed in this store. @returns {Change[]} */
  #changed() {
    return [...this.transaction.changes.values()].filter(({ store }) => store === this.name);
  }

  /**
   * Every row, in the order of keys.
   * @param {string | null} [group] only versions of this statement @returns {Promise<Entry[]>}
   */
  async entries(group = null) {
    const { transaction, name } = this;
    await transaction.ready;
    const reading = transaction.real.transaction('rows');
    const source = group === null ? reading.store : reading.store.index('group');
    const range = group === null ? all(name) : group;
    const keysOf = /** @type {any} */ (source).getAllKeys(range);
    const [keys, rows] = await Promise.all([keysOf, /** @type {any} */ (source).getAll(range)]);
    const changed = new Map(this.#changed().map((change) => [nameOf(name, change.key), change]));
    const stored = keys
      .map((/** @type {any} */ [, key], /** @type {number} */ i) => ({ key, sealed: rows[i].sealed }))
      .filter((/** @type {{key: IDBValidKey}} */ { key }) => !changed.has(nameOf(name, key)));
    const opened = stored.map(async (/** @type {any} */ { key, sealed }) => ({
      key,
      row: await transaction.opened(name, key, sealed),
    }));
    const added = [...changed.values()].flatMap(({ key, text }) =>
      text === null ? [] : [{ key, row: rowOfText(text) }],
    );
    return [...(await Promise.all(opened)), ...added].sort((a, b) => order(a.key, b.key));
  }

  /** @param {IDBValidKey} key */
  async get(key) {
    const { transaction, name } = this;
    await transaction.ready;
    const change = transaction.changes.get(nameOf(name, key));
    if (change) return change.text === null ? undefined : rowOfText(change.text);
    const found = await transaction.real.get('rows', [name, key]);
    return found && transaction.opened(name, key, found.sealed);
  }

  /** @param {IDBValidKey} key */
  async getKey(key) {
    return (await this.get(key)) === undefined ? undefined : key;
  }

  async getAll() {
    return (await this.entries()).map(({ row }) => row);
  }

  async getAllKeys() {
    return (await this.entries()).map(({ key }) => key);
  }

  /** @param {any} row @param {IDBValidKey} [key] @returns {Promise<IDBValidKey>} */
  async put(row, key) {
    const field = KEY_FIELDS[this.name] ?? '';
    const at = key ?? row[field] ?? (await this.#nextKey());
    const text = textOfRow(field ? { ...row, [field]: at } : row);
    this.transaction.change({ store: this.name, key: at, text });
    return at;
  }

  /** For versions alone. Two that are added at once get two keys. */
  async #nextKey() {
    const { transaction } = this;
    transaction.lastKey ??= this.getAllKeys().then((keys) => Number(keys.at(-1) ?? 0));
    transaction.lastKey = transaction.lastKey.then((last) => last + 1);
    return transaction.lastKey;
  }

  /** @param {any} row */
  async add(row) {
    const key = row[KEY_FIELDS[this.name] ?? ''];
    if (key !== undefined && (await this.get(key))) throw new DOMException('exists', 'ConstraintError');
    return this.put(row);
  }

  /** @param {IDBValidKey} key */
  async delete(key) {
    this.transaction.change({ store: this.name, key, text: null });
  }

  async clear() {
    for (const key of await this.getAllKeys()) await this.delete(key);
  }

  /** @param {string} name */
  index(name) {
    const found = async (/** @type {IDBKeyRange | null | undefined} */ range) =>
      inIndex(await this.entries(groupOf(range)), name, range);
    return {
      getAll: async (/** @type {IDBKeyRange} [range] */ range) => (await found(range)).map(({ row }) => row),
      getAllKeys: async (/** @type {IDBKeyRange} [range] */ range) =>
        (await found(range)).map(({ key }) => key),
      openCursor: async (/** @type {IDBKeyRange | null} */ range, /** @type {string} */ direction) => {
        const entries = await found(range);
        return cursorOver(direction === 'prev' ? entries.reverse() : entries);
      },
    };
  }
}
