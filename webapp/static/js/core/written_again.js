// A private sentence that was taken out and is written once more: what stands of it already is seen by nobody either.
import { stricter } from './joined.js';

/** @typedef {import('./joined.js').Entry} Entry */
/** @typedef {import('./heirs.js').Heir} Heir */
/** @typedef {import('./changes.js').Stretch} Stretch */

/**
 * The mark of a sentence in which a taken-out one is begun again, until it goes on otherwise.
 * @param {Heir} heir @param {[string, Entry][]} dormant hidden ones that stand nowhere now @param {string} before what was begun right before it
 * @returns {Entry | null}
 */
export function writtenAgain({ text, free }, dormant, before) {
  if (!dormant.length) return null;
  for (const { start, end } of newIn(text, free)) {
    const written = text.slice(start, end).trim();
    const begun = written ? dormant.filter(([one]) => begins(one, written) || (start === 0 && begins(one, before + written))) : [];
    if (!begun.length) continue;
    const mark = begun.map(([, entry]) => entry.mark).reduce((a, b) => stricter(a, b));
    return { mark, joined: { edits: 0, ranges: [{ start, end, mark }], again: true } };
  }
  return null;
}

/** @param {string} whole @param {string} written */
const begins = (whole, written) => whole.toLowerCase().startsWith(written.toLowerCase());

/** What stood in no sentence before. @param {string} text @param {Stretch[]} free @returns {Stretch[]} */
function newIn(text, free) {
  /** @type {Stretch[]} */
  const found = [];
  let at = 0;
  for (const { start, end } of [...free].sort((a, b) => a.start - b.start)) {
    if (start > at) found.push({ start: at, end: start });
    at = Math.max(at, end);
  }
  if (text.length > at) found.push({ start: at, end: text.length });
  return found;
}
