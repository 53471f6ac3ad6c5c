// The stem in front of a part, left out where the person's words begin with it; and which sentences begin
// with the sheet's words.
import { LANGUAGES, languageOf } from '../language/languages.js';
import { PARTS } from './fields.js';

/** @typedef {import('./fields.js').Part} Part */
/**
 * `inline`: the text continues the stem on the same line.
 * @typedef {{stem: string, inline: boolean}} Stem
 */

/** The stems that open the parts, by language; a part without one has ''. */
export const STEMS = Object.fromEntries(Object.entries(LANGUAGES).map(([code, { stems }]) => [code, stems]));

/**
 * The words that identify a stem, in every language, also in other wordings: "It's important that".
 * @type {Record<string, readonly string[]>}
 */
export const KEY_WORDS = Object.fromEntries(
  PARTS.map((part) => [part, Object.values(LANGUAGES).flatMap(({ key_words }) => key_words[part])]),
);

/** How far into a text to look for the words of a stem. */
const OPENING_CHARACTERS = 200;
const OPENING_WORDS = 8;

/**
 * The share of a stem's words, in their order, that makes an opening close to it: "Så kan jeg", "So I can".
 */
const CLOSE_SHARE = 2 / 3;

/** Contractions, and the words they stand for: "it's important", "I'd like". @type {[RegExp, string][]} */
const CONTRACTIONS = Object.values(LANGUAGES)
  .flatMap(({ contractions }) => Object.entries(contractions))
  .map(([joined, own]) => [
    new RegExp(`(^|[^\\p{L}])${joined.replaceAll("'", "['’]")}(?!\\p{L})`, 'gu'),
    `$1${own}`,
  ]);

/** @param {string} text */
function wordsOf(text) {
  const plain = text.normalize('NFC').toLowerCase();
  const apart = CONTRACTIONS.reduce((whole, [joined, own]) => whole.replace(joined, own), plain);
  return apart.match(/[\p{L}\p{N}\p{M}]+/gu) ?? [];
}

/** The first words of a text, without the number of a list item. @param {string} text */
const openingOf = (text) =>
  wordsOf(text.slice(0, OPENING_CHARACTERS).replace(/^\P{L}+/u, '')).slice(0, OPENING_WORDS);

/** True when `words` begin with all of `start`. @param {string[]} words @param {string[]} start */
const startsWith = (words, start) => start.every((word, i) => words[i] === word);

/**
 * Last words of stems, which a person may leave out or change: "hjælp med", "vigtigt for mig: ro".
 */
const LINK_WORDS = Object.values(LANGUAGES).flatMap(({ stem_ends }) => stem_ends);

/** @param {string[]} words of a stem */
const withoutLink = (words) => (LINK_WORDS.includes(words.at(-1) ?? '') ? words.slice(0, -1) : words);

/** The stems of a part in every language, as words, without the link word at the end. @param {Part} part */
const ownWordsOf = (part) =>
  Object.values(LANGUAGES)
    .map(({ stems }) => withoutLink(wordsOf(stems[part])))
    .filter(({ length }) => length);

/** @type {Map<Part, string[][]>} */
const OWN_WORDS = new Map(PARTS.map((part) => [part, ownWordsOf(part)]));

/** @param {Part} part */
const stemsOf = (part) => OWN_WORDS.get(part) ?? [];

/** @param {Part} part */
const keyWordsOf = (part) => KEY_WORDS[part] ?? [];

/** @param {Part} part @param {string[]} opening */
const holdsKey = (part, opening) => opening.some((word) => keyWordsOf(part).includes(word));

/**
 * A cheap test that rules out most sentences: a long text has thousands.
 * @param {Part} part @param {string} text
 */
function mayHoldKey(part, text) {
  const opening = text.slice(0, OPENING_CHARACTERS).normalize('NFC').toLowerCase();
  return keyWordsOf(part).some((word) => opening.includes(word));
}

/** @param {Part} part @param {string[]} opening */
const beginsWithTwo = (part, opening) => stemsOf(part).some((stem) => startsWith(opening, stem.slice(0, 2)));

/**
 * True when a sentence begins with the sheet's stem in any language, or close to one: "Jeg vil gerne ha hjælp
 * til".
 * @param {Part} part @param {string} text
 */
export function beginsWithStem(part, text) {
  if (!mayHoldKey(part, text)) return false;
  const opening = openingOf(text);
  if (!holdsKey(part, opening)) return false;
  return beginsWithTwo(part, opening) || stemsOf(part).some((stem) => isClose(opening, stem));
}

/** @param {string[]} opening @param {string[]} stem */
const isClose = (opening, stem) =>
  opening[0] === stem[0] && inOrder(opening, stem) >= stem.length * CLOSE_SHARE;

/**
 * The length of the longest common subsequence of `words` and `stem`.
 * @param {string[]} words @param {string[]} stem
 */
function inOrder(words, stem) {
  let row = stem.map(() => 0);
  for (const word of words) {
    /** @type {number[]} */
    const next = [];
    for (const [i, own] of stem.entries()) {
      next.push(own === word ? (row[i - 1] ?? 0) + 1 : Math.max(row[i] ?? 0, next[i - 1] ?? 0));
    }
    row = next;
  }
  return row.at(-1) ?? 0;
}

/**
 * True when a text continues the stem and does not begin a sentence of its own: "at sove".
 * @param {string} text
 */
export const continuesStem = (text) => !startsWithCapital(text);

/**
 * The stem to show before a part's text, without the words that the text begins with: "… for mig at" before
 * "at sove". No stem if the first two words are those of a stem, or one of the first eight is a key word.
 * @param {Part} part @param {string} text @param {string} lang @returns {Stem}
 */
export function stemFor(part, text, lang) {
  const stem = languageOf(lang).stems[part];
  const opening = openingOf(text);
  if (!stem || beginsWithTwo(part, opening) || holdsKey(part, opening)) return { stem: '', inline: false };
  const own = stem.split(/\s+/);
  const shared = own.findIndex((_, i) => startsWith(opening, wordsOf(own.slice(i).join(' '))));
  return { stem: own.slice(0, shared < 0 ? own.length : shared).join(' '), inline: continuesStem(text) };
}

/** True when the first letter is a capital one. @param {string} text */
function startsWithCapital(text) {
  const letter = /\p{L}/u.exec(text.slice(0, OPENING_CHARACTERS))?.[0] ?? '';
  return letter !== letter.toLowerCase();
}
