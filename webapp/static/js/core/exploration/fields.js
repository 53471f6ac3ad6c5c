// "Uden mål": one note without a goal, under one of three chances.
import { blank, canonical, flag, id, oneOf, orNull, text, time } from '../documents/fields.js';

/** @typedef {'happened'|'helps'|'matters'} Chance */
/** @type {readonly Chance[]} */
export const CHANCES = ['happened', 'helps', 'matters'];

/** `in_vault`: the person has ticked that this note may also be in the vault. Times are ISO 8601 in UTC. */
export const EXPLORATION_FIELDS = {
  id: id(),
  chance: oneOf(CHANCES),
  text: text({ merge: 'own' }),
  in_vault: flag({ merge: 'own' }),
  created: time('earliest'),
  updated: time('latest'),
  deleted: orNull(time('own'), { merge: 'own' }),
};
/** @typedef {import('../documents/fields.js').DocumentOf<typeof EXPLORATION_FIELDS>} Exploration */

/** An empty note, which stays on the phone. @param {string} id @param {Chance} chance @param {string} now ISO 8601 in UTC @returns {Exploration} */
export const blankExploration = (id, chance, now) =>
  blank(EXPLORATION_FIELDS, { id, chance, created: now, updated: now });

/** The one spelling of a note: devices that hold the same one write the same text. @param {Exploration} note @returns {Exploration} */
export const canonicalExploration = (note) => canonical(EXPLORATION_FIELDS, note);

/** Notes to be shown, in the order in which they were begun. @param {Exploration[]} notes */
export const livingNotes = (notes) =>
  notes
    .filter(({ deleted, text }) => !deleted && text.trim())
    .sort((a, b) => (a.created + a.id < b.created + b.id ? -1 : 1));
