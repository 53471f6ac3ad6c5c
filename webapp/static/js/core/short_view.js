// What to say first: a choice among the person's own sentences, in three layers, each holding the one before.
import { marksOf } from './marks.js';
import { firstNow, withOldMarks } from './old_marks.js';
import { PACE_DEFAULT, secondsFor } from './pace.js';
import { PARTS, SPOKEN_WORDS, SPOKEN_WORDS_MAX } from './parts.js';
import { segment } from './sentences.js';
import { stemFor } from './stems.js';
import { countWords } from './words.js';

/** @typedef {import('./parts.js').Part} Part */
/** @typedef {import('./parts.js').Statement} Statement */
/** @typedef {'first_line' | 'essence' | 'spoken'} Layer */
/** first: this is the first line. @typedef {import('./sentences.js').Sentence & {mark: 'always' | null, first: boolean}} ViewSentence */
/** Sentences side by side, shown or folded away. @typedef {{shown: boolean, sentences: ViewSentence[]}} Run */
/** @typedef {{part: Part, stem: import('./stems.js').Stem, runs: Run[]}} ViewPart */
/**
 * words are the person's own; seconds count the stems shown too; over: a sentence longer than the limit is shown.
 * limit_start and limit_max: how far the person can move the limit of this layer.
 * @typedef {{layer: Layer, words: number, seconds: number, over: boolean, missing_always: number, has_folded: boolean,
 *   limit: number, limit_start: number, limit_max: number, parts: ViewPart[], total_words: number, empty: boolean}} ShortView
 */
/** @typedef {ViewSentence & {part: Part, words: number, opens: boolean}} Candidate */

/** @type {readonly Layer[]} */
export const LAYERS = ['first_line', 'essence', 'spoken'];
export const FIRST_LINE_WORDS = 20;
export const ESSENCE_WORDS = 60;

/** Where the first line comes from, unless the person picked it. @type {readonly Part[]} */
const FIRST_FROM = ['help', 'important', 'so_that', 'introduce'];

/**
 * The short view of a statement.
 * @param {Pick<Statement, 'parts' | 'marks' | 'order' | 'first' | 'spoken_words'>} statement
 * @param {{layer?: Layer, pace?: number, lang?: string}} [choices] lang is the language of the stems
 * @returns {ShortView}
 */
export function shortView(statement, { layer = 'essence', pace = PACE_DEFAULT, lang = 'da' } = {}) {
  const order = [...new Set([...statement.order.filter((part) => PARTS.includes(part)), ...PARTS])];
  const sheet = order.map((part) => candidatesOf(statement, part));
  const all = sheet.flat();
  const first = firstLine(statement, sheet);
  if (first) first.first = true;
  const shown = new Set(chosen(sheet, first, layer, statement.spoken_words));
  const parts = sheet.flatMap((sentences) => shownPart(sentences, shown, lang));
  const words = wordsOf(shown);
  const limit = limitOf(layer, statement.spoken_words);
  const stems = parts.filter(({ runs }) => runs.some((run) => run.shown)).map(({ stem }) => countWords(stem.stem));
  return {
    layer,
    words,
    seconds: secondsFor(words + stems.reduce((sum, count) => sum + count, 0), pace),
    over: words > limit,
    missing_always: all.filter((sentence) => sentence.mark === 'always' && !shown.has(sentence)).length,
    has_folded: shown.size < all.length,
    limit,
    limit_start: limitOf(layer, 0),
    limit_max: limitOf(layer, Infinity),
    parts,
    total_words: wordsOf(all),
    empty: !all.length,
  };
}

/** The most words of a layer. @param {Layer} layer @param {number} spoken_words */
export function limitOf(layer, spoken_words) {
  if (layer !== 'spoken') return layer === 'essence' ? ESSENCE_WORDS : FIRST_LINE_WORDS;
  return Math.min(SPOKEN_WORDS_MAX, Math.max(SPOKEN_WORDS, spoken_words || 0));
}

/** The sentences of a part that may be shown. @param {Pick<Statement, 'parts' | 'marks'>} statement @param {Part} part */
function candidatesOf({ parts, marks }, part) {
  const own = marksOf(withOldMarks(parts[part] ?? '', marks, part), part);
  /** @type {Candidate[]} */
  const candidates = [];
  segment(parts[part] ?? '').forEach((sentence, i) => {
    const mark = own.get(sentence.text) ?? null;
    if (mark === 'hidden' || mark === 'private') return;
    candidates.push({ ...sentence, mark, first: false, part, words: countWords(sentence.text), opens: i === 0 });
  });
  return candidates;
}

/** @param {Pick<Statement, 'first' | 'parts'>} statement @param {Candidate[][]} sheet */
function firstLine({ first, parts }, sheet) {
  const now = first && firstNow(first, parts[first.part] ?? '');
  const picked = sheet.flat().find(({ part, text }) => part === first?.part && text === now);
  if (picked) return picked;
  const leads = FIRST_FROM.flatMap((part) => sheet.find(([lead]) => lead?.part === part)?.[0] ?? []);
  return leads.find(({ words }) => words <= FIRST_LINE_WORDS) ?? leads[0];
}

/**
 * The sentences of a layer: all when all fits, else the beginning of one sequence that serves every layer.
 * @param {Candidate[][]} sheet @param {Candidate | undefined} first @param {Layer} layer @param {number} spoken_words
 */
function chosen(sheet, first, layer, spoken_words) {
  const all = sheet.flat();
  if (!first || wordsOf(all) <= limitOf(layer, spoken_words)) return all;
  const longest = Math.max(...sheet.map(({ length }) => length));
  const inTurn = Array.from({ length: longest }, (_, i) => sheet.flatMap((sentences) => sentences[i] ?? [])).flat();
  const sequence = [...new Set([first, ...all.filter(({ mark }) => mark === 'always'), ...inTurn])];
  // A layer holds the smaller ones, also where a long sentence took one of those past its limit.
  const smaller = LAYERS.slice(1, LAYERS.indexOf(layer) + 1);
  return sequence.slice(0, Math.max(1, ...smaller.map((name) => fitting(sequence, limitOf(name, spoken_words)))));
}

/** How many fit. The first is always taken, and one always-sentence longer than the limit, whole. @param {Candidate[]} sequence @param {number} limit */
function fitting(sequence, limit) {
  let sum = 0;
  for (const [i, { words, mark }] of sequence.entries()) {
    sum += words;
    if (sum > limit) return i === 0 || (mark === 'always' && words > limit && sum - words <= limit) ? i + 1 : i;
  }
  return sequence.length;
}

/** @param {Iterable<Candidate>} sentences */
function wordsOf(sentences) {
  let sum = 0;
  for (const { words } of sentences) sum += words;
  return sum;
}

/** @param {Candidate[]} sentences @param {Set<Candidate>} shown @param {string} lang @returns {ViewPart[]} */
function shownPart(sentences, shown, lang) {
  const lead = sentences.find((sentence) => shown.has(sentence)) ?? sentences[0];
  if (!lead) return [];
  const { stem, inline } = stemFor(lead.part, lead.text, lang);
  /** @type {Run[]} */
  const runs = [];
  for (const sentence of sentences) {
    const { start, end, text, mark, first } = sentence;
    const isShown = shown.has(sentence);
    if (runs.at(-1)?.shown !== isShown) runs.push({ shown: isShown, sentences: [] });
    runs.at(-1)?.sentences.push({ start, end, text, mark, first });
  }
  return [{ part: lead.part, stem: { stem, inline: inline && lead.opens }, runs }];
}
