// Which stretches of a sentence its marks belong to, while sentences have run together.
//
// Half-way through a word two sentences may be one: "Min bror slår mig h. Børnene er hos min mor." passes for an initial. All of it
// then has the mark of the marked one, so that nothing of it is seen; its ranges say where that one lies, so that its neighbour
// is free again when they are apart. A sentence alone has none: its mark is of all of it.
import { MARK_NAMES } from './fields.js';

/** @typedef {import('./fields.js').MarkName} MarkName */
/** @typedef {import('./fields.js').Joined} Joined */
/** @typedef {import('./fields.js').Range} Range */
/** @typedef {import('../text/changes.js').Stretch} Stretch */
/** @typedef {import('../text/sentences.js').Sentence} Sentence */
/** `joined` where the mark is not of the whole sentence. @typedef {{mark: MarkName, joined?: Joined}} Entry */

/** For so many edits a sentence that has run together with a marked one may come free again; then all of it is marked. */
export const JOINED_EDITS_MAX = 200;

/** The mark that hides more. @param {MarkName | null | undefined} a @param {MarkName | null | undefined} b @returns {MarkName} */
export const stricter = (a, b) =>
  /** @type {MarkName} */ (a && (!b || MARK_NAMES.indexOf(a) > MARK_NAMES.indexOf(b)) ? a : b);

/** @param {MarkName} mark */
export const hides = (mark) => mark !== 'always';

/** Of two entries for one sentence the one that hides more. @param {Entry} a @param {Entry} b @returns {Entry} */
export function stricterEntry(a, b) {
  if (a.mark !== b.mark) return stricter(a.mark, b.mark) === a.mark ? a : b;
  if (!a.joined || !b.joined) return { mark: a.mark };
  const ranges = together([...a.joined.ranges, ...b.joined.ranges]);
  return ranges
    ? { mark: a.mark, joined: { edits: Math.max(a.joined.edits, b.joined.edits), ranges } }
    : { mark: a.mark };
}

/** Ranges of two kinds in one list; null where they don't agree on a mark. @param {Range[]} all @returns {Range[] | null} */
function together(all) {
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

/** Where the marks of a sentence lie in its text. @param {Sentence} sentence @param {Entry} entry @returns {Range[]} */
export const rangesOf = ({ start, end }, { mark, joined }) =>
  joined
    ? joined.ranges.map((range) => ({
        ...range,
        start: start + range.start,
        end: Math.min(end, start + range.end),
      }))
    : [{ mark, start, end }];

/** What of a sentence has no mark. @param {Sentence} sentence @param {Entry | undefined} entry @returns {Stretch[]} */
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

/** A range as it lies now, with what was put into it; null where nothing of it is left. @param {Stretch[]} left @param {MarkName} mark @returns {Range | null} */
export function rangeNow(left, mark) {
  const [first, last] = [left[0], left.at(-1)];
  return first && last ? { mark, start: first.start, end: last.end } : null;
}

/** What two stretches have in common, counted from where the second begins; null for nothing. @template {Stretch} T @param {T} stretch @param {Stretch} within @returns {T | null} */
export function within(stretch, { start, end }) {
  const [from, to] = [Math.max(stretch.start, start) - start, Math.min(stretch.end, end) - start];
  return from < to ? { ...stretch, start: from, end: to } : null;
}

/**
 * The mark of a sentence that holds what is left of marked ones, and perhaps of others.
 * @param {Sentence} heir @param {Range[]} held what is left of marked ones, counted from where it begins @param {Stretch[]} free what is left of others, so too
 * @param {number} edits how many the ranges have lived through
 * @returns {Entry}
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
 * The ranges with what was written beside them: between two, it is of the one that hides more.
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
