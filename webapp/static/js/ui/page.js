// What every screen of the app needs: the id in its address, its statement and meeting, and texts for errors.
import { wordsFor } from '../data/documents/meetings.js';
import { ID } from '../data/identity.js';
import { storageError } from '../data/storage/storage_error.js';
import { all } from './dom.js';
import { facts, say, sayWhileWriting, speak, words } from './shell.js';

export { facts, say, sayWhileWriting, speak, words };

/** The id of a statement or a meeting from the address's fragment; '' if there is none. */
export function idHere() {
  const id = location.hash.slice(1);
  return ID.test(id) ? id : '';
}

/**
 * The statement and the meeting that this screen shows, and the id to put in links to other screens.
 * @returns {Promise<import('../data/documents/meetings.js').WordsHere & {id: string}>}
 */
export async function wordsHere() {
  const { statement, meeting } = await wordsFor(idHere());
  return { statement, meeting, id: idHere() || (meeting ?? statement)?.id || '' };
}

/** Point the links to other screens at the same statement or meeting. @param {string} id */
export function carryId(id) {
  for (const link of all('a[data-carries-id]')) {
    const anchor = /** @type {HTMLAnchorElement} */ (link);
    anchor.hash = id;
  }
}

/** What went wrong, in plain words that also say what is safe. @param {unknown} error */
export function errorText(error) {
  const { t } = words;
  return {
    quota: t('Telefonen er fuld. Dine ord står her på skærmen. Gem en kopi, før du lukker.'),
    unavailable: t(
      'Den her browser kan ikke gemme. Dine ord står her på skærmen. Gem en kopi, før du lukker.',
    ),
    'newer-schema': t('En nyere udgave af appen er åben et andet sted. Luk den her fane, og åbn appen igen.'),
    locked: '',
    silent: t('Telefonens hukommelse svarer ikke lige nu. Det, du har gemt, er der stadig.'),
    failed: t('Det blev ikke gemt lige nu. Dine ord står her på skærmen. Gem en kopi, før du lukker.'),
  }[storageError(error).code];
}

/** @param {unknown} error */
export const failed = (error) => say(errorText(error));
