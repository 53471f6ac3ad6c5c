// Combines a text that waits to be written to a field with the word that a keyboard is still composing there.
// Neither is lost or doubled.
import { diffIndices } from '../../../vendor/diff3.js';

/** Above this many pairs of words, the whole change counts as one edit. */
const PAIRS_MAX = 100_000;

/**
 * Replaces the letters from `start` to `end` by `text`.
 * @typedef {{start: number, end: number, text: string}} Edit
 */

/** Words, runs of white space, and other characters one by one. @param {string} text */
const tokensOf = (text) => text.match(/\s+|[\p{L}\p{N}\p{M}]+|./gsu) ?? [];

/**
 * How many tokens are equal at the start, and how many of the others at the end.
 * @param {string[]} a @param {string[]} b
 */
function shared(a, b) {
  const most = Math.min(a.length, b.length);
  let head = 0;
  while (head < most && a[head] === b[head]) head += 1;
  let tail = 0;
  while (tail < most - head && a.at(-1 - tail) === b.at(-1 - tail)) tail += 1;
  return { head, tail };
}

/**
 * The edits from one text to another, word by word, or a single one where too much has changed.
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

/**
 * A stretch of a text with the edits made.
 * @param {string} text @param {Edit[]} changes in order @param {number} from @param {number} to
 */
function applied(text, changes, from, to) {
  let result = '';
  let at = from;
  for (const edit of changes) {
    result += text.slice(at, edit.start) + edit.text;
    at = edit.end;
  }
  return result + text.slice(at, to);
}

/**
 * The composed stretch as one edit of whole words.
 * @param {string} before @param {string} after @returns {Edit}
 */
function composed(before, after) {
  const changes = edits(before, after);
  const start = changes[0]?.start ?? before.length;
  const end = changes.at(-1)?.end ?? start;
  return { start, end, text: applied(before, changes, start, end) };
}

/**
 * Both versions of a word that both sides changed; only the longer one where it continues the other.
 * @param {string} theirs @param {string} mine
 */
function both(theirs, mine) {
  if (!theirs.trim() || mine.startsWith(theirs)) return mine;
  return theirs.startsWith(mine) ? theirs : `${theirs} ${mine}`;
}

/**
 * What a field must hold when composition ends.
 * @param {string} shown what the field held when the write was put off
 * @param {string} now what it holds with the word as composed so far
 * @param {string} wanted the text to be written
 */
export function withComposed(shown, now, wanted) {
  if (now === shown) return wanted;
  const mine = composed(shown, now);
  const theirs = edits(shown, wanted);
  // Where both inserted a word at the same place, mine comes first.
  const isBefore = (/** @type {Edit} */ { start, end }) =>
    end <= mine.start && (start < mine.start || mine.start < mine.end);
  const isAfter = (/** @type {Edit} */ { start }) => start >= mine.end;
  const overlapping = theirs.filter((edit) => !isBefore(edit) && !isAfter(edit));
  const start = Math.min(mine.start, ...overlapping.map((edit) => edit.start));
  const end = Math.max(mine.end, ...overlapping.map((edit) => edit.end));
  const text = overlapping.length ? both(applied(shown, overlapping, start, end), mine.text) : mine.text;
  const after = theirs.filter(isAfter);
  const isRunTogether =
    after[0]?.start === end && /[\p{L}\p{N}]$/u.test(text) && /^[\p{L}\p{N}]/u.test(after[0].text);
  const middle = { start, end, text: isRunTogether ? `${text} ` : text };
  return applied(shown, [...theirs.filter(isBefore), middle, ...after], 0, shown.length);
}
