// Which sentences hold what is left of a marked one after an edit. For a mark that hides, the least remainder is enough.
import { areSimilar, wordsOf } from '../text/similarity.js';
import { leftOf } from '../text/changes.js';
import { hides, rangeNow, rangesOf, within } from './joined.js';

/** @typedef {import('../text/changes.js').Same} Same */
/** @typedef {import('../text/changes.js').Stretch} Stretch */
/** @typedef {import('./joined.js').Entry} Entry */
/** @typedef {import('./fields.js').Range} Range */
/** @typedef {import('../text/sentences.js').Sentence} Sentence */
/**
 * A sentence that was not there before. `held` is what is left of marked ones in it, `free` what is left of others, both counted from
 * where it begins; `begun` is where what was begun to be written again ended; `edits` is how many edits what it holds has run together for.
 * @typedef {Sentence & {words: string[], held: Range[], free: Stretch[], begun: number[], edits: number}} Heir
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

/** The heirs that a stretch reaches into. @param {Heir[]} heirs in order @param {Stretch} stretch @returns {Heir[]} */
export function reached(heirs, { start, end }) {
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
 * Where a marked sentence that is gone lives on.
 * @param {Sentence} old @param {Entry} entry its mark @param {Heir[]} fresh what was not there before @param {Same[]} same
 * @returns {Map<Heir, Range[]>}
 */
export function heirsOf(old, entry, fresh, same) {
  /** @type {Map<Heir, Range[]>} */
  const heirs = new Map();
  for (const range of rangesOf(old, entry).filter(({ again }) => !again)) {
    const text = old.text.slice(range.start - old.start, range.end - old.start);
    const words = new Set(wordsOf(text));
    const near = byPlace(text, range, fresh, same);
    const alike = near.some(([heir]) => areSimilar(words, heir.words)) ? [] : byLikeness(words, range, fresh);
    // Its stop alone counts where no other sentence says what it said.
    for (const [heir, held] of [
      ...near.filter(([one, held]) => !alike.length || hasWords(one, held)),
      ...alike,
    ])
      heirs.set(heir, [...(heirs.get(heir) ?? []), held]);
  }
  return heirs;
}

/** Those that hold a part of it. @param {string} text @param {Range} range @param {Heir[]} fresh @param {Same[]} same @returns {[Heir, Range][]} */
function byPlace(text, range, fresh, same) {
  const pieces = leftOf(range, same);
  const last = pieces.at(-1);
  // With several edits in it, its last stop may be that of another sentence.
  const isStop = pieces.length > 2 && last && !/[\p{L}\p{N}]/u.test(text.slice(last.start - last.end));
  const left = isStop ? pieces.slice(0, -1) : pieces;
  const now = rangeNow(left, range.mark);
  if (!now) return [];
  const found = reached(fresh, now).map((heir) => ({
    heir,
    held: within(now, heir),
    share: left.reduce((sum, one) => sum + lettersIn(heir, one), 0),
  }));
  const isEnough = found.reduce((sum, { share }) => sum + share, 0) * 3 >= letters(text);
  return found.flatMap(({ heir, held, share }) => {
    const isMuch = share > 0 && (isEnough || (share > 3 && share * 2 >= letters(heir.text)));
    return held && (isMuch || (hides(range.mark) && lettersIn(heir, now)))
      ? [/** @type {[Heir, Range]} */ ([heir, held])]
      : [];
  });
}

/** Those that say most of it, for texts changed in several places at once. @param {Set<string>} words @param {Range} range @param {Heir[]} fresh @returns {[Heir, Range][]} */
const byLikeness = (words, { mark }, fresh) =>
  fresh
    .filter((heir) => areSimilar(words, heir.words) && !isOfOthers(heir))
    .map((heir) => [heir, { mark, start: 0, end: heir.text.length }]);

/** Whether most of it stood in sentences without a mark. @param {Heir} heir */
const isOfOthers = ({ text, free }) =>
  free.reduce((sum, { start, end }) => sum + letters(text.slice(start, end)), 0) * 2 >= letters(text);

/** @param {Sentence} sentence @param {Stretch} inside counted from where it begins */
const hasWords = ({ text }, { start, end }) => /[\p{L}\p{N}]/u.test(text.slice(start, end));

/** @param {string} text */
const letters = (text) => text.replace(/\s+/g, '').length;

/** How much of a sentence lies in a stretch, white space aside. @param {Sentence} sentence @param {Stretch} stretch */
function lettersIn(sentence, stretch) {
  const inside = within(stretch, sentence);
  return inside ? letters(sentence.text.slice(inside.start, inside.end)) : 0;
}
