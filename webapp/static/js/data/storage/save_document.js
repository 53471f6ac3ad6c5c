// Saves a document of any kind, merged with what another tab or the vault wrote; bins and restores it.
import { broadcast } from './channel.js';
import { change } from './database.js';
import { rowsOf } from './stored_documents.js';

/** @typedef {'statements'|'meetings'|'explorations'} SavedStore */
/** @typedef {{id: string, updated: string, deleted: string | null}} Document */
/**
 * @template {Document} T
 * @typedef {{get(id: string): Promise<T | undefined>, put(document: T): Promise<unknown>}} Store
 */

const now = () => new Date().toISOString();

/**
 * Makes the function that saves a tab's document. `base` is what the tab last read or saved.
 * @template {Document} T
 * @param {SavedStore} name @param {(base: T | null, mine: T, theirs: T) => T} merge
 * @returns {(base: T | null, mine: T) => Promise<T>} the document as stored
 */
export const saveIn = (name, merge) => async (base, mine) => {
  const saved = await change(async (transaction) => {
    const store = /** @type {Store<T>} */ (/** @type {unknown} */ (rowsOf(transaction, name)));
    const stored = await store.get(mine.id);
    const at = now();
    const next = {
      ...(stored ? merge(base ?? stored, { ...mine, updated: at }, stored) : mine),
      updated: at,
    };
    await store.put(next);
    return next;
  });
  broadcast(saved.id);
  return saved;
};

/** @param {SavedStore} name @param {string} id @param {Partial<Document>} fields */
async function edit(name, id, fields) {
  await change(async (transaction) => {
    const store = /** @type {Store<Document>} */ (/** @type {unknown} */ (rowsOf(transaction, name)));
    const stored = await store.get(id);
    if (stored) await store.put({ ...stored, ...fields });
  });
  broadcast(id);
}

/** @param {SavedStore} name @returns {(id: string) => Promise<void>} */
export const binIn = (name) => (id) => edit(name, id, { deleted: now() });

/** @param {SavedStore} name @returns {(id: string) => Promise<void>} */
export const restoreIn = (name) => (id) => edit(name, id, { deleted: null, updated: now() });
