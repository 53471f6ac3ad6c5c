// Merges two edits of one text by sentence. What either side typed is in the merged text or, where both
// changed the same sentence, in the other text that is returned with it.
import { diffIndices } from '../../../vendor/diff3.js';
import { bothInserted, longerGap, resolved, threeWay } from './merge_stretch.js';
import { joined, leadOf, piecesOf, plain } from './pieces.js';

export { threeWay };

/** @typedef {import('./pieces.js').Piece} Piece */
/** @typedef {import('./merge_stretch.js').Version} Version */
/**
 * The sentences of the base from `start` to `end`, replaced by pieces.
 * @typedef {{start: number, end: number, pieces: Piece[]}} Hunk
 */

/** A stretch with more pairs of sentences, or of equal sentences, counts as changed as a whole. */
const PAIRS_MAX = 4_000_000;
const EQUAL_PAIRS_MAX = 100_000;

/**
 * Merge two edits of a text. `other`: the whole text with their version wherever both changed the same
 * sentence, or null.
 * @param {string} base @param {string} mine @param {string} theirs
 * @returns {{text: string, clash: boolean, other: string | null}}
 */
export function mergeText(base, mine, theirs) {
  if (mine === theirs || theirs === base) return { text: mine, clash: false, other: null };
  if (mine === base) return { text: theirs, clash: false, other: null };
  const [o, a, b] = [base, mine, theirs].map(piecesOf);
  if (!o || !a || !b) throw new TypeError('expected three texts');
  const lead = threeWay(leadOf(base), leadOf(mine), leadOf(theirs), longerGap);
  const { pieces, others, clash } = mergePieces(o, a, b, resolvedBySplit);
  return { text: lead + joined(pieces), clash, other: clash ? lead + joined(others) : null };
}

/**
 * @param {Piece[]} base @param {Piece[]} mine @param {Piece[]} theirs @param {typeof resolved} resolve
 * @returns {{pieces: Piece[], others: Piece[], clash: boolean}} `others`: their version of what both changed
 */
function mergePieces(base, mine, theirs, resolve) {
  const sides = /** @type {const} */ ([sideOf(base, mine), sideOf(base, theirs)]);
  /** @type {Piece[]} */
  const pieces = [];
  /** @type {Piece[]} */
  const others = [];
  let clash = false;
  for (let at = 0; at <= base.length;) {
    const inserted = bothInserted(sides[0].inserted.get(at) ?? [], sides[1].inserted.get(at) ?? []);
    pieces.push(...inserted);
    others.push(...inserted);
    if (at === base.length) break;
    const end = clusterEnd(at, sides);
    const [ours, other] = resolve(
      base.slice(at, end),
      sides[0].versionOf(at, end),
      sides[1].versionOf(at, end),
    );
    pieces.push(...ours);
    others.push(...(other ?? ours));
    clash ||= other !== null;
    at = end;
  }
  return { pieces, others, clash };
}

/**
 * One side's edits of the base: what it inserted before each sentence, and its version of any stretch.
 * @param {Piece[]} base @param {Piece[]} side
 */
function sideOf(base, side) {
  /** @type {Map<number, Piece[]>} */
  const inserted = new Map();
  /** @type {Map<number, Hunk>} by each sentence of the base that they touch */
  const changed = new Map();
  /** @type {Map<number, Piece>} */
  const kept = new Map();
  let [from, to] = [0, 0];
  for (const hunk of [...hunksOf(base, side), { start: base.length, end: base.length, pieces: [] }]) {
    while (from < hunk.start) kept.set(from++, /** @type {Piece} */ (side[to++]));
    if (hunk.pieces.length && hunk.start === hunk.end) inserted.set(hunk.start, hunk.pieces);
    for (const part of bySentence(hunk)) for (let i = part.start; i < part.end; i++) changed.set(i, part);
    [from, to] = [hunk.end, to + hunk.pieces.length];
  }
  return {
    inserted,
    changed,
    /** @param {number} start @param {number} end @returns {Version} */
    versionOf(start, end) {
      /** @type {Piece[]} */
      const pieces = [];
      let [typed, touched] = [false, false];
      for (let i = start; i < end; i++) {
        const hunk = changed.get(i);
        const same = kept.get(i);
        if (i > start && inserted.has(i)) pieces.push(...(inserted.get(i) ?? []));
        if (same) pieces.push(same);
        else if (hunk && hunk.start === i) pieces.push(...hunk.pieces);
        touched ||= !same;
        typed ||= Boolean(hunk?.pieces.length) || (i > start && inserted.has(i));
      }
      return { pieces, typed, touched };
    },
  };
}

/** Where two texts differ. @param {Piece[]} base @param {Piece[]} side @returns {Hunk[]} */
function hunksOf(base, side) {
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
  return joined(b.filter((piece) => !own.has(piece)));
}

/** The number of pairs of equal sentences. @param {string[]} a @param {string[]} b */
function equalPairs(a, b) {
  /** @type {Map<string, number>} */
  const counts = new Map();
  for (const text of a) counts.set(text, (counts.get(text) ?? 0) + 1);
  return b.reduce((sum, text) => sum + (counts.get(text) ?? 0), 0);
}

/**
 * A hunk sentence by sentence where they match one to one: all deleted, or as many as before.
 * @param {Hunk} hunk @returns {Hunk[]}
 */
function bySentence({ start, end, pieces }) {
  if (pieces.length && pieces.length !== end - start) return [{ start, end, pieces }];
  return Array.from({ length: end - start }, (_, i) => ({
    start: start + i,
    end: start + i + 1,
    pieces: pieces.slice(i, i + 1),
  }));
}

/**
 * Where the stretch of overlapping changes ends.
 * @param {number} at @param {readonly ReturnType<typeof sideOf>[]} sides
 */
function clusterEnd(at, sides) {
  let end = at + 1;
  for (let i = at; i < end; i++)
    for (const { changed } of sides) end = Math.max(end, changed.get(i)?.end ?? end);
  return end;
}

/** Above this many pieces, sentences are not split for merging. */
const SPLIT_PIECES_MAX = 40;

/**
 * Merges one stretch like `resolved`. Where both changed a sentence that is two sentences for one of them
 * ("Han er dr. Min bror er vred.", while a word was typed), it is merged as two. Otherwise the text beside
 * the edits would be doubled.
 * @param {Piece[]} base @param {Version} a @param {Version} b @returns {[Piece[], Piece[] | null]}
 */
function resolvedBySplit(base, a, b) {
  const isConflict = a.typed && b.typed && plain(a.pieces) !== plain(b.pieces);
  if (!isConflict || base.length + a.pieces.length + b.pieces.length > SPLIT_PIECES_MAX)
    return resolved(base, a, b);
  const own = new Set([...a.pieces, ...b.pieces].map(({ text }) => text));
  const o = base.flatMap((piece) => splitAtStop(piece, own));
  if (o.length === base.length) return resolved(base, a, b);
  const known = new Set(o.map(({ text }) => text));
  const [x, y] = [a, b].map(({ pieces }) => pieces.flatMap((piece) => splitAtStop(piece, known)));
  const { pieces, clash } = mergePieces(o, x ?? [], y ?? [], resolved);
  return clash ? resolved(base, a, b) : [pieces, null];
}

/**
 * A piece split at a stop inside it, if one of the halves is a sentence elsewhere.
 * @param {Piece} piece @param {Set<string>} known @returns {Piece[]}
 */
function splitAtStop(piece, known) {
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
