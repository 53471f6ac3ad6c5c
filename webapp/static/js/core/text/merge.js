// Merges two edits of one text by sentence. What either side typed is in the merged text or, where both
// changed the same sentence, in the other text that is returned with it.
import { splitAtStop, withCommon, withoutDoubles } from './common.js';
import { commonText, hunksOf } from './hunks.js';
import { bothInserted, longerGap, resolved, threeWay } from './merge_stretch.js';
import { textOf, leadOf, piecesOf, comparable } from './pieces.js';

export { commonText, threeWay };

/** @typedef {import('./pieces.js').Piece} Piece */
/** @typedef {import('./merge_stretch.js').Version} Version */
/** @typedef {import('./hunks.js').Hunk} Hunk */
/**
 * Merge two edits of a text. `other`: the whole text with their version wherever both changed the same
 * sentence, or null. No sentence is in a result more often than in the side that has it most often.
 * @param {string} base @param {string} mine @param {string} theirs
 * @returns {{text: string, clash: boolean, other: string | null}}
 */
export function mergeText(base, mine, theirs) {
  if (mine === theirs || theirs === base) return { text: mine, clash: false, other: null };
  if (mine === base) return { text: theirs, clash: false, other: null };
  const [o, a, b] = [base, mine, theirs].map(piecesOf);
  if (!o || !a || !b) throw new TypeError('expected three texts');
  const lead = threeWay(leadOf(base), leadOf(mine), leadOf(theirs), longerGap);
  const { pieces, others, clash } = mergePieces(withCommon(o, a, b), a, b, resolvedBySplit);
  const whole = (/** @type {Piece[]} */ merged) => withoutDoubles(lead + textOf(merged), a, b);
  return { text: whole(pieces), clash, other: clash ? whole(others) : null };
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
  const isConflict = a.typed && b.typed && comparable(a.pieces) !== comparable(b.pieces);
  if (!isConflict || base.length + a.pieces.length + b.pieces.length > SPLIT_PIECES_MAX)
    return resolved(base, a, b);
  const own = new Set([...a.pieces, ...b.pieces].map(({ text }) => text));
  const o = base.flatMap((piece) => splitAtStop(piece, own));
  const known = new Set(o.map(({ text }) => text));
  const [x = [], y = []] = [a, b].map(({ pieces }) => pieces.flatMap((piece) => splitAtStop(piece, known)));
  const isSplit = o.length + x.length + y.length > base.length + a.pieces.length + b.pieces.length;
  if (!isSplit) return resolved(base, a, b);
  const { pieces, clash } = mergePieces(o, x, y, resolved);
  return clash ? resolved(base, a, b) : [pieces, null];
}
