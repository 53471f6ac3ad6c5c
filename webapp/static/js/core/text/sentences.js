// A text as sentences: exact spans, in order, with nothing but white space between them.
//
// The rules are ours, the same on every phone. Intl.Segmenter breaks after "bl.a." and in web addresses,
// never before a small letter, and not alike in all browsers. One long line of Chinese makes it slow.
import { goesOn } from './abbreviations.js';
import { FACES, SMILEY, endsWithFaces } from './faces.js';
import { endsGlued } from './glued.js';
import { WHO_SAYS } from './openers.js';

/**
 * Offsets are UTF-16; text === whole.slice(start, end).
 * @typedef {{start: number, end: number, text: string}} Sentence
 */

const LINE = /[^\r\n\u2028\u2029]+/g;
const LATIN_END = /^[.!?…‼⁇⁈⁉]+$/;
/** Stops, then what closes with them, then faces and stray stops: `." 😊`, `?!)`, `. :-)`. Or faces alone. */
const END = new RegExp(
  String.raw`([.!?…\p{STerm}]+)([\p{Pe}\p{Pf}\p{Pi}"'*_\p{Cf}]*)` +
    String.raw`(?:[\p{Pe}\p{Pf}"'\p{Cf}]|` +
    String.raw`\s*(?:[\p{ExtPict}\p{RI}\p{EMod}\ufe0f\u200d]|${SMILEY}|[.!?…]+(?!\S)))*|${FACES}`,
  'gu',
);
/** "1.", "a.", "- 2.", and "…: 1.": opens an item. */
const MARKER = /^\P{L}*\p{L}?$|:\s+1$/u;
const BEFORE_FIRST_LETTER = /^[^\p{L}\p{N}]+/u;
/** After a stop of another script, these say that the sentence goes on. */
const CONTINUES = /^[,;:\-–—،、，：；､﹐﹑﹔﹕]/u;
const OPENING = /(?!^)\p{Pi}+$/u;
/** How far to look back and ahead from a stop: longer than any abbreviation. */
const NEAR = 30;

/** A stretch that could end a sentence. @typedef {RegExpMatchArray & {index: number}} Stop */

/**
 * The sentences of a text. The app divides every text as Danish: two phones agree, whatever their language.
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

/** What tests call where there is no Intl.Segmenter: nothing here asks it any more. */
export const splitPlainly = segment;

/** Where sentences end inside a line. @param {string} line @param {boolean} twoDotsEnd */
function endsOf(line, twoDotsEnd) {
  const ends = [];
  let from = 0;
  for (const match of line.matchAll(END)) {
    const isLatin = !match[1] || LATIN_END.test(match[1]);
    // In Chinese what opens the next quotation stands right after the stop.
    const end = match.index + (isLatin ? match[0] : match[0].replace(OPENING, '')).length;
    const next = spacesFrom(line, end);
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
 * @param {boolean} isWhole `before` is all of the sentence
 */
function endsLatin(before, [, stops = '', closed], after, twoDotsEnd, isWhole) {
  const said = before.trimStart();
  const onlyDot = stops === '.';
  if (isWhole && (onlyDot ? MARKER.test(said) : !said)) return false;
  const asks = /[!?‼⁇⁈⁉]/.test(stops);
  if (closed || (!onlyDot && !asks && !(twoDotsEnd && stops === '..'))) return !/^\p{Ll}/u.test(after);
  return asks ? !WHO_SAYS.test(after) : !onlyDot || !goesOn(said, after);
}

const NOT_SPACE = /\S/g;

/** Where the next character that is not white space is. @param {string} line @param {number} at */
function spacesFrom(line, at) {
  NOT_SPACE.lastIndex = at;
  return NOT_SPACE.exec(line)?.index ?? line.length;
}
