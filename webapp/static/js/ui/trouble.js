// Words that could not be kept: say so where they are written, and offer ways to save them.
import { h } from '../core/tree.js';
import { one, show } from './dom.js';
import { say, troubleWords, words } from './page.js';

const place = one('[data-trouble]');

export const hasTrouble = () => place.childElementCount > 0;

export const troubleIsOver = () => place.replaceChildren();

/** @param {unknown} error @param {{canCopy?: boolean}} [more] whether all of it can go to the clipboard */
export function showTrouble(error, { canCopy = false } = {}) {
  const { t } = words;
  say(troubleWords(error));
  const button = (/** @type {string} */ act, /** @type {string} */ label) => h('button', { type: 'button', class: 'button', 'data-act': act }, label);
  show(place, h('div', { class: 'notice' }, h('p', {}, troubleWords(error)),
    h('p', { class: 'link-row' }, button('save-copy', t('Gem en kopi')), canCopy && button('copy-all', t('Kopiér det hele')), button('again', t('Prøv igen')))));
}
