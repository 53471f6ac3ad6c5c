// The short view, what to say first: a choice among the person's own sentences, in three nested layers.
import { DEFAULT_LANGUAGE } from '../language/languages.js';
import { chosen, firstLine, limitOf, otherFirstLines, turnsOf, wordsOf } from './layers.js';
import { marksOf } from './marks.js';
import { withOldMarks } from './old_marks.js';
import { PACE_DEFAULT, secondsFor } from '../text/pace.js';
import { PARTS } from './fields.js';
import { segment } from '../text/sentences.js';
import { beginsWithStem, stemFor } from './stems.js';
import { countWords } from '../text/words.js';

export { LAYERS, limitOf } from './layers.js';

/** @typedef {import('./fields.js').Part} Part */
/** @typedef {import('./fields.js').Statement} Statement */
/** @typedef {import('./layers.js').Layer} Layer */
/** @typedef {import('./layers.js').Candidate} Candidate */
/**
 * `first`: this is the first line.
 * @typedef {import('../text/sentences.js').Sentence & {mark: 'always' | null, first: boolean}} ViewSentence
 */
/**
 * Sentences side by side, shown or folded away.
 * @typedef {{shown: boolean, sentences: ViewSentence[]}} Run
 */
/** @typedef {{part: Part, stem: import('./stems.js').Stem, runs: Run[]}} ViewPart */
/** @typedef {{part: Part, text: string, stem: import('./stems.js').Stem}} FirstLine */
/**
 * `words` are the person's own; `seconds` include the shown stems; `over`: the limit is exceeded, by a long
 * sentence. `limit_start`, `limit_max`: how far the person can move the limit of this layer.
 * @typedef {{
 *   layer: Layer, words: number, seconds: number, over: boolean, missing_always: number,
 *   has_folded: boolean, limit: number, limit_start: number, limit_max: number, parts: ViewPart[],
 *   total_words: number, empty: boolean
 * }} ShortView
 */

/**
 * The short view of a statement.
 * @param {Pick<Statement, 'parts' | 'marks' | 'order' | 'first' | 'spoken_words'>} statement
 * @param {{layer?: Layer, pace?: number, lang?: string}} [choices] `lang` is the language of the stems
 * @returns {ShortView}
 */
export function shortView(
  statement,
  { layer = 'essence', pace = PACE_DEFAULT, lang = DEFAULT_LANGUAGE } = {},
) {
  const sheet = sheetOf(statement);
  const all = sheet.flat();
  const turns = turnsOf(sheet);
  const first = firstLine(statement, turns);
  if (first) first.first = true;
  const shown = chosen(turns, first, layer, statement.spoken_words);
  const parts = sheet.flatMap((sentences) => shownPart(sentences, shown, lang));
  const words = wordsOf(shown);
  const limit = limitOf(layer, statement.spoken_words);
  const stems = parts
    .filter(({ runs }) => runs.some((run) => run.shown))
    .map(({ stem }) => countWords(stem.stem));
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

/**
 * The sentences that may be shown, by part, in the person's order.
 * @param {Pick<Statement, 'parts' | 'marks' | 'order'>} statement
 */
function sheetOf(statement) {
  const order = [...new Set([...statement.order.filter((part) => PARTS.includes(part)), ...PARTS])];
  return order.map((part) => candidatesOf(statement, part));
}

/**
 * The sentences of a part that may be shown.
 * @param {Pick<Statement, 'parts' | 'marks'>} statement @param {Part} part
 */
function candidatesOf({ parts, marks }, part) {
  const own = marksOf(withOldMarks(parts[part] ?? '', marks, part), part);
  /** @type {Candidate[]} */
  const candidates = [];
  segment(parts[part] ?? '').forEach((sentence, i) => {
    const mark = own.get(sentence.text) ?? null;
    if (mark === 'hidden' || mark === 'private') return;
    candidates.push({
      ...sentence,
      mark,
      first: false,
      part,
      words: countWords(sentence.text),
      opens: i === 0,
    });
  });
  return candidates;
}

/** @param {Candidate} line @param {string} lang @returns {FirstLine} with the stem before it */
const withStem = (line, lang) => ({ part: line.part, text: line.text, stem: stemBefore(line, [], lang) });

/**
 * The first line; null if there is no sentence to show.
 * @param {Pick<Statement, 'parts' | 'marks' | 'order' | 'first'>} statement @param {string} lang
 */
export function openingLine(statement, lang) {
  const line = firstLine(statement, turnsOf(sheetOf(statement)));
  return line ? withStem(line, lang) : null;
}

/**
 * The first line, and others that could be it, each with the stem before it.
 * @param {Pick<Statement, 'parts' | 'marks' | 'order' | 'first'>} statement @param {string} lang
 * @returns {FirstLine[]} the current one first; none if there is no sentence to show
 */
export function firstLines(statement, lang) {
  const turns = turnsOf(sheetOf(statement));
  const first = firstLine(statement, turns);
  const lines = first ? [first, ...otherFirstLines(turns, first)] : [];
  return lines.map((line) => withStem(line, lang));
}

/**
 * Picks the first line. Picking the same one again leaves the choice to the view.
 * @param {Statement} statement @param {{part: Part, text: string}} line @returns {Statement}
 */
export function pickFirst(statement, { part, text }) {
  const isPicked = statement.first?.part === part && statement.first.text === text;
  return { ...statement, first: isPicked ? null : { part, text } };
}

/**
 * The stem before a part's words: none if a shown sentence begins with it, unless the lead continues it.
 * @param {Candidate} lead @param {Candidate[]} visible @param {string} lang
 */
function stemBefore(lead, visible, lang) {
  const { stem, inline } = stemFor(lead.part, lead.text, lang);
  const isInline = inline && lead.opens;
  return {
    stem: !isInline && visible.some(({ part, text }) => beginsWithStem(part, text)) ? '' : stem,
    inline: isInline,
  };
}

/** @param {Candidate[]} sentences @param {Set<Candidate>} shown @param {string} lang @returns {ViewPart[]} */
function shownPart(sentences, shown, lang) {
  const visible = sentences.filter((sentence) => shown.has(sentence));
  const lead = visible[0] ?? sentences[0];
  if (!lead) return [];
  /** @type {Run[]} */
  const runs = [];
  for (const sentence of sentences) {
    const { start, end, text, mark, first } = sentence;
    const isShown = shown.has(sentence);
    if (runs.at(-1)?.shown !== isShown) runs.push({ shown: isShown, sentences: [] });
    runs.at(-1)?.sentences.push({ start, end, text, mark, first });
  }
  return [{ part: lead.part, stem: stemBefore(lead, visible, lang), runs }];
}
