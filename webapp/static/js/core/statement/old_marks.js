// Marks from before the rules for sentences changed: "A.. b" was one sentence and is now two; "min tidl.
// læge" was two and is now one.
//
// A mark is stored with the text of its sentence. If no sentence has that text any more, but the text is
// still there, between places where a sentence could end, the mark applies to every sentence it reaches: what
// was hidden stays hidden. The old mark stays in the list, for an older app on another phone, until the
// person chooses again.
import { PARTS } from './fields.js';
import { segment } from '../text/sentences.js';

/** @typedef {import('./fields.js').Part} Part */
/** @typedef {import('./fields.js').Mark} Mark */
/** @typedef {import('../text/sentences.js').Sentence} Sentence */

/** What could end a sentence under earlier rules, at the end of a text. */
const STOPPED = new RegExp(
  String.raw`(?:[.!?…\p{STerm}][\p{Pe}\p{Pf}\p{Pi}"'*_\p{Cf}]*|[\p{ExtPict}\p{EMod}\ufe0f\u200d]|` +
    String.raw`[:;=]-?[()DPp/|\]]|<3)\s*$`,
  'u',
);
const STOP_CHARACTERS = 12;

/**
 * The marks, with those that old marks put on the sentences of a part. `marks` itself if there are none.
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

/** The same for all parts. @param {Mark[]} marks @param {Record<Part, string>} parts @returns {Mark[]} */
export const marksNow = (marks, parts) =>
  PARTS.reduce((now, part) => withOldMarks(parts[part] ?? '', now, part), marks);

/**
 * The marks to start from when the person chooses again for one sentence: without the old marks that reach
 * it, which would return at once. The other sentences that those reach keep their marks.
 * @param {Mark[]} marks @param {string} text of the part @param {Part} part @param {string} sentence
 */
export function withoutOldMarks(marks, text, part, sentence) {
  const isReached = (/** @type {Sentence[]} */ reached) => reached.some((one) => one.text === sentence);
  const reaching = oldIn(text, marks, part).filter(({ reached }) => isReached(reached));
  const replaced = new Set(reaching.map(({ old }) => old));
  return replaced.size ? withOldMarks(text, marks, part).filter((mark) => !replaced.has(mark)) : marks;
}

/**
 * The sentence that the picked first line has become.
 * @param {{part: Part, text: string}} first @param {string} text of its part
 */
export function firstNow(first, text) {
  const [, now] = withOldMarks(text, [{ part: first.part, text: first.text, mark: 'always' }], first.part);
  return now ? now.text : first.text;
}

/**
 * The marks whose text is no longer a sentence, and the sentences that each reaches.
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
 * The sentences that overlap an old one, where its text is between two places that could end a sentence.
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
    for (const sentence of sentences) if (sentence.start < end && sentence.end > start) reached.add(sentence);
  }
  return [...reached];
}

/** @param {Mark} mark */
const keyOf = ({ part, text, mark }) => JSON.stringify([part, text, mark]);
