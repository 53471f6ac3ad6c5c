// What every screen starts with: its facts and words, where it is, and what to say when something fails.
import { catalogue } from '../core/catalogue.js';
import { wordsFor } from '../data/meetings.js';
import { ID } from '../data/identity.js';
import { storageError } from '../data/storage_error.js';
import { all, one } from './dom.js';

/** @type {import('../core/catalogue.js').Facts} */
export const facts = JSON.parse(one('[data-facts]').textContent ?? '{}');
export const words = catalogue(facts);

/** The id of a statement or a meeting from the fragment; '' where there is none. */
export function idHere() {
  const id = location.hash.slice(1);
  return ID.test(id) ? id : '';
}

/** What this screen is about, and under which id the other screens find it. @returns {Promise<import('../data/meetings.js').WordsHere & {id: string}>} */
export async function wordsHere() {
  const { statement, meeting } = await wordsFor(idHere());
  return { statement, meeting, id: idHere() || (meeting ?? statement)?.id || '' };
}

/** The other screens' links carry the same statement or meeting. @param {string} id */
export function carry(id) {
  for (const link of all('a[data-carries-id]')) {
    const anchor = /** @type {HTMLAnchorElement} */ (link);
    anchor.hash = id;
  }
}

/** Say something quietly, to sight and to screen readers. @param {string} sentence */
export function say(sentence) {
  for (const status of all('[data-status]').slice(0, 1)) {
    if (status.textContent !== sentence) status.textContent = sentence;
  }
}

/** What went wrong, in plain words that say what is safe. @param {unknown} error */
export function troubleWords(error) {
  const { t } = words;
  return {
    quota: t('Telefonen er fuld. Dine ord står her på skærmen. Gem en kopi, før du lukker.'),
    unavailable: t('Den her browser kan ikke gemme. Dine ord står her på skærmen. Gem en kopi, før du lukker.'),
    'newer-schema': t('En nyere udgave af appen er åben et andet sted. Luk den her fane, og åbn appen igen.'),
    failed: t('Det blev ikke gemt lige nu. Dine ord står her på skærmen. Gem en kopi, før du lukker.'),
  }[storageError(error).code];
}

/** @param {unknown} error */
export const failed = (error) => say(troubleWords(error));
