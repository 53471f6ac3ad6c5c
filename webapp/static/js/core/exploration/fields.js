// "Uden mål": one note without a goal. It belongs to one of three chances.
import { blank, canonical, flag, id, oneOf, nullable, text, time } from '../documents/fields.js';

/** @typedef {'happened'|'helps'|'matters'} Chance */
/** @type {readonly Chance[]} */
export const CHANCES = ['happened', 'helps', 'matters'];

/** `in_vault`: the person ticked that this note may go into the vault. Times are ISO 8601 in UTC. */
export const EXPLORATION_FIELDS = {
  id: id(),
  chance: oneOf(CHANCES),
  text: text({ merge: 'own' }),
  in_vault: flag({ merge: 'own' }),
  created: time('earliest'),
  updated: time('latest'),
  deleted: nullable(time('own'), { merge: 'own' }),
};
/** @typedef {import('../documents/fields.js').DocumentOf<typeof EXPLORATION_FIELDS>} Exploration */

/**
 * An empty note, which stays on the phone.
 * @param {string} id
 * @param {Chance} chance
 * @param {string} now ISO 8601 in UTC
 * @returns {Exploration}
 */
export const blankExploration = (id, chance, now) =>
  blank(EXPLORATION_FIELDS, { id, chance, created: now, updated: now });

/**
 * The canonical form: two devices that hold the same note write the same bytes.
 * @param {Exploration} note
 * @returns {Exploration}
 */
export const canonicalExploration = (note) => canonical(EXPLORATION_FIELDS, note);

/**
 * The notes to show, oldest first: not deleted and not blank.
 * @param {Exploration[]} notes
 */
export const livingNotes = (notes) =>
  notes
    .filter(({ deleted, text }) => !deleted && text.trim())
    .sort((a, b) => (a.created + a.id < b.created + b.id ? -1 : 1));
