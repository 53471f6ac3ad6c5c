// "Uden mål": one note without a goal, under one of three chances.

/** @typedef {'happened'|'helps'|'matters'} Chance */
/**
 * `in_vault`: the person has ticked that this note may also be in the vault. Times are ISO 8601 in UTC.
 * @typedef {{id: string, chance: Chance, text: string, in_vault: boolean, created: string, updated: string, deleted: string | null}} Exploration
 */

/** @type {readonly Chance[]} */
export const CHANCES = ['happened', 'helps', 'matters'];
