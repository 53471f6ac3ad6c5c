// Compares two texts: what is unchanged, and where a stretch of the first text is in the second.
import { areSimilar, wordsOf } from './similarity.js';

/** @typedef {import('./sentences.js').Sentence} Sentence */
/** @typedef {{start: number, end: number}} Stretch */
/**
 * The old text from `start` to `end` became the new text from `newStart` to `newEnd`.
 * @typedef {Stretch & {newStart: number, newEnd: number}} Change
 */
/**
 * A stretch of the old text that the new one still has, `shift` characters further on.
 * @typedef {Stretch & {shift: number}} Unchanged
 */

/**
 * The stretches that both texts have, in order. Sentences that occur once in each text divide the texts, so
 * that edits far apart are compared separately.
 * @param {string} before @param {string} after @param {Sentence[]} old @param {Sentence[]} now
 * @param {Stretch[]} owned where repeated letters leave several places for an edit, it is taken to be inside
 *   one of these
 * @returns {Unchanged[]}
 */
export function unchangedStretches(before, after, old, now, owned = []) {
  const whole = trimmed(before, after, { start: 0, end: before.length, newStart: 0, newEnd: after.length });
  /** @type {Unchanged[]} */
  const unchanged = [];
  let [at, shift] = [0, 0];
  const changes = divided(before, after, whole, anchors(old, now, whole)).flatMap((change) =>
    refined(before, after, change),
  );
  for (const found of [...changes, null]) {
    const change = found && placed(before, after, found, at, owned);
    const end = change ? change.start : before.length;
    if (end > at) unchanged.push({ start: at, end, shift });
    if (change) [at, shift] = [change.end, change.newEnd - change.end];
  }
  return unchanged;
}

/**
 * What is left of a stretch of the first text, as stretches of the second.
 * @param {Stretch} stretch @param {Unchanged[]} unchanged @returns {Stretch[]}
 */
export function remainsOf({ start, end }, unchanged) {
  return unchanged.flatMap((kept) =>
    kept.start < end && start < kept.end
      ? [{ start: Math.max(start, kept.start) + kept.shift, end: Math.min(end, kept.end) + kept.shift }]
      : [],
  );
}

/**
 * A change without the letters that are equal at its ends.
 * @param {string} before @param {string} after @param {Change} change @returns {Change}
 */
function trimmed(before, after, { start, end, newStart, newEnd }) {
  while (start < end && newStart < newEnd && before[start] === after[newStart])
    [start, newStart] = [start + 1, newStart + 1];
  while (start < end && newStart < newEnd && before[end - 1] === after[newEnd - 1])
    [end, newEnd] = [end - 1, newEnd - 1];
  return { start, end, newStart, newEnd };
}

/** A common run of letters at least this long is unchanged text, not coincidence. */
const RUN_LETTERS = 8;
/** A change with more pairs of letters is not searched for such runs. */
const PAIRS_MAX = 250_000;

/**
 * A change split at the longest common run inside it, again and again: it was several edits at once.
 * @param {string} before @param {string} after @param {Change} change @returns {Change[]}
 */
