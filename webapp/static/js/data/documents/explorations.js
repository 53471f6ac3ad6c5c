// Reading and saving notes without a goal on the phone.
import { mergeExploration } from '../../core/exploration/merge.js';
import { change, withDatabase } from '../storage/database.js';
import { binIn, restoreIn, saveIn } from '../storage/save_document.js';
import { rowsOf } from '../storage/stored_documents.js';

/** @typedef {import('../../core/exploration/fields.js').Exploration} Exploration */

/** @param {string} id @returns {Promise<Exploration | undefined>} also one that is in the bin */
export const getNote = (id) =>
  withDatabase((database) => rowsOf(database.transaction('explorations'), 'explorations').get(id));

/** Every note, those in the bin too. @returns {Promise<Exploration[]>} */
export const allNotes = () =>
  withDatabase((database) => rowsOf(database.transaction('explorations'), 'explorations').getAll());

export const saveNote = saveIn('explorations', mergeExploration);
export const binNote = binIn('explorations');
export const restoreNote = restoreIn('explorations');

/**
 * Delete a note if it is empty. Called when the person leaves it, not before: they may start over in it.
 * @param {string} id @returns {Promise<boolean>} whether it was empty
 */
export const forgetIfEmpty = (id) =>
  change(async (transaction) => {
    const store = rowsOf(transaction, 'explorations');
    const stored = await store.get(id);
    const isEmpty = stored?.text.trim() === '';
    if (isEmpty) await store.delete(id);
    return isEmpty;
  });
