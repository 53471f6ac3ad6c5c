// Divides a text into sentences: exact spans, in order, with only white space between them.
//
// These rules are the same on every phone. Intl.Segmenter breaks after "bl.a." and in web addresses, never
// before a small letter, and differs between browsers. One long line of Chinese makes it slow.
import { continuesSentence } from './abbreviations.js';
import { FACES, SMILEY, endsWithFaces } from './faces.js';
import { endsGlued } from './glued.js';
import { WHO_SAYS } from './openers.js';

/**
 * Offsets are UTF-16; text === whole.slice(start, end).
 * @typedef {{start: number, end: number, text: string}} Sentence
 */

const LINE = /[^\r\n\u2028\u2029]+/g;
const LATIN_END = /^[.!?…‼⁇⁈⁉]+$/;
/** Stops, closing quotes and brackets, then faces and stray stops: `." 😊`, `?!)`, `. :-)`. Or only faces. */
const END = new RegExp(
  String.raw`([.!?…\p{STerm}]+)([\p{Pe}\p{Pf}\p{Pi}"'*_\p{Cf}]*)` +
    String.raw`(?:[\p{Pe}\p{Pf}"'\p{Cf}]|` +
    String.raw`\s*(?:[\p{ExtPict}\p{RI}\p{EMod}\ufe0f\u200d]|${SMILEY}|[.!?…]+(?!\S)))*|${FACES}`,
  'gu',
);
/** The marker of a list item: "1.", "a.", "- 2.", "…: 1.". */
const MARKER = /^\P{L}*\p{L}?$|:\s+1$/u;
const BEFORE_FIRST_LETTER = /^[^\p{L}\p{N}]+/u;
/** After a stop in another script, these continue the sentence. */
const CONTINUES = /^[,;:\-–—،、，：；､﹐﹑﹔﹕]/u;
const OPENING = /(?!^)\p{Pi}+$/u;
/** How many characters to look back and ahead from a stop: more than any abbreviation has. */
const NEAR = 30;

/** A match that may end a sentence. @typedef {RegExpMatchArray & {index: number}} Stop */

/**
 * The sentences of a text. The app divides every text as Danish, so that phones in different languages agree.
 * @param {string} text
 * @param {string} [locale] in Danish ".." ends a sentence before a small letter too
 * @returns {Sentence[]}
 */
export function segment(text, locale = 'da') {
  const twoDotsEnd = locale.startsWith('da');
  /** @type {Sentence[]} */
  const sentences = [];
  for (const { 0: line, index } of text.matchAll(LINE)) {
    let from = 0;
    for (const to of [...endsOf(line, twoDotsEnd), line.length]) {
      const span = line.slice(from, to);
      const start = index + from + span.length - span.trimStart().length;
      const trimmed = span.trim();
      if (trimmed) sentences.push({ start, end: start + trimmed.length, text: trimmed });
      from = to;
    }
  }
  return sentences;
}

/** The name for tests of a phone without Intl.Segmenter, which the app no longer uses. */
export const splitPlainly = segment;

/** Where sentences end inside a line. @param {string} line @param {boolean} twoDotsEnd */
function endsOf(line, twoDotsEnd) {
  const ends = [];
  let from = 0;
  for (const match of line.matchAll(END)) {
    const isLatin = !match[1] || LATIN_END.test(match[1]);
    // In Chinese, the opening mark of the next quotation comes right after the stop.
    const end = match.index + (isLatin ? match[0] : match[0].replace(OPENING, '')).length;
    const next = skipSpaces(line, end);
    if (next === line.length) break;
    if (isEnd(line, from, match, next, twoDotsEnd)) ends.push((from = end));
  }
  return ends;
}

/**
 * @param {string} line @param {number} from where the sentence begins @param {Stop} match
 * @param {number} next where it would go on @param {boolean} twoDotsEnd
 */
function isEnd(line, from, match, next, twoDotsEnd) {
  const { 0: whole, 1: stops, index } = match;
  const before = line.slice(Math.max(from, index - NEAR), index);
  const after = line.slice(next, next + NEAR);
  const isGlued = next === index + whole.length;
  if (!stops) return !isGlued && endsWithFaces(before, whole, after);
  if (!LATIN_END.test(stops)) return !CONTINUES.test(after);
  if (isGlued) return whole === stops && endsGlued(before, stops, after, twoDotsEnd);
  return endsLatin(before, match, after.replace(BEFORE_FIRST_LETTER, ''), twoDotsEnd, index - from <= NEAR);
}

/**
 * @param {string} before @param {Stop} match @param {string} after @param {boolean} twoDotsEnd
 * @param {boolean} isWhole whether `before` is the whole sentence so far
 */
function endsLatin(before, [, stops = '', closed], after, twoDotsEnd, isWhole) {
  const written = before.trimStart();
  const onlyDot = stops === '.';
  if (isWhole && (onlyDot ? MARKER.test(written) : !written)) return false;
  const asks = /[!?‼⁇⁈⁉]/.test(stops);
  if (closed || (!onlyDot && !asks && !(twoDotsEnd && stops === '..'))) return !/^\p{Ll}/u.test(after);
  return asks ? !WHO_SAYS.test(after) : !onlyDot || !continuesSentence(written, after);
}

const NOT_SPACE = /\S/g;

/**
 * The position of the next character that is not white space, or the end.
 * @param {string} line @param {number} at
 */
function skipSpaces(line, at) {
  NOT_SPACE.lastIndex = at;
  return NOT_SPACE.exec(line)?.index ?? line.length;
}
