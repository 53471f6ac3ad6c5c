// What documents of every kind have in common on the phone: saved together with what another tab or the vault wrote meanwhile,
// thrown into the bin, and taken out of it.
import { broadcast } from './channel.js';
import { change } from './database.js';
import { rowsOf } from './stored_documents.js';

/** @typedef {'statements'|'meetings'|'explorations'} Kept */
/** @typedef {{id: string, updated: string, deleted: string | null}} Document */
/** @template {Document} T @typedef {{get(id: string): Promise<T | undefined>, put(document: T): Promise<unknown>}} Store */

const now = () => new Date().toISOString();

/**
 * Save what a tab holds; `base` is what it last read or saved. Gives what is stored now.
 * @template {Document} T
 * @param {Kept} name @param {(base: T | null, mine: T, theirs: T) => T} merge
 * @returns {(base: T | null, mine: T) => Promise<T>}
 */
export const savedIn = (name, merge) => async (base, mine) => {
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

/** @param {Kept} name @param {string} id @param {Partial<Document>} fields */
async function edit(name, id, fields) {
  await change(async (transaction) => {
    const store = /** @type {Store<Document>} */ (/** @type {unknown} */ (rowsOf(transaction, name)));
    const stored = await store.get(id);
    if (stored) await store.put({ ...stored, ...fields });
  });
  broadcast(id);
}

/** @param {Kept} name @returns {(id: string) => Promise<void>} */
export const binnedIn = (name) => (id) => edit(name, id, { deleted: now() });

/** @param {Kept} name @returns {(id: string) => Promise<void>} */
export const restoredIn = (name) => (id) => edit(name, id, { deleted: null, updated: now() });
