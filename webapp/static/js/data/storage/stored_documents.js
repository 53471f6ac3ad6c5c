// The only way to read stored documents. One that an older version of the app stored gets the fields that
// were added later (core/documents/fields.js).
import { EXPLORATION_FIELDS } from '../../core/exploration/fields.js';
import { withMissingFields } from '../../core/documents/fields.js';
import { MEETING_FIELDS } from '../../core/meeting/fields.js';
import { STATEMENT_FIELDS } from '../../core/statement/fields.js';

/** @typedef {'statements'|'meetings'|'explorations'|'snapshots'|'synced'} DocumentStore */
/** @template {DocumentStore} Name @typedef {import('./database.js').Schema[Name]['value']} Row */
/** @typedef {import('../../core/sync/document.js').Kind} Kind */

/** @type {Record<Kind, import('../../core/documents/fields.js').Fields>} */
const FIELDS = { statement: STATEMENT_FIELDS, meeting: MEETING_FIELDS, exploration: EXPLORATION_FIELDS };

/**
 * A document with every field of its kind.
 * @param {Kind} kind @param {any} document null and undefined stay so
 */
export const completedDocument = (kind, document) => document && withMissingFields(FIELDS[kind], document);

/** @type {Record<string, Kind>} */
const KIND_OF = { statements: 'statement', meetings: 'meeting', explorations: 'exploration' };

/**
 * A stored row, its document with every field. The row is a document, or holds one as `document`.
 * @template {DocumentStore} Name @param {Name} name @param {any} row @returns {Row<Name>}
 */
export function completedRow(name, row) {
  if (!row) return row;
  const kind = KIND_OF[name];
  if (kind) return completedDocument(kind, row);
  const held = (/** @type {{document: any}} */ each) => ({
    ...each,
    document: completedDocument(row.kind ?? 'statement', each.document),
  });
  return { ...held(row), ...(row.earlier && { earlier: row.earlier.map(held) }) };
}

/**
 * One store of documents in a transaction. `store` is the store itself, for keys, indexes and cursors: rows
 * from there must go through `completedRow`.
 * @template {DocumentStore} Name
 * @param {{objectStore(name: any): any}} transaction @param {Name} name
 * @returns {{
 *   get(key: IDBValidKey): Promise<Row<Name> | undefined>,
 *   getAll(): Promise<Row<Name>[]>,
 *   put(row: Row<Name>): Promise<unknown>,
 *   add(row: Row<Name>): Promise<unknown>,
 *   delete(key: IDBValidKey): Promise<void>,
 *   store: any
 * }}
 */
export function rowsOf(transaction, name) {
  const store = transaction.objectStore(name);
  return {
    get: async (key) => completedRow(name, await store.get(key)),
    getAll: async () => (await store.getAll()).map((/** @type {Row<Name>} */ row) => completedRow(name, row)),
    put: (row) => store.put(row),
    add: (row) => store.add(row),
    delete: (key) => store.delete(key),
    store,
  };
}
