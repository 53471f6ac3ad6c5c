// The sheet: four parts in the order of the A4 page, the kinds of meeting, and the fields of a statement.
import {
  blank,
  canonical,
  choice,
  flag,
  id,
  list,
  maybe,
  number,
  oneOf,
  orNull,
  record,
  text,
  time,
} from '../documents/fields.js';

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

/** One statement. Times are ISO 8601 in UTC. @typedef {import('../documents/fields.js').DocumentOf<typeof STATEMENT_FIELDS>} Statement */

/** @type {readonly Part[]} */
export const PARTS = ['introduce', 'important', 'help', 'so_that'];

/** From the one that shows most to the one that hides most. @type {readonly MarkName[]} */
export const MARK_NAMES = ['always', 'hidden', 'private'];

/** @type {readonly Kind[]} */
export const KINDS = ['psychiatry', 'admission', 'municipal_plan', 'job_centre', 'doctor', 'other'];

/** Words of the layer "spoken": where it starts and where it ends, however much the person lets it grow. */
export const SPOKEN_WORDS = 170;
export const SPOKEN_WORDS_MAX = 550;

const TEXT_MAX = 1_000_000;
const MARKS_MAX = 5_000;
const ALTERNATIVES_MAX = 1_000;
const RANGES_MAX = 1_000;

const offset = () => number(0, TEXT_MAX, 0);
const range = record(
  {
    start: offset(),
    end: offset(),
    mark: oneOf(MARK_NAMES),
    again: maybe(flag({ check: (again) => again === true })),
  },
  { check: ({ start, end }) => start < end },
);
/** Only where sentences have run together. @type {import('../documents/fields.js').Row<Joined | undefined>} */
export const JOINED = maybe(
  record({
    edits: offset(),
    ranges: list(/** @type {import('../documents/fields.js').Row<Range>} */ (range), RANGES_MAX),
  }),
);

/** One sentence of a part. */
export const LINE = record({ part: oneOf(PARTS), text: text(), joined: JOINED });
const MARK = record({ part: oneOf(PARTS), text: text(), mark: oneOf(MARK_NAMES), joined: JOINED });

/** The text of each part. */
export const TEXTS = record(
  { introduce: text(), important: text(), help: text(), so_that: text() },
  { merge: 'own' },
);

/** A client from before there was "Altid privat" would show the sentence: it keeps version 2 as it is. @param {Mark[]} marks */
const privateVersion = (marks) => (marks.some(({ mark }) => mark === 'private') ? 2 : 1);

export const STATEMENT_FIELDS = {
  id: id(),
  title: text({ merge: 'own' }),
  kind: choice(KINDS),
  parts: TEXTS,
  marks: /** @type {import('../documents/fields.js').Row<Mark[]>} */ (
    list(MARK, MARKS_MAX, { merge: 'own', version: privateVersion })
  ),
  order: list(oneOf(PARTS), PARTS.length, {
    blank: () => [...PARTS],
    check: (order) => new Set(order).size === PARTS.length,
  }),
  first: /** @type {import('../documents/fields.js').Row<First | null>} */ (orNull(LINE, { merge: 'own' })),
  spoken_words: number(1, SPOKEN_WORDS_MAX, SPOKEN_WORDS, { merge: 'most' }),
  alternatives: list(
    record({ part: oneOf(/** @type {(Part | 'title')[]} */ ([...PARTS, 'title'])), text: text() }),
    ALTERNATIVES_MAX,
    { merge: 'own', isAdded: true },
  ),
  created: time('earliest'),
  updated: time('latest'),
  deleted: orNull(time('own'), { merge: 'own' }),
};

/** An empty statement. @param {string} id @param {string} now ISO 8601 in UTC @returns {Statement} */
export const blankStatement = (id, now) => blank(STATEMENT_FIELDS, { id, created: now, updated: now });

/** The one spelling of a statement: devices that hold the same one write the same text. @param {Statement} statement @returns {Statement} */
export const canonicalStatement = (statement) => canonical(STATEMENT_FIELDS, statement);

/** True when the person has written nothing that could be shown. @param {Pick<Statement, 'title' | 'parts'>} statement */
export function isBlank(statement) {
  return !statement.title.trim() && PARTS.every((part) => !statement.parts[part].trim());
}
