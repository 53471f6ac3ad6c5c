// Dormant marks: their sentence is gone, and they wait for it to come back. Which ones wait, and how many.
import { hides } from './joined.js';

/** @typedef {import('./fields.js').MarkName} MarkName */
/** @typedef {import('./fields.js').Range} Range */
/** @typedef {import('./joined.js').Entry} Entry */
/** @typedef {import('./heirs.js').Heir} Heir */

/** Dormant marks kept per part; so 200 per statement. */
export const DORMANT_MARKS_MAX = 50;

/** A remainder this short is typing that was undone, not a sentence that may come back. */
export const REMAINDER_CHARACTERS = 2;

/**
 * Whether `longer` is a sentence with something typed right before it, or after its stop.
 * @param {string} text @param {string} longer
 */
export const isAtEdge = (text, longer) =>
  text !== longer && (longer.endsWith(text) || (longer.startsWith(text) && /[.!?…]$/.test(text)));

/**
 * The sentences of an entry, each by itself: any of them may come back.
 * @param {string} text @param {Entry} entry @returns {[string, MarkName][]}
 */
export function asAlone(text, { mark, joined }) {
  if (!joined) return [[text, mark]];
  const sentences = joined.ranges
    .filter(({ again }) => !again)
    .map(
      (range) => /** @type {[string, MarkName]} */ ([text.slice(range.start, range.end).trim(), range.mark]),
    );
  return sentences.filter(([sentence]) => sentence.length > REMAINDER_CHARACTERS);
}

/**
 * True when the mark has moved to other sentences, or too little is left to come back.
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
    return [...own.keys()].some((other) => other !== text && isSubsequence(text, other));
  return heirs.size > 0 || text.length <= REMAINDER_CHARACTERS;
}

/**
 * Whether letters were only deleted, so that the whole sentence may be typed again.
 * @param {string} text @param {Map<Heir, Range[]>} heirs
 */
function isCutDown(text, heirs) {
  const left = [...heirs]
    .flatMap(([heir, ranges]) => ranges.map(({ start, end }) => heir.text.slice(start, end).trim()))
    .join('');
  return left.length < text.length && isSubsequence(left, text);
}

/**
 * Whether all letters are in `whole`, in the same order, perhaps with others between them.
 * @param {string} text @param {string} whole
 */
function isSubsequence(text, whole) {
  let at = 0;
  for (const letter of whole) if (letter === text[at]) at += 1;
  return at === text.length;
}

/**
 * The sentences of the dormant marks beyond the limit, oldest first.
 * @param {Map<string, unknown>} own @param {{has(text: string): boolean}} kept
 */
export function oldDormant(own, kept) {
  const dormant = [...own.keys()].filter((text) => !kept.has(text));
  return dormant.slice(0, Math.max(0, dormant.length - DORMANT_MARKS_MAX));
}
