// "Skriv sammen": the steps of two people at one phone, who holds the pen, and where they were when they stopped.
import { PARTS } from './fields.js';

/** @typedef {import('./fields.js').Part} Part */
/** @typedef {'guide' | Part | 'read'} Step */
/** The person's own hand, or the other's. @typedef {'own' | 'other'} Pen */
/** Where two people were; not a word of theirs. `statement`: '' while nothing is kept of it yet. @typedef {{statement: string, step: Step, pen: Pen, paused: boolean}} Place */

/** @type {readonly Step[]} */
export const STEPS = ['guide', ...PARTS, 'read'];

/** @type {Readonly<Place>} */
export const BEGINNING = { statement: '', step: 'guide', pen: 'own', paused: false };

/** @param {Step} step @param {1 | -1} by @returns {Step} */
export const stepFrom = (step, by) => STEPS[STEPS.indexOf(step) + by] ?? step;

/** The next of a list, from the first again after the last. @template T @param {readonly T[]} list @param {T} from */
export const nextOf = (list, from) => list[(list.indexOf(from) + 1) % list.length] ?? from;

/**
 * Which statement to go on with where the address names none: the one that two people are in the middle of.
 * @param {Place | undefined} place
 */
export const goesOnWith = (place) => (place && place.step !== 'read' ? place.statement : '');

/**
 * Where to begin with a statement: where they were, if it was this one. Read through once, it begins anew unless the address still names it.
 * @param {Place | undefined} place @param {string} statement its id, '' when it is new @param {boolean} isNamed
 * @returns {Place}
 */
export function placeIn(place, statement, isNamed) {
  if (!place || place.statement !== statement || !STEPS.includes(place.step))
    return { ...BEGINNING, statement };
  return place.step === 'read' && !isNamed ? { ...place, step: 'guide', paused: false } : place;
}
