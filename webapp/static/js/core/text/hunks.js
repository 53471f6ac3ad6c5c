// Where two texts differ, sentence by sentence.
import { diffIndices } from '../../../vendor/diff3.js';
import { textOf, piecesOf } from './pieces.js';

/** @typedef {import('./pieces.js').Piece} Piece */
/**
 * The sentences of the base from `start` to `end`, replaced by pieces.
 * @typedef {{start: number, end: number, pieces: Piece[]}} Hunk
 */

/** A stretch with more pairs of sentences, or of equal sentences, counts as changed as a whole. */
const PAIRS_MAX = 4_000_000;
const EQUAL_PAIRS_MAX = 100_000;

/** Where two texts differ. @param {Piece[]} base @param {Piece[]} side @returns {Hunk[]} */
export function hunksOf(base, side) {
  const most = Math.min(base.length, side.length);
  let head = 0;
  while (head < most && base[head]?.text === side[head]?.text) head++;
  let tail = 0;
  while (tail < most - head && base.at(-1 - tail)?.text === side.at(-1 - tail)?.text) tail++;
  const before = base.slice(head, base.length - tail).map(({ text }) => text);
  const after = side.slice(head, side.length - tail).map(({ text }) => text);
  if (!before.length && !after.length) return [];
  if (before.length * after.length > PAIRS_MAX || equalPairs(before, after) > EQUAL_PAIRS_MAX) {
    return [{ start: head, end: base.length - tail, pieces: side.slice(head, side.length - tail) }];
  }
  return diffIndices(before, after).map(({ buffer1: [start, length], buffer2: [to, count] }) => ({
    start: head + start,
    end: head + start + length,
    pieces: side.slice(head + to, head + to + count),
  }));
}

/**
 * The sentences that two texts share, in the order and with the white space of the second.
 * @param {string} first @param {string} second
 */
export function commonText(first, second) {
  const [a, b] = [piecesOf(first), piecesOf(second)];
  const own = new Set(hunksOf(a, b).flatMap(({ pieces }) => pieces));
  return textOf(b.filter((piece) => !own.has(piece)));
}

/** The number of pairs of equal sentences. @param {string[]} a @param {string[]} b */
function equalPairs(a, b) {
  /** @type {Map<string, number>} */
  const counts = new Map();
  for (const text of a) counts.set(text, (counts.get(text) ?? 0) + 1);
  return b.reduce((sum, text) => sum + (counts.get(text) ?? 0), 0);
}
