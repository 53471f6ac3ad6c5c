// The one door to stored documents: what an older version of the app kept has the fields that came later (core/documents/fields.js).
import { EXPLORATION_FIELDS } from '../../core/exploration/fields.js';
import { completed } from '../../core/documents/fields.js';
import { MEETING_FIELDS } from '../../core/meeting/fields.js';
import { STATEMENT_FIELDS } from '../../core/statement/fields.js';

/** @typedef {'statements'|'meetings'|'explorations'|'snapshots'|'synced'} DocumentStore */
/** @template {DocumentStore} Name @typedef {import('./database.js').Schema[Name]['value']} Row */
/** @typedef {import('../../core/sync/document.js').Kind} Kind */

/** @type {Record<Kind, import('../../core/documents/fields.js').Fields>} */
const FIELDS = { statement: STATEMENT_FIELDS, meeting: MEETING_FIELDS, exploration: EXPLORATION_FIELDS };

/** @param {Kind} kind @param {any} document also null or undefined: there is none */
export const whole = (kind, document) => document && completed(FIELDS[kind], document);

/** @type {Record<string, Kind>} */
const KIND_OF = { statements: 'statement', meetings: 'meeting', explorations: 'exploration' };

/** @template {DocumentStore} Name @param {Name} name @param {any} row as it is stored: a document, or one that holds a document @returns {Row<Name>} */
export function wholeRow(name, row) {
  const kind = KIND_OF[name];
  return (
    row && (kind ? whole(kind, row) : { ...row, document: whole(row.kind ?? 'statement', row.document) })
  );
}

/**
 * One store of documents in a transaction. `store` is the store itself, for keys, indexes and cursors: their rows go through `wholeRow`.
 * @template {DocumentStore} Name
 * @param {{objectStore(name: any): any}} transaction @param {Name} name
 * @returns {{
 *   get(key: IDBValidKey): Promise<Row<Name> | undefined>, getAll(): Promise<Row<Name>[]>, put(row: Row<Name>): Promise<unknown>,
 *   add(row: Row<Name>): Promise<unknown>, delete(key: IDBValidKey): Promise<void>, store: any
 * }}
 */
export function rowsOf(transaction, name) {
  const store = transaction.objectStore(name);
  return {
    get: async (key) => wholeRow(name, await store.get(key)),
    getAll: async () => (await store.getAll()).map((/** @type {Row<Name>} */ row) => wholeRow(name, row)),
    put: (row) => store.put(row),
    add: (row) => store.add(row),
    delete: (key) => store.delete(key),
    store,
  };
}