function refined(before, after, change) {
  const [removed, inserted] = [
    before.slice(change.start, change.end),
    after.slice(change.newStart, change.newEnd),
  ];
  if (Math.min(removed.length, inserted.length) < RUN_LETTERS || removed.length * inserted.length > PAIRS_MAX)
    return [change];
  const { at, newAt, length } = longestRun(removed, inserted);
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

/** The longest run of letters that two texts share. @param {string} a @param {string} b */
function longestRun(a, b) {
  let best = { at: 0, newAt: 0, length: 0 };
  let last = new Uint32Array(b.length + 1);
  for (let i = 1; i <= a.length; i += 1) {
    const row = new Uint32Array(b.length + 1);
    for (let j = 1; j <= b.length; j += 1) {
      const length = a[i - 1] === b[j - 1] ? (last[j - 1] ?? 0) + 1 : 0;
      row[j] = length;
      if (length > best.length) best = { at: i - length, newAt: j - length, length };
    }
    last = row;
  }
  return best;
}

/** How many letters further left a change may be placed. */
const FURTHER_LEFT_MAX = 200;

/**
 * Places an insertion or a deletion where it most likely was, if repeated letters leave several places: a
 * deletion does not cross the edge of an owned stretch, and an insertion is inside one. Takes the last such
 * place.
 * @param {string} before @param {string} after @param {Change} change
 * @param {number} from where the previous change ended @param {Stretch[]} owned
 */
function placed(before, after, change, from, owned) {
  const [removed, inserted] = [change.end - change.start, change.newEnd - change.newStart];
  if (!owned.length || Boolean(removed) === Boolean(inserted)) return change;
  const [text, end] = removed ? [before, change.end] : [after, change.newEnd];
  /** @param {number} by */
  const isWrong = (by) => {
    const [start, stop] = [change.start - by, change.end - by];
    if (!removed) return !owned.some((stretch) => stretch.start <= start && start <= stretch.end);
    return owned.some(
      (stretch) =>
        [stretch.start, stretch.end].some((edge) => start < edge && edge < stop) &&
        (stretch.start < start || stop < stretch.end),
    );
  };
  for (let by = 0; by <= Math.min(change.start - from, FURTHER_LEFT_MAX); by += 1) {
    if (by && text[end - by] !== text[end - by - removed - inserted]) break;
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

/**
 * The changes between and inside matching pairs of sentences.
 * @param {string} before @param {string} after @param {Change} whole @param {[Sentence, Sentence][]} pairs
 */
function divided(before, after, whole, pairs) {
  /** @type {Change[]} */
  const changes = [];
  let [start, newStart] = [whole.start, whole.newStart];
  for (const [old, now] of pairs) {
    changes.push(trimmed(before, after, { start, end: old.start, newStart, newEnd: now.start }));
    if (old.text !== now.text)
      changes.push(
        trimmed(before, after, { start: old.start, end: old.end, newStart: now.start, newEnd: now.end }),
      );
    [start, newStart] = [old.end, now.end];
  }
  changes.push(trimmed(before, after, { start, end: whole.end, newStart, newEnd: whole.newEnd }));
  return changes;
}

/**
 * Matching pairs inside a change: sentences that occur once in each text, and similar ones between them.
 * @param {Sentence[]} old @param {Sentence[]} now @param {Change} whole
 */
function anchors(old, now, whole) {
  const before = old.filter(({ start, end }) => start >= whole.start && end <= whole.end);
  const after = now.filter(({ start, end }) => start >= whole.newStart && end <= whole.newEnd);
  if (!before.length || !after.length) return [];
  const [unique, uniqueAfter] = [uniqueByText(before), uniqueByText(after)];
  const pairs = [...unique].flatMap(([text, sentence]) => {
    const match = uniqueAfter.get(text);
    return match ? [/** @type {[Sentence, Sentence]} */ ([sentence, match])] : [];
  });
  return withSimilar(before, after, longestIncreasing(pairs));
}

/**
 * Adds pairs of similar sentences where both texts have equally many between two pairs.
 * @param {Sentence[]} old @param {Sentence[]} now @param {[Sentence, Sentence][]} pairs
 */
function withSimilar(old, now, pairs) {
  /** @type {[Sentence, Sentence][]} */
  const all = [];
  let [i, j] = [0, 0];
  for (const pair of [...pairs, null]) {
    const [to, newTo] = pair ? [old.indexOf(pair[0], i), now.indexOf(pair[1], j)] : [old.length, now.length];
    for (let k = 0; to - i === newTo - j && k < to - i; k += 1) {
      const [sentence, match] = /** @type {[Sentence, Sentence]} */ ([old[i + k], now[j + k]]);
      if (areSimilar(new Set(wordsOf(sentence.text)), wordsOf(match.text))) all.push([sentence, match]);
    }
    if (pair) all.push(pair);
    [i, j] = [to + 1, newTo + 1];
  }
  return all;
}

/** The sentences that occur once. @param {Sentence[]} sentences @returns {Map<string, Sentence>} */
function uniqueByText(sentences) {
  /** @type {Map<string, Sentence | null>} */
  const found = new Map();
  for (const sentence of sentences) found.set(sentence.text, found.has(sentence.text) ? null : sentence);
  return /** @type {Map<string, Sentence>} */ (new Map([...found].filter(([, sentence]) => sentence)));
}

/**
 * The longest subsequence of pairs, which follow the first text, that is in order in the second text too.
 * @param {[Sentence, Sentence][]} pairs
 */
function longestIncreasing(pairs) {
  /** The last pair of the best subsequence of each length. @type {number[]} */
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
  const longest = [];
  for (let i = ends.at(-1) ?? -1; i >= 0; i = before[i] ?? -1)
    longest.unshift(/** @type {[Sentence, Sentence]} */ (pairs[i]));
  return longest;
}
