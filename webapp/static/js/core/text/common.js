// Keeps a merge from doubling a sentence: what both sides wrote is put into the base before they are compared
// with it, and copies that neither side has are left out of the result.
import { hunksOf } from './hunks.js';
import { longerGap } from './merge_stretch.js';
import { textOf, leadOf, piecesOf, comparable } from './pieces.js';

/** @typedef {import('./pieces.js').Piece} Piece */
/** From the index of a piece in a side to its index in the base. @typedef {Map<number, number>} Matches */

/** @param {Piece[]} base @param {Piece[]} side @returns {Matches} */
function matchesOf(base, side) {
  /** @type {Matches} */
  const found = new Map();
  let [from, to] = [0, 0];
  for (const hunk of [...hunksOf(base, side), { start: base.length, end: base.length, pieces: [] }]) {
    while (from < hunk.start) found.set(to++, from++);
    [from, to] = [hunk.end, to + hunk.pieces.length];
  }
  return found;
}

/**
 * Where a piece that the base lacks belongs in it: between the neighbours that the base has. `rank`: how many
 * pieces that the base lacks come before it there.
 * @param {Matches} matches of the side @param {number} at its index in the side
 * @param {number} sideLength @param {number} baseLength
 */
function placeOf(matches, at, sideLength, baseLength) {
  let before = at - 1;
  while (before >= 0 && !matches.has(before)) before--;
  let after = at + 1;
  while (after < sideLength && !matches.has(after)) after++;
  const from = before < 0 ? 0 : (matches.get(before) ?? 0) + 1;
  return { from, to: matches.get(after) ?? baseLength, rank: at - before - 1 };
}

/**
 * The base with the sentences that both sides added: in the place of a sentence that both replaced, or
 * between their neighbours. Without them each side seems to have added its own copy, and the merge would have
 * both.
 * @param {Piece[]} original @param {Piece[]} mine @param {Piece[]} theirs
 * @returns {Piece[]} the same when the sides are swapped
 */
export function withCommon(original, mine, theirs) {
  const base = splitLikeBoth(original, mine, theirs);
  const [a, b] = comparable(mine) < comparable(theirs) ? [mine, theirs] : [theirs, mine];
  const [ofA, ofB] = [matchesOf(base, a), matchesOf(base, b)];
  const kept = new Set([...ofA.values(), ...ofB.values()]);
  /** @type {Map<number, {pieces: Piece[], replaces: boolean}>} */
  const added = new Map();
  let next = 0;
  for (const [j, i] of matchesOf(a, b)) {
    if (ofA.has(i) || ofB.has(j)) continue;
    const [x, y] = [placeOf(ofA, i, a.length, base.length), placeOf(ofB, j, b.length, base.length)];
    const [from, to] = [Math.max(x.from, y.from, next), Math.min(x.to, y.to)];
    if (from > to) continue;
    const at = Math.min(to, from + Math.min(x.rank, y.rank));
    const replaces = at < to && !kept.has(at);
    added.set(at, {
      pieces: [...(added.get(at)?.pieces ?? []), common(pieceAt(a, i), pieceAt(b, j))],
      replaces,
    });
    next = replaces ? at + 1 : at;
  }
  return [...base.keys(), base.length].flatMap((at) => {
    const { pieces = [], replaces = false } = added.get(at) ?? {};
    return replaces ? pieces : [...pieces, ...base.slice(at, at + 1)];
  });
}

/**
 * @param {Piece} a
 * @param {Piece} b
 * @returns {Piece} the sentence of both, with the white space that a merge keeps
 */
const common = (a, b) => ({ text: a.text, gap: longerGap(a.gap, b.gap), last: false });

/** @param {Piece[]} pieces @param {number} at */
const pieceAt = (pieces, at) => /** @type {Piece} */ (pieces[at]);

/**
 * The base with a sentence split in two where both sides have one of the halves.
 * @param {Piece[]} base @param {Piece[]} mine @param {Piece[]} theirs
 */
function splitLikeBoth(base, mine, theirs) {
  const others = new Set(theirs.map(({ text }) => text));
  const common = new Set(mine.map(({ text }) => text).filter((text) => others.has(text)));
  return base.flatMap((piece) => (common.has(piece.text) ? [piece] : splitAtStop(piece, common)));
}

/**
 * A piece split at a stop inside it, if one of the halves is a sentence elsewhere.
 * @param {Piece} piece @param {Set<string>} known @returns {Piece[]}
 */
export function splitAtStop(piece, known) {
  for (const { 0: gap, index } of piece.text.matchAll(/(?<=[.!?…])\s+/g)) {
    const [head, tail] = [piece.text.slice(0, index), piece.text.slice(index + gap.length)];
    if (known.has(head) || known.has(tail))
      return [
        { text: head, gap, last: false },
        { ...piece, text: tail },
      ];
  }
  return [piece];
}

/** How often each sentence is there. @param {Piece[]} pieces @returns {Map<string, number>} */
function countsOf(pieces) {
  /** @type {Map<string, number>} */
  const found = new Map();
  for (const { text } of pieces) found.set(text, (found.get(text) ?? 0) + 1);
  return found;
}

/** Leaving a sentence out can join its neighbours into another copy, so it may take more than one round. */
const ROUNDS_MAX = 4;

/**
 * A merged text without the copies that neither side has: both wrote the sentence, each in another place. The
 * first copy stays.
 * @param {string} merged @param {Piece[]} mine @param {Piece[]} theirs
 */
export function withoutDoubles(merged, mine, theirs) {
  const [a, b] = [countsOf(mine), countsOf(theirs)];
  const most = (/** @type {string} */ sentence) => Math.max(a.get(sentence) ?? 1, b.get(sentence) ?? 1);
  let text = merged;
  for (let round = 0; round < ROUNDS_MAX; round++) {
    /** @type {Map<string, number>} */
    const seen = new Map();
    const pieces = piecesOf(text);
    const kept = pieces.filter((piece) => {
      const count = (seen.get(piece.text) ?? 0) + 1;
      seen.set(piece.text, count);
      return count <= most(piece.text);
    });
    if (kept.length === pieces.length) break;
    text = leadOf(text) + textOf(kept);
  }
  return text;
}
