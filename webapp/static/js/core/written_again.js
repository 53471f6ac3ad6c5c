// A private sentence that was taken out and is written once more: what stands of it already is seen by nobody either.
import { stricter } from './joined.js';

/** @typedef {import('./joined.js').Entry} Entry */
/** @typedef {import('./heirs.js').Heir} Heir */
/** @typedef {import('./parts.js').Range} Range */
/** @typedef {import('./changes.js').Stretch} Stretch */

/**
 * Where in a sentence a taken-out one is begun again, until it goes on otherwise.
 * @param {Heir} heir @param {[string, Entry][]} dormant hidden ones that stand nowhere now @param {string} before the hidden one right before it
 * @returns {Range[]}
 */
export function writtenAgain({ text, free, held }, dormant, before) {
  if (!dormant.length) return [];
  return newIn(text, [...free, ...held]).flatMap(({ start, end }) => {
    const written = text.slice(start, end).trim();
    const marks = written ? dormant.filter(([one]) => begins(one, written) || (start === 0 && begins(one, before + written))).map(([, entry]) => entry.mark) : [];
    return marks.length ? [{ start, end, mark: marks.reduce((a, b) => stricter(a, b)), again: /** @type {const} */ (true) }] : [];
  });
}

/** @param {string} whole @param {string} written */
const begins = (whole, written) => whole.toLowerCase().startsWith(written.toLowerCase());

/** What stood in no sentence before. @param {string} text @param {Stretch[]} known @returns {Stretch[]} */
function newIn(text, known) {
  /** @type {Stretch[]} */
  const found = [];
  let at = 0;
  for (const { start, end } of known.sort((a, b) => a.start - b.start)) {
    if (start > at) found.push({ start: at, end: start });
    at = Math.max(at, end);
  }
  if (text.length > at) found.push({ start: at, end: text.length });
  return found;
}
