// A text that is to be written, and the word that a keyboard still composes in what stands there: both, each once.
import { diffIndices } from '../../vendor/diff3.js';
import { mergeText } from './merge_text.js';

/** Letters from `start` to `end` become `text`. @typedef {{start: number, end: number, text: string}} Edit */

/** Words, stretches of white space, single signs. @param {string} text */
const tokensOf = (text) => text.match(/\s+|[\p{L}\p{N}\p{M}]+|./gsu) ?? [];

/** The one stretch that was composed. @param {string} before @param {string} after @returns {Edit} */
function composed(before, after) {
  const most = Math.min(before.length, after.length);
  let start = 0;
  while (start < most && before[start] === after[start]) start += 1;
  let same = 0;
  while (same < most - start && before.at(-1 - same) === after.at(-1 - same)) same += 1;
  return { start, end: before.length - same, text: after.slice(start, after.length - same) };
}

/** @param {string} before @param {string} after @returns {Edit[]} word by word */
function edits(before, after) {
  const [from, to] = [tokensOf(before), tokensOf(after)];
  const lengthOf = (/** @type {number} */ count) => from.slice(0, count).join('').length;
  return diffIndices(from, to).map(({ buffer1: [at, length], buffer2: [first, count] }) =>
    ({ start: lengthOf(at), end: lengthOf(at + length), text: to.slice(first, first + count).join('') }));
}

/** Both versions of a word that both sides changed; one that is the other typed on counts alone. @param {string} theirs @param {string} mine */
const both = (theirs, mine) => (!theirs.trim() || mine.startsWith(theirs) ? mine : theirs.startsWith(mine) ? theirs : `${theirs} ${mine}`);

/** Their edits, and mine among them. @param {string} shown @param {string} now @param {string} wanted */
function woven(shown, now, wanted) {
  const mine = composed(shown, now);
  const isApart = (/** @type {Edit} */ { start, end }) => (start === end ? start <= mine.start || start >= mine.end : end <= mine.start || start >= mine.end);
  const theirs = edits(shown, wanted);
  const met = theirs.filter((edit) => !isApart(edit));
  const start = Math.min(mine.start, ...met.map((edit) => edit.start));
  const end = Math.max(mine.end, ...met.map((edit) => edit.end));
  const own = shown.slice(start, mine.start) + mine.text + shown.slice(mine.end, end);
  const other = met.length ? applied(shown, met, start, end) : '';
  const middle = { start, end, text: met.length ? both(other, own) : own };
  // At one and the same place, a word goes on before anything is put behind it.
  const before = theirs.filter((edit) => isApart(edit) && (edit.end < start || (edit.end <= start && edit.start < start)));
  const after = theirs.filter((edit) => isApart(edit) && !before.includes(edit));
  return applied(shown, [...before, middle, ...after], 0, shown.length);
}

/** A stretch of a text, edited. @param {string} text @param {Edit[]} some in order @param {number} from @param {number} to */
function applied(text, some, from, to) {
  let result = '';
  let at = from;
  for (const edit of some) {
    result += text.slice(at, edit.start) + edit.text;
    at = edit.end;
  }
  return result + text.slice(at, to);
}

/**
 * What a field is to hold at the end of a word.
 * @param {string} shown in it when something else was to be written @param {string} now in it, with the word as far as it is composed
 * @param {string} wanted what was to be written
 */
export function withComposed(shown, now, wanted) {
  if (now === shown) return wanted;
  const { text, clash } = mergeText(shown, now, wanted);
  return clash ? woven(shown, now, wanted) : text;
}
