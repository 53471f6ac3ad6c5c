// A text that waits to be written, and the word that a keyboard still composes in what stands there: both, each once.
import { diffIndices } from '../../../vendor/diff3.js';

/** More pairs of words are not compared one by one. */
const PAIRS_MAX = 100_000;

/** Letters from `start` to `end` become `text`. @typedef {{start: number, end: number, text: string}} Edit */

/** Words, stretches of white space, single signs. @param {string} text */
const tokensOf = (text) => text.match(/\s+|[\p{L}\p{N}\p{M}]+|./gsu) ?? [];

/** How many of them are the same at the start, and behind that at the end. @param {string[]} a @param {string[]} b */
function shared(a, b) {
  const most = Math.min(a.length, b.length);
  let head = 0;
  while (head < most && a[head] === b[head]) head += 1;
  let tail = 0;
  while (tail < most - head && a.at(-1 - tail) === b.at(-1 - tail)) tail += 1;
  return { head, tail };
}

/**
 * Word by word, or as one where very much has changed.
 * @param {string} before @param {string} after @returns {Edit[]} in order
 */
function edits(before, after) {
  const [from, to] = [tokensOf(before), tokensOf(after)];
  const { head, tail } = shared(from, to);
  const [old, fresh] = [from.slice(head, from.length - tail), to.slice(head, to.length - tail)];
  const starts = [from.slice(0, head).join('').length];
  for (const token of old) starts.push((starts.at(-1) ?? 0) + token.length);
  const all = { buffer1: [0, old.length], buffer2: [0, fresh.length] };
  const hunks = old.length * fresh.length > PAIRS_MAX ? [all] : diffIndices(old, fresh);
  return hunks.map(({ buffer1: [at = 0, length = 0], buffer2: [first = 0, count = 0] }) => ({
    start: starts[at] ?? 0,
    end: starts[at + length] ?? 0,
    text: fresh.slice(first, first + count).join(''),
  }));
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

/** The one stretch that was composed, in whole words. @param {string} before @param {string} after @returns {Edit} */
function composed(before, after) {
  const some = edits(before, after);
  const start = some[0]?.start ?? before.length;
  const end = some.at(-1)?.end ?? start;
  return { start, end, text: applied(before, some, start, end) };
}

/**
 * Both versions of a word that both sides changed; one that is the other typed on counts alone.
 * @param {string} theirs @param {string} mine
 */
function both(theirs, mine) {
  if (!theirs.trim() || mine.startsWith(theirs)) return mine;
  return theirs.startsWith(mine) ? theirs : `${theirs} ${mine}`;
}

/**
 * What a field is to hold at the end of a word.
 * @param {string} shown in it when something else was to be written
 * @param {string} now in it, with the word as far as it is composed @param {string} wanted what was to be written
 */
export function withComposed(shown, now, wanted) {
  if (now === shown) return wanted;
  const mine = composed(shown, now);
  const theirs = edits(shown, wanted);
  // Where both put in a word at the same place, mine comes first.
  const isBefore = (/** @type {Edit} */ { start, end }) =>
    end <= mine.start && (start < mine.start || mine.start < mine.end);
  const isAfter = (/** @type {Edit} */ { start }) => start >= mine.end;
  const met = theirs.filter((edit) => !isBefore(edit) && !isAfter(edit));
  const start = Math.min(mine.start, ...met.map((edit) => edit.start));
  const end = Math.max(mine.end, ...met.map((edit) => edit.end));
  const text = met.length ? both(applied(shown, met, start, end), mine.text) : mine.text;
  const after = theirs.filter(isAfter);
  const isRunTogether =
    after[0]?.start === end && /[\p{L}\p{N}]$/u.test(text) && /^[\p{L}\p{N}]/u.test(after[0].text);
  const middle = { start, end, text: isRunTogether ? `${text} ` : text };
  return applied(shown, [...theirs.filter(isBefore), middle, ...after], 0, shown.length);
}
