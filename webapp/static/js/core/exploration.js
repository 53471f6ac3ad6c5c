// "Uden mål": one note without a goal, under one of three chances.

/** @typedef {'happened'|'helps'|'matters'} Chance */
/**
 * `in_vault`: the person has ticked that this note may also be in the vault. Times are ISO 8601 in UTC.
 * @typedef {{id: string, chance: Chance, text: string, in_vault: boolean, created: string, updated: string, deleted: string | null}} Exploration
 */

/** @type {readonly Chance[]} */
export const CHANCES = ['happened', 'helps', 'matters'];

/** An empty note, which stays on the phone. @param {string} id @param {Chance} chance @param {string} now ISO 8601 in UTC @returns {Exploration} */
export const blankExploration = (id, chance, now) => ({ id, chance, text: '', in_vault: false, created: now, updated: now, deleted: null });

/**
 * The one spelling of a note: devices that hold the same note write the same text.
 * @param {Exploration} note @returns {Exploration}
 */
export const plainExploration = ({ id, chance, text, in_vault, created, updated, deleted }) => ({ id, chance, text, in_vault, created, updated, deleted });

/** Notes to be shown, in the order in which they were begun. @param {Exploration[]} notes */
export const livingNotes = (notes) =>
  notes.filter(({ deleted, text }) => !deleted && text.trim()).sort((a, b) => (a.created + a.id < b.created + b.id ? -1 : 1));
