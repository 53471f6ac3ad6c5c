// How many words a pull would take away from this phone: by deletions, into the bin, or by edits that leave
// fewer. Words that are replaced, or moved into another text, are not taken away.
import { TEXT_FIELDS } from '../meeting/fields.js';
import { countWords } from '../text/words.js';
import { segment } from '../text/sentences.js';

/** @typedef {import('./document.js').Document} Document */
/** @typedef {import('./document.js').Kind} Kind */
/**
 * A document as it is on this phone, and as the pull would leave it.
 * @typedef {{kind: Kind, before: Document | null, after: Document | null}} Step
 */
/**
 * `words`: taken away, of `allWords` on this phone. `texts`: how many documents lose any of them. `emptied`:
 * how many of them have no word left, of `documents` with words.
 * @typedef {{words: number, allWords: number, texts: number, emptied: number, documents: number}} Taken
 */

/** @type {Record<Kind, (document: any) => string[]>} */
const TEXTS = {
  statement: ({ title, parts }) => [title, ...Object.values(parts)],
  meeting: (meeting) => [
    ...TEXT_FIELDS.map((field) => meeting[field]),
    ...meeting.questions.map((/** @type {{text: string}} */ { text }) => text),
    ...meeting.agreements.flatMap((/** @type {{who: string, what: string}} */ { who, what }) => [who, what]),
  ],
  exploration: ({ text }) => [text],
};

/**
 * The words of a document that is not in the bin.
 * @param {Kind} kind @param {Document | null} document
 */
const shownText = (kind, document) => (document && !document.deleted ? TEXTS[kind](document).join('\n') : '');

/** @param {string} text */
const sentencesOf = (text) => segment(text).map((sentence) => sentence.text);

/**
 * Whether a document would be left with fewer words than it has.
 * @param {Step} step
 */
export const losesWords = ({ kind, before, after }) =>
  Boolean(before) && countWords(shownText(kind, after)) < countWords(shownText(kind, before));

/**
 * What the steps take away from all that this phone holds.
 * @param {Step[]} steps @param {{kind: Kind, document: Document}[]} all
 * @returns {Taken}
 */
export function takenAway(steps, all) {
  const counts = all.map(({ kind, document }) => countWords(shownText(kind, document))).filter(Boolean);
  const losing = steps.filter(losesWords);
  const left = new Set(losing.length ? steps.flatMap((step) => sentencesAfter(step)) : []);
  const lost = losing.map((step) => lostBy(step, left)).filter(({ words }) => words);
  return {
    words: lost.reduce((sum, { words }) => sum + words, 0),
    allWords: counts.reduce((sum, count) => sum + count, 0),
    texts: lost.length,
    emptied: lost.filter(({ isEmptied }) => isEmptied).length,
    documents: counts.length,
  };
}

/** @param {Step} step */
const sentencesAfter = ({ kind, after }) => sentencesOf(shownText(kind, after));

/**
 * No more than the document gets shorter by, and only sentences that no document has afterwards.
 * @param {Step} step @param {Set<string>} left
 */
function lostBy({ kind, before, after }, left) {
  const [was, is] = [shownText(kind, before), shownText(kind, after)];
  const gone = sentencesOf(was).filter((sentence) => !left.has(sentence));
  const words = gone.reduce((sum, sentence) => sum + countWords(sentence), 0);
  return { words: Math.min(words, countWords(was) - countWords(is)), isEmptied: !countWords(is) };
}
