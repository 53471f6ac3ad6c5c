// Marks whose sentence stands nowhere now: which wait for it to come back, and how many.
import { hides } from './joined.js';

/** @typedef {import('./fields.js').MarkName} MarkName */
/** @typedef {import('./fields.js').Range} Range */
/** @typedef {import('./joined.js').Entry} Entry */
/** @typedef {import('./heirs.js').Heir} Heir */

/** Dormant marks kept in one part: 200 in a statement. */
export const DORMANT_MARKS_MAX = 50;

/** A remainder this short is typing that was taken back, not a sentence that may return. */
export const REMAINDER_CHARACTERS = 2;

/** Whether something was typed right ahead of a sentence, or behind its stop. @param {string} text @param {string} longer */
export const isAtEdge = (text, longer) =>
  text !== longer && (longer.endsWith(text) || (longer.startsWith(text) && /[.!?…]$/.test(text)));

/** Sentences that may come back, by themselves. @param {string} text @param {Entry} entry @returns {[string, MarkName][]} */
export function asAlone(text, { mark, joined }) {
  if (!joined) return [[text, mark]];
  const own = joined.ranges
    .filter(({ again }) => !again)
    .map(
      (range) => /** @type {[string, MarkName]} */ ([text.slice(range.start, range.end).trim(), range.mark]),
    );
  return own.filter(([one]) => one.length > REMAINDER_CHARACTERS);
}

/**
 * True when the mark has moved on, or there is nothing left to come back.
 * @param {string} text @param {Entry} entry @param {Map<Heir, Range[]>} heirs @param {Map<string, Entry>} own
 */
export function becameOther(text, { mark, joined }, heirs, own) {
  if (joined && heirs.size) return true;
  const isTypedBeside = (/** @type {[Heir, Range[]]} */ [heir, ranges]) =>
    heir.held.length === ranges.length &&
    isAtEdge(text, heir.text) &&
    (heir.text.startsWith(text) ? hides(mark) : /^\p{Lu}/u.test(text));
  if ([...heirs].some(isTypedBeside)) return false;
  if (heirs.size && hides(mark) && text.length > REMAINDER_CHARACTERS && isCutDown(text, heirs))
    return [...own.keys()].some((other) => other !== text && isPieceOf(text, other));
  return heirs.size > 0 || text.length <= REMAINDER_CHARACTERS;
}

/** Whether letters were taken out and none put in: then all of it may be written again. @param {string} text @param {Map<Heir, Range[]>} heirs */
function isCutDown(text, heirs) {
  const left = [...heirs]
    .flatMap(([heir, ranges]) => ranges.map(({ start, end }) => heir.text.slice(start, end).trim()))
    .join('');
  return left.length < text.length && isPieceOf(left, text);
}

/** Whether the letters stand in another text, in their order, with others between them. @param {string} text @param {string} whole */
function isPieceOf(text, whole) {
  let at = 0;
  for (const letter of whole) if (letter === text[at]) at += 1;
  return at === text.length;
}

/** The dormant marks that are too many, oldest first. @param {Map<string, unknown>} own @param {{has(text: string): boolean}} kept */
export function oldDormant(own, kept) {
  const dormant = [...own.keys()].filter((text) => !kept.has(text));
  return dormant.slice(0, Math.max(0, dormant.length - DORMANT_MARKS_MAX));
}
