// Notes without a goal on the phone.
import { mergeExploration } from '../../core/exploration/merge.js';
import { change, withDatabase } from '../storage/database.js';
import { binnedIn, restoredIn, savedIn } from '../storage/save_document.js';
import { rowsOf } from '../storage/stored_documents.js';

/** @typedef {import('../../core/exploration/fields.js').Exploration} Exploration */

/** @param {string} id @returns {Promise<Exploration | undefined>} also one that is in the bin */
export const getNote = (id) =>
  withDatabase((database) => rowsOf(database.transaction('explorations'), 'explorations').get(id));

/** Every note, those in the bin too. @returns {Promise<Exploration[]>} */
export const allNotes = () =>
  withDatabase((database) => rowsOf(database.transaction('explorations'), 'explorations').getAll());

export const saveNote = savedIn('explorations', mergeExploration);
export const binNote = binnedIn('explorations');
export const restoreNote = restoredIn('explorations');

/** An empty note is not kept. Only once it is left, so that one may begin anew in it. @param {string} id */
export const forgetIfEmpty = (id) =>
  change(async (transaction) => {
    const store = rowsOf(transaction, 'explorations');
    const stored = await store.get(id);
    const isEmpty = stored?.text.trim() === '';
    if (isEmpty) await store.delete(id);
    return isEmpty;
  });
