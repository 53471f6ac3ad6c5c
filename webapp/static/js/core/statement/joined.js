// Which stretches of a sentence are marked, while sentences have run together.
//
// Half-way through a word, two sentences can become one: in "Min bror slår mig h. Børnene er hos min mor.",
// "h." passes for an initial. All of it then gets the mark, so that nothing hidden shows. Its ranges say
// where the marked sentence is, so that its neighbour is free again once they are apart. A sentence alone has
// no ranges: its mark covers it all.
import { MARK_NAMES } from './fields.js';

/** @typedef {import('./fields.js').MarkName} MarkName */
/** @typedef {import('./fields.js').Joined} Joined */
/** @typedef {import('./fields.js').Range} Range */
/** @typedef {import('../text/changes.js').Stretch} Stretch */
/** @typedef {import('../text/sentences.js').Sentence} Sentence */
/**
 * The mark of a sentence; `joined` if it does not cover all of it.
 * @typedef {{mark: MarkName, joined?: Joined}} Entry
 */

/**
 * Up to this many edits later, a sentence that ran together with a marked one can come free again.
 * After that, all of it stays marked.
 */
export const JOINED_EDITS_MAX = 200;

/**
 * The mark that hides more.
 * @param {MarkName | null | undefined} a @param {MarkName | null | undefined} b @returns {MarkName}
 */
export const stricter = (a, b) =>
  /** @type {MarkName} */ (a && (!b || MARK_NAMES.indexOf(a) > MARK_NAMES.indexOf(b)) ? a : b);

/** @param {MarkName} mark */
export const hides = (mark) => mark !== 'always';

/**
 * Of two entries for one sentence, the one that hides more.
 * @param {Entry} a @param {Entry} b @returns {Entry}
 */
export function stricterEntry(a, b) {
  if (a.mark !== b.mark) return stricter(a.mark, b.mark) === a.mark ? a : b;
  if (!a.joined || !b.joined) return { mark: a.mark };
  const ranges = mergedRanges([...a.joined.ranges, ...b.joined.ranges]);
  return ranges
    ? { mark: a.mark, joined: { edits: Math.max(a.joined.edits, b.joined.edits), ranges } }
    : { mark: a.mark };
}

/**
 * Two lists of ranges as one; null if overlapping ranges have different marks.
 * @param {Range[]} all @returns {Range[] | null}
 */
function mergedRanges(all) {
  /** @type {Range[]} */
  const ranges = [];
  for (const range of [...all].sort((a, b) => a.start - b.start || a.end - b.end)) {
    const last = ranges.at(-1);
    if (!last || last.end <= range.start) ranges.push({ ...range });
    else if (last.mark !== range.mark) return null;
    else {
      last.end = Math.max(last.end, range.end);
      if (!range.again) delete last.again;
    }
  }
  return ranges;
}

/**
 * The marked ranges of a sentence, counted from where its text begins.
 * @param {Sentence} sentence @param {Entry} entry @returns {Range[]}
 */
export const rangesOf = ({ start, end }, { mark, joined }) =>
  joined
    ? joined.ranges.map((range) => ({
        ...range,
        start: start + range.start,
        end: Math.min(end, start + range.end),
      }))
    : [{ mark, start, end }];

/**
 * The unmarked stretches of a sentence.
 * @param {Sentence} sentence @param {Entry | undefined} entry @returns {Stretch[]}
 */
export function freeOf(sentence, entry) {
  if (!entry) return [sentence];
  /** @type {Stretch[]} */
  const free = [];
  let at = sentence.start;
  for (const { start, end } of rangesOf(sentence, entry)) {
    if (start > at) free.push({ start: at, end: start });
    at = Math.max(at, end);
  }
  if (sentence.end > at) free.push({ start: at, end: sentence.end });
  return free;
}

/**
 * A range after an edit, with what was inserted into it; null if nothing of it is left.
 * @param {Stretch[]} left @param {MarkName} mark @returns {Range | null}
 */
export function rangeNow(left, mark) {
  const [first, last] = [left[0], left.at(-1)];
  return first && last ? { mark, start: first.start, end: last.end } : null;
}

/**
 * The overlap of two stretches, counted from where the second begins; null if there is none.
 * @template {Stretch} T @param {T} stretch @param {Stretch} within @returns {T | null}
 */
export function within(stretch, { start, end }) {
  const [from, to] = [Math.max(stretch.start, start) - start, Math.min(stretch.end, end) - start];
  return from < to ? { ...stretch, start: from, end: to } : null;
}

/**
 * The entry of a sentence that holds remains of marked sentences, and perhaps of others.
 * @param {Sentence} heir @param {Range[]} held what is left of marked ones, counted from where it begins
 * @param {Stretch[]} free what is left of others, counted likewise
 * @param {number} edits for how many the sentences have run together @returns {Entry}
 */
export function entryFor({ text }, held, free, edits) {
  const mark = held.map((range) => range.mark).reduce((a, b) => stricter(a, b));
  const isAlone =
    !held.some(({ again }) => again) &&
    !free.some(({ start, end }) => /[\p{L}\p{N}]/u.test(text.slice(start, end)));
  if (edits > JOINED_EDITS_MAX || (isAlone && held.every((range) => range.mark === mark))) return { mark };
  return { mark, joined: { edits, ranges: spread(held, free, text.length) } };
}

/**
 * The ranges, extended over what was typed beside them. Between two, it goes to the one that hides more.
 * @param {Range[]} held @param {Stretch[]} free @param {number} length @returns {Range[]}
 */
function spread(held, free, length) {
  /** @type {{start: number, end: number, mark: MarkName | null, again?: true}[]} */
  const all = [...held, ...free.map((stretch) => ({ ...stretch, mark: null }))].sort(
    (a, b) => a.start - b.start || a.end - b.end,
  );
  /** @type {Range[]} */
  const ranges = [];
  all.forEach(({ mark, start, end, again }, i) => {
    const [before, after] = [all[i - 1], all[i + 1]];
    if (!mark) return;
    const from = !before
      ? 0
      : stricter(before.mark, mark) === mark && before.mark !== mark
        ? Math.min(start, before.end)
        : start;
    const to = !after ? length : stricter(mark, after.mark) === mark ? Math.max(end, after.start) : end;
    const last = ranges.at(-1);
    if (last && last.mark === mark && last.end >= from) last.end = Math.max(last.end, to);
    else
      ranges.push({ start: last ? Math.max(last.end, from) : from, end: to, mark, ...(again && { again }) });
  });
  return ranges.filter(({ start, end }) => start < end);
}
