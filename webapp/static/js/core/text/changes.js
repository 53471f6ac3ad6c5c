// Where two texts differ, and what became of a stretch of the first one in the second.
import { areSimilar, wordsOf } from './similarity.js';

/** @typedef {import('./sentences.js').Sentence} Sentence */
/** @typedef {{start: number, end: number}} Stretch */
/** What was before, from `start` to `end`, is now from `newStart` to `newEnd`. @typedef {Stretch & {newStart: number, newEnd: number}} Change */
/** What is the same in both, where it was, and how far it has moved. @typedef {Stretch & {shift: number}} Same */

/**
 * What is the same in both texts, in order. Sentences that stand once in each divide the texts, so that edits far apart stay apart.
 * @param {string} before @param {string} after @param {Sentence[]} old @param {Sentence[]} now
 * @param {Stretch[]} owned where letters alike could have been put in or taken out at several places, it was inside one of these
 * @returns {Same[]}
 */
export function sameIn(before, after, old, now, owned = []) {
  const whole = trimmed(before, after, { start: 0, end: before.length, newStart: 0, newEnd: after.length });
  /** @type {Same[]} */
  const same = [];
  let [at, shift] = [0, 0];
  const changes = divided(before, after, whole, anchors(old, now, whole)).flatMap((change) =>
    refined(before, after, change),
  );
  for (const found of [...changes, null]) {
    const change = found && placed(before, after, found, at, owned);
    const end = change ? change.start : before.length;
    if (end > at) same.push({ start: at, end, shift });
    if (change) [at, shift] = [change.end, change.newEnd - change.end];
  }
  return same;
}

/** What is left of a stretch, in the second text. @param {Stretch} stretch @param {Same[]} same @returns {Stretch[]} */
export function leftOf({ start, end }, same) {
  return same.flatMap((one) =>
    one.start < end && start < one.end
      ? [{ start: Math.max(start, one.start) + one.shift, end: Math.min(end, one.end) + one.shift }]
      : [],
  );
}

/** A change without what is the same at both ends. @param {string} before @param {string} after @param {Change} change @returns {Change} */
function trimmed(before, after, { start, end, newStart, newEnd }) {
  while (start < end && newStart < newEnd && before[start] === after[newStart])
    [start, newStart] = [start + 1, newStart + 1];
  while (start < end && newStart < newEnd && before[end - 1] === after[newEnd - 1])
    [end, newEnd] = [end - 1, newEnd - 1];
  return { start, end, newStart, newEnd };
}

/** A run of letters this long is the same one in both texts; pairs of letters at most that are looked at for it. */
const RUN_LETTERS = 8;
const PAIRS_MAX = 250_000;

/** A change with the longest runs that it only passed over taken out: two edits at once. @param {string} before @param {string} after @param {Change} change @returns {Change[]} */
function refined(before, after, change) {
  const [taken, put] = [before.slice(change.start, change.end), after.slice(change.newStart, change.newEnd)];
  if (Math.min(taken.length, put.length) < RUN_LETTERS || taken.length * put.length > PAIRS_MAX)
    return [change];
  const { at, newAt, length } = longestRun(taken, put);
  if (length < RUN_LETTERS) return [change];
  const { start, end, newStart, newEnd } = change;
  return [
    ...refined(before, after, { start, end: start + at, newStart, newEnd: newStart + newAt }),
    ...refined(before, after, {
      start: start + at + length,
      end,
      newStart: newStart + newAt + length,
      newEnd,
    }),
  ];
}

/** The longest run of letters that two texts have in common. @param {string} one @param {string} other */
function longestRun(one, other) {
  let best = { at: 0, newAt: 0, length: 0 };
  let last = new Uint32Array(other.length + 1);
  for (let i = 1; i <= one.length; i += 1) {
    const row = new Uint32Array(other.length + 1);
    for (let j = 1; j <= other.length; j += 1) {
      const length = one[i - 1] === other[j - 1] ? (last[j - 1] ?? 0) + 1 : 0;
      row[j] = length;
      if (length > best.length) best = { at: i - length, newAt: j - length, length };
    }
    last = row;
  }
  return best;
}

/** The letters that a change may be further to the left. */
const FURTHER_LEFT_MAX = 200;

/**
 * A change where it most likely was: what was only taken out does not reach over the edge of a stretch, and what was only put in
 * lies in one. Of several places the last.
 * @param {string} before @param {string} after @param {Change} change @param {number} from where the change before it ended @param {Stretch[]} owned
 */
