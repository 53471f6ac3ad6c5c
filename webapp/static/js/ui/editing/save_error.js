// Words that could not be kept: say so where they are written, and offer ways to save them.
import { h } from '../../core/markup/tree.js';
import { isSilent, whenSilent } from '../../data/storage/time_limit.js';
import { StorageError, storageError } from '../../data/storage/storage_error.js';
import { one, show } from '../dom.js';
import { sayWhileWriting, troubleWords, words } from '../page.js';

const place = () => one('[data-trouble]');

export const hasSaveError = () => place().childElementCount > 0;

export const hideSaveError = () => place().replaceChildren();

/**
 * While what is here could not be read yet, letters that are typed are on the screen alone: say so when the
 * phone's memory is silent.
 * @param {() => boolean} isUnsaved @param {(error: unknown) => void} failed @returns {() => void} to call when something was typed
 */
export function whileUnread(isUnsaved, failed) {
  const tell = () => isSilent() && isUnsaved() && failed(new StorageError('silent'));
  whenSilent((isSilent) => void (isSilent ? tell() : hideSaveError()));
  return tell;
}

/** @param {unknown} error @param {{canCopy?: boolean}} [more] whether all of it can go to the clipboard */
export function showSaveError(error, { canCopy = false } = {}) {
  const { t } = words;
  // Where words are written, a memory that does not answer has not kept them.
  const sentence = troubleWords(storageError(error).code === 'silent' ? new StorageError('failed') : error);
  sayWhileWriting(sentence);
  if (place().querySelector('p')?.textContent === sentence) return; // a button of it may be in use
  const button = (/** @type {string} */ act, /** @type {string} */ label) =>
    h('button', { type: 'button', class: 'button', 'data-act': act }, label);
  show(
    place(),
    h(
      'div',
      { class: 'notice' },
      h('p', {}, sentence),
      h(
        'p',
        { class: 'link-row' },
        button('save-copy', t('Gem en kopi')),
        canCopy && button('copy-all', t('Kopiér det hele')),
        button('again', t('Prøv igen')),
      ),
    ),
  );
}
