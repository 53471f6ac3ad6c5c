// Notes without a goal on the phone, together with what another tab or the vault wrote meanwhile.
import { mergeExploration } from '../core/merge_exploration.js';
import { tell } from './channel.js';
import { change, withDatabase } from './database.js';

/** @typedef {import('../core/exploration.js').Exploration} Exploration */

const now = () => new Date().toISOString();

/** @param {string} id @returns {Promise<Exploration | undefined>} also one that is in the bin */
export const getNote = (id) => withDatabase((database) => database.get('explorations', id));

/** Every note, those in the bin too. @returns {Promise<Exploration[]>} */
export const allNotes = () => withDatabase((database) => database.getAll('explorations'));

/**
 * Save what this tab holds. `base` is what it last read or saved.
 * @param {Exploration | null} base @param {Exploration} mine @returns {Promise<Exploration>} what is stored now
 */
export async function saveNote(base, mine) {
  const saved = await change(async (transaction) => {
    const store = transaction.objectStore('explorations');
    const stored = await store.get(mine.id);
    const at = now();
    const next = { ...(stored ? mergeExploration(base ?? stored, { ...mine, updated: at }, stored) : mine), updated: at };
    await store.put(next);
    return next;
  });
  tell(saved.id);
  return saved;
}

/** @param {string} id @param {Partial<Exploration>} fields */
async function edit(id, fields) {
  await change(async (transaction) => {
    const stored = await transaction.objectStore('explorations').get(id);
    if (stored) await transaction.objectStore('explorations').put({ ...stored, ...fields });
  });
  tell(id);
}

/** @param {string} id */
export const binNote = (id) => edit(id, { deleted: now() });

/** @param {string} id */
export const restoreNote = (id) => edit(id, { deleted: null, updated: now() });

/** An empty note is not kept. Only once it is left, so that one may begin anew in it. @param {string} id */
export const forgetIfEmpty = (id) => change(async (transaction) => {
  const store = transaction.objectStore('explorations');
  const stored = await store.get(id);
  const isEmpty = stored?.text.trim() === '';
  if (isEmpty) await store.delete(id);
  return isEmpty;
});
