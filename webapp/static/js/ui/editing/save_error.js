// When words cannot be saved: say so where they are written, and offer other ways to save them.
import { h } from '../../core/markup/tree.js';
import { isSilent, whenSilent } from '../../data/storage/time_limit.js';
import { StorageError, storageError } from '../../data/storage/storage_error.js';
import { one, show } from '../dom.js';
import { sayWhileWriting, errorText, words } from '../page.js';

const place = () => one('[data-trouble]');

export const hasSaveError = () => place().childElementCount > 0;

export const hideSaveError = () => place().replaceChildren();

/**
 * Typed letters are on the screen only until the stored words have been read. Report it if storage stays
 * silent.
 * @param {() => boolean} isUnsaved
 * @param {(error: unknown) => void} failed
 * @returns {() => void} call when something was typed
 */
export function whileUnread(isUnsaved, failed) {
  const reportSilence = () => isSilent() && isUnsaved() && failed(new StorageError('silent'));
  whenSilent((isSilent) => void (isSilent ? reportSilence() : hideSaveError()));
  return reportSilence;
}

/**
 * @param {unknown} error
 * @param {{canCopy?: boolean}} [more] whether the screen can copy everything to the clipboard
 */
export function showSaveError(error, { canCopy = false } = {}) {
  const { t } = words;
  // On a screen with unsaved words, a storage that does not answer has not saved them.
  const sentence = errorText(storageError(error).code === 'silent' ? new StorageError('failed') : error);
  sayWhileWriting(sentence);
  if (place().querySelector('p')?.textContent === sentence) return; // its buttons may be in use
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
