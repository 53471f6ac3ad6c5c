// Merges one stretch of a text that either edit may have changed, and the white space around it.
import { comparable } from './pieces.js';

/** @typedef {import('./pieces.js').Piece} Piece */
/**
 * One side's version of a stretch. `typed`: it wrote something there; `touched`: it changed something.
 * @typedef {{pieces: Piece[], typed: boolean, touched: boolean}} Version
 */

/**
 * Three-way merge of one value.
 * @template T @param {T} base @param {T} mine @param {T} theirs
 * @param {(mine: T, theirs: T) => T} choose when both changed it
 */
export function threeWay(base, mine, theirs, choose) {
  const [o, a, b] = [base, mine, theirs].map((value) => JSON.stringify(value));
  if (a === b || b === o) return mine;
  return a === o ? theirs : choose(mine, theirs);
}

/** The white space with more line breaks, else the longer one. @param {string} a @param {string} b */
export const longerGap = (a, b) =>
  [a, b].sort(
    (x, y) => y.split('\n').length - x.split('\n').length || y.length - x.length || (x < y ? -1 : 1),
  )[0] ?? '';

/**
 * One stretch: my version, and theirs when both must be kept.
 * @param {Piece[]} base @param {Version} a @param {Version} b
 * @returns {[Piece[], Piece[] | null]}
 */
export function resolved(base, a, b) {
  if (comparable(a.pieces) === comparable(b.pieces)) return [withGaps(base, a.pieces, b.pieces), null];
  if (!a.touched && !a.typed) return [withGaps(base, b.pieces, a.pieces), null];
  if (!b.touched && !b.typed) return [withGaps(base, a.pieces, b.pieces), null];
  // An edit beats a deletion.
  if (!a.typed) return [b.pieces, null];
  if (!b.typed) return [a.pieces, null];
  // Who only put sentences between the others changed none of them.
  if (!a.touched) return [withInserted(base, b.pieces, a.pieces), null];
  if (!b.touched) return [withInserted(base, a.pieces, b.pieces), null];
  const { start, end } = shared(a.pieces, b.pieces);
  // Both share part of the edit, as after a lost answer from the vault. If one side left the rest as it was,
  // the other side's version counts.
  if (start + end && isKept(base, a.pieces, start, end)) return [b.pieces, null];
  if (start + end && isKept(base, b.pieces, start, end)) return [a.pieces, null];
  if (start + end >= base.length) return [bothInserted(a.pieces, b.pieces), null];
  if (comparable(a.pieces).startsWith(comparable(b.pieces))) return [a.pieces, null];
  if (comparable(b.pieces).startsWith(comparable(a.pieces))) return [b.pieces, null];
  return [a.pieces, b.pieces];
}

/**
 * What one side made of a stretch, then what the other put in there. `inserted` has every piece of the base.
 * @param {Piece[]} base @param {Piece[]} changed @param {Piece[]} inserted @returns {Piece[]}
 */
function withInserted(base, changed, inserted) {
  let at = 0;
  const own = inserted.filter(({ text }) => {
    const isOld = text === base[at]?.text;
    at += Number(isOld);
    return !isOld;
  });
  const all = [...changed, ...own];
  const [end, last] = [changed.at(-1), all.at(-1)];
  // The white space at the end of the stretch stays at its end.
  return all.map((piece) => {
    const from = piece === end ? last : piece === last ? end : piece;
    return { ...piece, ...from, text: piece.text };
  });
}

/**
 * Whether a side, between what it shares with the other one, only has sentences of the base.
 * @param {Piece[]} base @param {Piece[]} side @param {number} start @param {number} end
 */
function isKept(base, side, start, end) {
  const rest = comparable(side.slice(start, side.length - end));
  const length = side.length - start - end;
  return (
    length > 0 &&
    [start, base.length - end - length].some(
      (at) => at >= 0 && comparable(base.slice(at, at + length)) === rest,
    )
  );
}

/**
 * The pieces with the white space of both sides merged, where the sentences match one to one.
 * @param {Piece[]} base @param {Piece[]} pieces @param {Piece[]} others
 */
function withGaps(base, pieces, others) {
  if (others.length !== pieces.length) return pieces;
  const isMatched = base.length === pieces.length;
  return pieces.map((piece, i) => {
    const other = others[i] ?? piece;
    const gap = isMatched
      ? threeWay(base[i]?.gap ?? '', piece.gap, other.gap, longerGap)
      : longerGap(piece.gap, other.gap);
    return { ...piece, gap, last: piece.last || other.last };
  });
}

/**
 * How many sentences are equal at the start, and how many of the others at the end.
 * @param {Piece[]} a @param {Piece[]} b
 */
function shared(a, b) {
  const most = Math.min(a.length, b.length);
  let start = 0;
  while (start < most && a[start]?.text === b[start]?.text) start++;
  let end = 0;
  while (end < most - start && a.at(-1 - end)?.text === b.at(-1 - end)?.text) end++;
  return { start, end };
}

/**
 * Both inserted at the same place: both insertions stay, once, in the same order on both devices.
 * @param {Piece[]} a @param {Piece[]} b @returns {Piece[]}
 */
export function bothInserted(a, b) {
  if (!a.length || !b.length) return a.length ? a : b;
  const { start, end } = shared(a, b);
  const [mine, theirs] = [a.slice(start, a.length - end), b.slice(start, b.length - end)];
  const [first = [], second = []] = comparable(mine) < comparable(theirs) ? [mine, theirs] : [theirs, mine];
  // In this order, an insertion that continues the other one comes second and begins with it.
  const middle = comparable(second).startsWith(comparable(first)) ? second : [...first, ...second];
  const head = withGaps([], a.slice(0, start), b.slice(0, start));
  return [...head, ...middle, ...withGaps([], a.slice(a.length - end), b.slice(b.length - end))];
}
