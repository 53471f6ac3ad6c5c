// Finds the heirs of a marked sentence: the new sentences that hold what an edit left of it. For a mark that
// hides, any remainder is enough.
import { areSimilar, wordsOf } from '../text/similarity.js';
import { remainsOf } from '../text/changes.js';
import { hides, rangeNow, rangesOf, within } from './joined.js';

/** @typedef {import('../text/changes.js').Unchanged} Unchanged */
/** @typedef {import('../text/changes.js').Stretch} Stretch */
/** @typedef {import('./joined.js').Entry} Entry */
/** @typedef {import('./fields.js').Range} Range */
/** @typedef {import('../text/sentences.js').Sentence} Sentence */
/**
 * A new sentence. `held`: what it holds of marked sentences; `free`: of unmarked ones; both counted from its
 * start. `begun`: the ends of stretches in which a deleted sentence was being typed again. `edits`: the
 * highest number of edits for which what it holds has run together.
 * @typedef {Sentence & {
 *   words: string[], held: Range[], free: Stretch[], begun: number[], edits: number
 * }} Heir
 */

/** @param {Sentence} sentence @returns {Heir} */
export const heirOf = (sentence) => ({
  ...sentence,
  words: wordsOf(sentence.text),
  held: [],
  free: [],
  begun: [],
  edits: 0,
});

/**
 * The heirs that a stretch overlaps.
 * @param {Heir[]} heirs in order @param {Stretch} stretch @returns {Heir[]}
 */
export function heirsIn(heirs, { start, end }) {
  let [low, high] = [0, heirs.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((heirs[middle]?.end ?? 0) <= start) low = middle + 1;
    else high = middle;
  }
  let last = low;
  while ((heirs[last]?.start ?? end) < end) last += 1;
  return heirs.slice(low, last);
}

/**
 * The heirs of a marked sentence that is gone, and what each of them holds of it.
 * @param {Sentence} old @param {Entry} entry its mark @param {Heir[]} fresh the new sentences
 * @param {Unchanged[]} unchanged @returns {Map<Heir, Range[]>}
 */
export function heirsOf(old, entry, fresh, unchanged) {
  /** @type {Map<Heir, Range[]>} */
  const heirs = new Map();
  for (const range of rangesOf(old, entry).filter(({ again }) => !again)) {
    const text = old.text.slice(range.start - old.start, range.end - old.start);
    const words = new Set(wordsOf(text));
    const nearby = byPosition(text, range, fresh, unchanged);
    const similar = nearby.some(([heir]) => areSimilar(words, heir.words))
      ? []
      : bySimilarity(words, range, fresh);
    // An heir that holds only its full stop counts if no other sentence is similar.
    for (const [heir, held] of [
      ...nearby.filter(([near, held]) => !similar.length || hasWords(near, held)),
      ...similar,
    ])
      heirs.set(heir, [...(heirs.get(heir) ?? []), held]);
  }
  return heirs;
}

/**
 * The heirs by position: they hold a part of the range.
 * @param {string} text @param {Range} range @param {Heir[]} fresh @param {Unchanged[]} unchanged
 * @returns {[Heir, Range][]}
 */
function byPosition(text, range, fresh, unchanged) {
  const pieces = remainsOf(range, unchanged);
  const last = pieces.at(-1);
  // After several edits inside it, the last full stop may be that of another sentence.
  const isStop = pieces.length > 2 && last && !/[\p{L}\p{N}]/u.test(text.slice(last.start - last.end));
  const left = isStop ? pieces.slice(0, -1) : pieces;
  const now = rangeNow(left, range.mark);
  if (!now) return [];
  const found = heirsIn(fresh, now).map((heir) => ({
    heir,
    held: within(now, heir),
    share: left.reduce((sum, piece) => sum + lettersIn(heir, piece), 0),
  }));
  const isEnough = found.reduce((sum, { share }) => sum + share, 0) * 3 >= letters(text);
  return found.flatMap(({ heir, held, share }) => {
    const isMuch = share > 0 && (isEnough || (share > 3 && share * 2 >= letters(heir.text)));
    return held && (isMuch || (hides(range.mark) && lettersIn(heir, now)))
      ? [/** @type {[Heir, Range]} */ ([heir, held])]
      : [];
  });
}

/**
 * The heirs by wording, for texts changed in several places at once.
 * @param {Set<string>} words @param {Range} range @param {Heir[]} fresh @returns {[Heir, Range][]}
 */
const bySimilarity = (words, { mark }, fresh) =>
  fresh
    .filter((heir) => areSimilar(words, heir.words) && !isMostlyFree(heir))
    .map((heir) => [heir, { mark, start: 0, end: heir.text.length }]);

/** Whether most of it comes from unmarked text. @param {Heir} heir */
const isMostlyFree = ({ text, free }) =>
  free.reduce((sum, { start, end }) => sum + letters(text.slice(start, end)), 0) * 2 >= letters(text);

/** @param {Sentence} sentence @param {Stretch} inside counted from where it begins */
const hasWords = ({ text }, { start, end }) => /[\p{L}\p{N}]/u.test(text.slice(start, end));

/** @param {string} text */
const letters = (text) => text.replace(/\s+/g, '').length;

/**
 * How many letters of a sentence are in a stretch, without white space.
 * @param {Sentence} sentence @param {Stretch} stretch
 */
function lettersIn(sentence, stretch) {
  const inside = within(stretch, sentence);
  return inside ? letters(sentence.text.slice(inside.start, inside.end)) : 0;
}