function placed(before, after, change, from, owned) {
  const [taken, put] = [change.end - change.start, change.newEnd - change.newStart];
  if (!owned.length || Boolean(taken) === Boolean(put)) return change;
  const [text, end] = taken ? [before, change.end] : [after, change.newEnd];
  /** @param {number} by */
  const isWrong = (by) => {
    const [start, stop] = [change.start - by, change.end - by];
    if (!taken) return !owned.some((one) => one.start <= start && start <= one.end);
    return owned.some(
      (one) =>
        [one.start, one.end].some((edge) => start < edge && edge < stop) &&
        (one.start < start || stop < one.end),
    );
  };
  for (let by = 0; by <= Math.min(change.start - from, FURTHER_LEFT_MAX); by += 1) {
    if (by && text[end - by] !== text[end - by - taken - put]) break;
    if (!isWrong(by))
      return {
        start: change.start - by,
        end: change.end - by,
        newStart: change.newStart - by,
        newEnd: change.newEnd - by,
      };
  }
  return change;
}

/** The changes in and between pairs of sentences. @param {string} before @param {string} after @param {Change} whole @param {[Sentence, Sentence][]} pairs */
function divided(before, after, whole, pairs) {
  /** @type {Change[]} */
  const changes = [];
  let [start, newStart] = [whole.start, whole.newStart];
  for (const [was, is] of pairs) {
    changes.push(trimmed(before, after, { start, end: was.start, newStart, newEnd: is.start }));
    if (was.text !== is.text)
      changes.push(
        trimmed(before, after, { start: was.start, end: was.end, newStart: is.start, newEnd: is.end }),
      );
    [start, newStart] = [was.end, is.end];
  }
  changes.push(trimmed(before, after, { start, end: whole.end, newStart, newEnd: whole.newEnd }));
  return changes;
}

/** Sentences inside a change that stand once in each text, and between them those that say much the same. @param {Sentence[]} old @param {Sentence[]} now @param {Change} whole */
function anchors(old, now, whole) {
  const was = old.filter(({ start, end }) => start >= whole.start && end <= whole.end);
  const is = now.filter(({ start, end }) => start >= whole.newStart && end <= whole.newEnd);
  if (!was.length || !is.length) return [];
  const [olds, news] = [once(was), once(is)];
  const pairs = [...olds].flatMap(([text, one]) => {
    const other = news.get(text);
    return other ? [/** @type {[Sentence, Sentence]} */ ([one, other])] : [];
  });
  return withAlike(was, is, longestRise(pairs));
}

/** Where as many sentences stand between two pairs, those that say much the same are pairs too. @param {Sentence[]} was @param {Sentence[]} is @param {[Sentence, Sentence][]} pairs */
function withAlike(was, is, pairs) {
  /** @type {[Sentence, Sentence][]} */
  const all = [];
  let [i, j] = [0, 0];
  for (const pair of [...pairs, null]) {
    const [to, newTo] = pair ? [was.indexOf(pair[0], i), is.indexOf(pair[1], j)] : [was.length, is.length];
    for (let k = 0; to - i === newTo - j && k < to - i; k += 1) {
      const [one, other] = /** @type {[Sentence, Sentence]} */ ([was[i + k], is[j + k]]);
      if (areSimilar(new Set(wordsOf(one.text)), wordsOf(other.text))) all.push([one, other]);
    }
    if (pair) all.push(pair);
    [i, j] = [to + 1, newTo + 1];
  }
  return all;
}

/** @param {Sentence[]} sentences @returns {Map<string, Sentence>} */
function once(sentences) {
  /** @type {Map<string, Sentence | null>} */
  const found = new Map();
  for (const one of sentences) found.set(one.text, found.has(one.text) ? null : one);
  return /** @type {Map<string, Sentence>} */ (new Map([...found].filter(([, one]) => one)));
}

/** Of pairs in the order of the first, the most that are in the order of the second too. @param {[Sentence, Sentence][]} pairs */
function longestRise(pairs) {
  /** The last pair of the best row of each length. @type {number[]} */
  const ends = [];
  const before = pairs.map(([, { start }], i) => {
    let [low, high] = [0, ends.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((pairs[ends[middle] ?? 0]?.[1].start ?? 0) < start) low = middle + 1;
      else high = middle;
    }
    ends[low] = i;
    return low ? (ends[low - 1] ?? -1) : -1;
  });
  /** @type {[Sentence, Sentence][]} */
  const rise = [];
  for (let i = ends.at(-1) ?? -1; i >= 0; i = before[i] ?? -1)
    rise.unshift(/** @type {[Sentence, Sentence]} */ (pairs[i]));
  return rise;
}
