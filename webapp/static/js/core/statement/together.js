// "Skriv sammen": the steps of two people at one phone, who is writing, and where they stopped.
import { PARTS } from './fields.js';

/** @typedef {import('./fields.js').Part} Part */
/** @typedef {'guide' | Part | 'read'} Step */
/** Who is writing: the person, or the other one. @typedef {'own' | 'other'} Pen */
/**
 * Where two people stopped, without any of their words. `statement`: its id, '' until it is stored.
 * @typedef {{statement: string, step: Step, pen: Pen, paused: boolean}} Place
 */

/** @type {readonly Step[]} */
export const STEPS = ['guide', ...PARTS, 'read'];

/** @type {Readonly<Place>} */
export const BEGINNING = { statement: '', step: 'guide', pen: 'own', paused: false };

/** @param {Step} step @param {1 | -1} by @returns {Step} */
export const stepFrom = (step, by) => STEPS[STEPS.indexOf(step) + by] ?? step;

/**
 * The next item of a list; after the last comes the first.
 * @template T @param {readonly T[]} list @param {T} from
 */
export const nextOf = (list, from) => list[(list.indexOf(from) + 1) % list.length] ?? from;

/**
 * The statement to go on with if the address names none: the one that is not finished, or ''.
 * @param {Place | undefined} place
 */
export const statementToResume = (place) => (place && place.step !== 'read' ? place.statement : '');

/**
 * Where to begin with a statement: where they stopped, if it was this one. Once it was read through, it
 * starts over, unless the address names it.
 * @param {Place | undefined} place @param {string} statement its id, '' when it is new
 * @param {boolean} isNamed @returns {Place}
 */
export function startingPlace(place, statement, isNamed) {
  if (!place || place.statement !== statement || !STEPS.includes(place.step))
    return { ...BEGINNING, statement };
  return place.step === 'read' && !isNamed ? { ...place, step: 'guide', paused: false } : place;
}
