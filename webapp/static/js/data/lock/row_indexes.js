// The stores and indexes of the plain database, as the sealed one stands for them: its rows have no field to
// sort by in the clear.

/** Fields that hold the key of a row; other stores are given one. @type {Record<string, string>} */
export const KEY_FIELDS = {
  statements: 'id',
  snapshots: 'key',
  synced: 'id',
  meetings: 'id',
  reminders: 'id',
  explorations: 'id',
  shares: 'id',
};

/** What each index sorts by. @type {Record<string, (row: any) => IDBValidKey>} */
const INDEXES = { updated: ({ updated }) => updated, statement: ({ statement, at }) => [statement, at] };

/** The one statement that a range of versions is about. @param {IDBKeyRange | null | undefined} range */
export const groupOf = (range) => {
  const [low, high] = [range?.lower?.[0], range?.upper?.[0]];
  return typeof low === 'string' && low === high ? low : null;
};

/**
 * The order of two keys. Texts are compared here: for hundreds of rows, calls into the database take long.
 * @param {IDBValidKey} a @param {IDBValidKey} b @returns {number} as a sort takes it
 */
export function order(a, b) {
  if (typeof a !== 'string' || typeof b !== 'string') return indexedDB.cmp(a, b);
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

/** @typedef {{key: IDBValidKey, row: any}} Entry */

/**
 * Rows in the order of an index.
 * @param {Entry[]} entries @param {string} index @param {IDBKeyRange | null | undefined} range
 * @returns {(Entry & {by: IDBValidKey})[]}
 */
export function inIndex(entries, index, range) {
  const by = /** @type {(row: any) => IDBValidKey} */ (INDEXES[index]);
  return entries
    .map((entry) => ({ ...entry, by: by(entry.row) }))
    .filter((entry) => entry.by !== undefined && (!range || range.includes(entry.by)))
    .sort((a, b) => order(a.by, b.by) || order(a.key, b.key));
}

/** @typedef {{key: IDBValidKey, primaryKey: IDBValidKey, value: any, continue(): Promise<Cursor | null>}} Cursor */

/**
 * @param {(Entry & {by: IDBValidKey})[]} entries in the cursor's direction @param {number} [at]
 * @returns {Cursor | null}
 */
export function cursorOver(entries, at = 0) {
  const entry = entries[at];
  if (!entry) return null;
  const next = async () => cursorOver(entries, at + 1);
  return { key: entry.by, primaryKey: entry.key, value: entry.row, continue: next };
}
