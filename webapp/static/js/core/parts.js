// The sheet: four parts in the order of the A4 page, the kinds of meeting, and the shape of a statement.

/** @typedef {'introduce'|'important'|'help'|'so_that'} Part */
/** @typedef {'psychiatry'|'admission'|'municipal_plan'|'job_centre'|'doctor'|'other'} Kind */
/** always said; not in the five minutes; shown to nobody else anywhere. @typedef {'always'|'hidden'|'private'} MarkName */

/** A stretch of a sentence, and the mark that is its own. `again`: what was taken out before is being written there once more. @typedef {{start: number, end: number, mark: MarkName, again?: true}} Range */
/**
 * Where marked sentences lie in one that they have run together in, and how many edits that has lasted.
 * @typedef {{edits: number, ranges: Range[]}} Joined
 */
/**
 * A mark on one sentence. `text` is the sentence exactly as it was written.
 * @typedef {{part: Part, text: string, mark: MarkName, joined?: Joined}} Mark
 */
/** The first line that was picked. @typedef {{part: Part, text: string, joined?: Joined}} First */

/**
 * Another whole text of a part, or another title, from the time when two devices changed the same words.
 * @typedef {{part: Part | 'title', text: string}} Alternative
 */

/**
 * One statement. Times are ISO 8601 in UTC. Statements from before there were any have no `alternatives`.
 * @typedef {{
 *   id: string, title: string, kind: Kind | '', parts: Record<Part, string>,
 *   marks: Mark[], order: Part[], first: First | null, spoken_words: number,
 *   alternatives?: Alternative[], created: string, updated: string, deleted: string | null
 * }} Statement
 */

/** @type {readonly Part[]} */
export const PARTS = ['introduce', 'important', 'help', 'so_that'];

/** From the one that shows most to the one that hides most. @type {readonly MarkName[]} */
export const MARK_NAMES = ['always', 'hidden', 'private'];

/** @type {readonly Kind[]} */
export const KINDS = ['psychiatry', 'admission', 'municipal_plan', 'job_centre', 'doctor', 'other'];

/** @param {string} name @returns {name is Part} */
export const isPart = (name) => /** @type {readonly string[]} */ (PARTS).includes(name);

/** Words of the layer "spoken": where it starts and where it ends, however much the person lets it grow. */
export const SPOKEN_WORDS = 170;
export const SPOKEN_WORDS_MAX = 550;

/**
 * An empty statement.
 * @param {string} id @param {string} now ISO 8601 in UTC
 * @returns {Statement}
 */
export function blankStatement(id, now) {
  return {
    id,
    title: '',
    kind: '',
    parts: { introduce: '', important: '', help: '', so_that: '' },
    marks: [],
    order: [...PARTS],
    first: null,
    spoken_words: SPOKEN_WORDS,
    alternatives: [],
    created: now,
    updated: now,
    deleted: null,
  };
}

/** Only where sentences have run together. @param {Joined} [joined] @returns {{joined?: Joined}} */
export function plainJoined(joined) {
  if (!joined) return {};
  const ranges = joined.ranges.map(({ start, end, mark, again }) => ({ start, end, mark, ...(again && { again }) }));
  return { joined: { edits: joined.edits, ranges } };
}

/**
 * The one spelling of a statement: devices that hold the same statement write the same text.
 * @param {Statement} s @returns {Statement}
 */
export function plainStatement(s) {
  const { id, title, kind, order, first, spoken_words, created, updated, deleted } = s;
  const parts = { introduce: s.parts.introduce, important: s.parts.important, help: s.parts.help, so_that: s.parts.so_that };
  const marks = s.marks.map(({ part, text, mark, joined }) => ({ part, text, mark, ...plainJoined(joined) }));
  const alternatives = (s.alternatives ?? []).map(({ part, text }) => ({ part, text }));
  const picked = first && { part: first.part, text: first.text, ...plainJoined(first.joined) };
  return { id, title, kind, parts, marks, order, first: picked, spoken_words, alternatives, created, updated, deleted };
}

/** True when the person has written nothing that could be shown. @param {Pick<Statement, 'title' | 'parts'>} statement */
export function isBlank(statement) {
  return !statement.title.trim() && PARTS.every((part) => !statement.parts[part].trim());
}
