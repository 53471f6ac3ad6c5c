// A text as sentences: exact spans, in order, with nothing but white space between them.
//
// At a Latin full stop, question mark or ellipsis the rules here decide alone: Intl.Segmenter breaks after "bl.a." and
// inside web addresses, never before a small letter, and not alike in all browsers. It finds the ends in other scripts.
import { goesOn } from './abbreviations.js';

/** Offsets are UTF-16; text === whole.slice(start, end). @typedef {{start: number, end: number, text: string}} Sentence */

const LINE = /[^\r\n\u2028\u2029]+/g;
const LATIN_END = /^[.!?…‼⁇⁈⁉]+$/;
const OTHER_END = /(?![.!?…‼⁇⁈⁉])\p{STerm}/u;
/** Stops, then what closes with them, then smileys and stray stops: `." 😊`, `?!)`, `. :-)`. */
const END = new RegExp(
  String.raw`([.!?…\p{STerm}]+)([\p{Pe}\p{Pf}\p{Pi}"'*_\p{Cf}]*)` +
    String.raw`(?:[\p{Pe}\p{Pf}"'\p{Cf}]|\s*(?:[\p{ExtPict}\p{RI}\p{EMod}\ufe0f\u200d]|` +
    String.raw`(?:[:;=]-?[()DPp/|\]]|<3|[.!?…]+)(?!\S)))*`,
  'gu',
);
/** "1.", "a.", "- 2.", and "…: 1.": opens an item. */
const MARKER = /^\P{L}*\p{L}?$|:\s+1$/u;
const BEFORE_FIRST_LETTER = /^[^\p{L}\p{N}]+/u;
/** How far to look back and ahead from a stop: longer than any abbreviation. */
const NEAR = 30;

/**
 * The sentences of a text.
 * @param {string} text
 * @param {string} [locale]
 * @returns {Sentence[]}
 */
export function segment(text, locale = 'da') {
  return split(text, (line) => otherEnds(line, locale));
}

/** The same without Intl.Segmenter, for old phones. @param {string} text @returns {Sentence[]} */
export function splitPlainly(text) {
  return split(text, () => null);
}

/** @param {string} text @param {(line: string) => Set<number> | null} others @returns {Sentence[]} */
function split(text, others) {
  /** @type {Sentence[]} */
  const sentences = [];
  for (const { 0: line, index } of text.matchAll(LINE)) {
    let from = 0;
    for (const to of [...endsOf(line, others(line)), line.length]) {
      const span = line.slice(from, to);
      const start = index + from + span.length - span.trimStart().length;
      const trimmed = span.trim();
      if (trimmed) sentences.push({ start, end: start + trimmed.length, text: trimmed });
      from = to;
    }
  }
  return sentences;
}

/**
 * Where sentences end inside a line.
 * @param {string} line @param {Set<number> | null} others ends in other scripts; null: after each of their stops
 */
function endsOf(line, others) {
  const ends = [];
  let from = 0;
  for (const match of line.matchAll(END)) {
    const end = match.index + match[0].length;
    const spaces = spacesFrom(line, end);
    if (spaces === line.length) break;
    const isEnd = LATIN_END.test(match[1] ?? '')
      ? spaces > end && endsLatin(line, from, match, spaces)
      : !others || others.has(spaces) || others.has(end);
    if (isEnd) ends.push((from = end));
  }
  return ends;
}

/** @param {string} line @param {number} from @param {RegExpMatchArray & {index: number}} match @param {number} next */
function endsLatin(line, from, match, next) {
  const [, stops = '', closed] = match;
  const before = line.slice(Math.max(from, match.index - NEAR), match.index).trimStart();
  const after = line.slice(next, next + NEAR).replace(BEFORE_FIRST_LETTER, '');
  const onlyDot = stops === '.';
  if (match.index - from <= NEAR && (onlyDot ? MARKER.test(before) : !before)) return false;
  const asks = /[!?‼⁇⁈⁉]/.test(stops);
  if (closed || (!onlyDot && !asks)) return !/^\p{Ll}/u.test(after);
  return asks || !goesOn(before, after);
}

const NOT_SPACE = /\S/g;

/** The index of the first character from `at` on that is not white space. @param {string} line @param {number} at */
function spacesFrom(line, at) {
  NOT_SPACE.lastIndex = at;
  return NOT_SPACE.exec(line)?.index ?? line.length;
}

/** @type {Map<string, Intl.Segmenter>} */
const segmenters = new Map();

/** Ends that Intl.Segmenter sees after stops of other scripts. @param {string} line @param {string} locale */
function otherEnds(line, locale) {
  if (!OTHER_END.test(line) || typeof Intl !== 'object' || !('Segmenter' in Intl)) return null;
  const segmenter = segmenters.get(locale) ?? new Intl.Segmenter(locale, { granularity: 'sentence' });
  segmenters.set(locale, segmenter);
  return new Set(Array.from(segmenter.segment(line), ({ index }) => index));
}
