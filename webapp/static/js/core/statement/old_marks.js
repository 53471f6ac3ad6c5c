// Marks from when the app divided otherwise: "A.. b" was one sentence and is two, "min tidl. læge" was two.
//
// A mark is held by the text of its sentence. Where no sentence is that text any more, but it still stands
// between places where one could end, the mark is on every sentence it reaches: what was hidden stays so.
// The old mark stays in the list, for an older app on another phone, until the person chooses anew.
import { PARTS } from './fields.js';
import { segment } from '../text/sentences.js';

/** @typedef {import('./fields.js').Part} Part */
/** @typedef {import('./fields.js').Mark} Mark */
/** @typedef {import('../text/sentences.js').Sentence} Sentence */

/** What earlier rules could end a sentence with, to the end of a text. */
const STOPPED = new RegExp(
  String.raw`(?:[.!?…\p{STerm}][\p{Pe}\p{Pf}\p{Pi}"'*_\p{Cf}]*|[\p{ExtPict}\p{EMod}\ufe0f\u200d]|` +
    String.raw`[:;=]-?[()DPp/|\]]|<3)\s*$`,
  'u',
);
const STOP_CHARACTERS = 12;

/**
 * The marks, and those that old ones put on the sentences of a part. `marks` itself where there are none.
 * @param {string} text @param {Mark[]} marks @param {Part} part @returns {Mark[]}
 */
export function withOldMarks(text, marks, part) {
  const old = oldIn(text, marks, part);
  if (!old.length) return marks;
  const has = new Set(marks.map(keyOf));
  const added = old
    .flatMap(({ old: { mark }, reached }) => reached.map((sentence) => ({ part, text: sentence.text, mark })))
    .filter((mark) => !has.has(keyOf(mark)) && has.add(keyOf(mark)));
  return added.length ? [...marks, ...added] : marks;
}

/** The same of all parts. @param {Mark[]} marks @param {Record<Part, string>} parts @returns {Mark[]} */
export const marksNow = (marks, parts) =>
  PARTS.reduce((now, part) => withOldMarks(parts[part] ?? '', now, part), marks);

/**
 * The marks before the person chooses anew for one sentence: without the old ones that reach it, which would
 * be back at once. The other sentences that those reach keep their marks.
 * @param {Mark[]} marks @param {string} text of the part @param {Part} part @param {string} sentence
 */
export function withoutOldMarks(marks, text, part, sentence) {
  const isReached = (/** @type {Sentence[]} */ reached) => reached.some((one) => one.text === sentence);
  const reaching = oldIn(text, marks, part).filter(({ reached }) => isReached(reached));
  const over = new Set(reaching.map(({ old }) => old));
  return over.size ? withOldMarks(text, marks, part).filter((mark) => !over.has(mark)) : marks;
}

/**
 * The sentence that the picked first line is now.
 * @param {{part: Part, text: string}} first @param {string} text of its part
 */
export function firstNow(first, text) {
  const [, now] = withOldMarks(text, [{ part: first.part, text: first.text, mark: 'always' }], first.part);
  return now ? now.text : first.text;
}

/**
 * The marks that are on no sentence of the text, and the sentences that they reach.
 * @param {string} text @param {Mark[]} marks @param {Part} part @returns {{old: Mark, reached: Sentence[]}[]}
 */
function oldIn(text, marks, part) {
  const own = marks.filter((mark) => mark.part === part && mark.text);
  if (!own.length) return [];
  const sentences = segment(text);
  const texts = new Set(sentences.map((sentence) => sentence.text));
  const old = own.filter((mark) => !texts.has(mark.text) && text.includes(mark.text));
  const found = old.map((mark) => ({ old: mark, reached: reachedBy(mark.text, text, sentences) }));
  return found.filter(({ reached }) => reached.length);
}

/**
 * The sentences that a text reaches where it stands between two places that could end one.
 * @param {string} old @param {string} text @param {Sentence[]} sentences
 */
function reachedBy(old, text, sentences) {
  const starts = new Set(sentences.map(({ start }) => start));
  const ends = new Set(sentences.map(({ end }) => end));
  const isStopped = STOPPED.test(old.slice(-STOP_CHARACTERS));
  /** @type {Set<Sentence>} */
  const reached = new Set();
  for (let start = text.indexOf(old); start >= 0; start = text.indexOf(old, start + 1)) {
    const end = start + old.length;
    const opens = starts.has(start) || STOPPED.test(text.slice(Math.max(0, start - STOP_CHARACTERS), start));
    if (!opens || (!isStopped && !ends.has(end))) continue;
    for (const one of sentences) if (one.start < end && one.end > start) reached.add(one);
  }
  return [...reached];
}

/** @param {Mark} mark */
const keyOf = ({ part, text, mark }) => JSON.stringify([part, text, mark]);
