// A statement: four parts in the order of the A4 page, the kinds of meeting, and the table of its fields.
import {
  blank,
  canonical,
  choice,
  flag,
  id,
  list,
  optional,
  number,
  oneOf,
  nullable,
  record,
  text,
  time,
} from '../documents/fields.js';

/** @typedef {'introduce'|'important'|'help'|'so_that'} Part */
/** @typedef {'psychiatry'|'admission'|'municipal_plan'|'job_centre'|'doctor'|'other'} Kind */
/**
 * `always`: always said; `hidden`: not in the five minutes; `private`: never shown to anybody else.
 * @typedef {'always'|'hidden'|'private'} MarkName
 */

/**
 * A stretch of a sentence with its own mark. `again`: a deleted sentence is being typed again there.
 * @typedef {{start: number, end: number, mark: MarkName, again?: true}} Range
 */
/**
 * Where marked sentences are inside the one they ran together into, and how many edits ago that was.
 * @typedef {{edits: number, ranges: Range[]}} Joined
 */
/**
 * A mark on one sentence. `text` is the sentence exactly as it was written.
 * @typedef {{part: Part, text: string, mark: MarkName, joined?: Joined}} Mark
 */
/** The first line that the person picked. @typedef {{part: Part, text: string, joined?: Joined}} First */

/**
 * A conflicting version: the whole text of a part, or a title, from when two devices changed the same words.
 * `by` and `at`: which device wrote it, and when; `shown_by` and `shown_at`: the same of the text that was
 * shown then. Missing where an older app found the conflict, or a device has no vault.
 * @typedef {{
 *   part: Part | 'title', text: string, by?: string, at?: string, shown_by?: string, shown_at?: string
 * }} Alternative
 */

/**
 * One statement. Times are ISO 8601 in UTC.
 * @typedef {import('../documents/fields.js').DocumentOf<typeof STATEMENT_FIELDS>} Statement
 */

/** @type {readonly Part[]} */
export const PARTS = ['introduce', 'important', 'help', 'so_that'];

/** From the mark that shows most to the one that hides most. @type {readonly MarkName[]} */
export const MARK_NAMES = ['always', 'hidden', 'private'];

/** @type {readonly Kind[]} */
export const KINDS = ['psychiatry', 'admission', 'municipal_plan', 'job_centre', 'doctor', 'other'];

/** The word limit of the layer "spoken": the default, and the most that the person can raise it to. */
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
    again: optional(flag({ check: (again) => again === true })),
  },
  { check: ({ start, end }) => start < end },
);
/**
 * Only where sentences have run together.
 * @type {import('../documents/fields.js').Row<Joined | undefined>}
 */
export const JOINED = optional(
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

/**
 * An app older than "Altid privat" would show the sentence, but leaves a version 2 document as it is.
 * @param {Mark[]} marks
 */
const privateVersion = (marks) => (marks.some(({ mark }) => mark === 'private') ? 2 : 1);

/** Which device: 8 random characters, which say nothing about it. */
const DEVICE = optional(text({ longest: 8, merge: 'own', isAdded: true }));
const MOMENT = optional(time('own'));
const ALTERNATIVE = record({
  part: oneOf(/** @type {(Part | 'title')[]} */ ([...PARTS, 'title'])),
  text: text(),
  by: DEVICE,
  at: MOMENT,
  shown_by: DEVICE,
  shown_at: MOMENT,
});

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
  first: /** @type {import('../documents/fields.js').Row<First | null>} */ (nullable(LINE, { merge: 'own' })),
  spoken_words: number(1, SPOKEN_WORDS_MAX, SPOKEN_WORDS, { merge: 'most' }),
  alternatives: /** @type {import('../documents/fields.js').Row<Alternative[]>} */ (
    list(ALTERNATIVE, ALTERNATIVES_MAX, { merge: 'own', isAdded: true })
  ),
  created: time('earliest'),
  updated: time('latest'),
  deleted: nullable(time('own'), { merge: 'own' }),
  by: DEVICE,
};

/** An empty statement. @param {string} id @param {string} now ISO 8601 in UTC @returns {Statement} */
export const blankStatement = (id, now) => blank(STATEMENT_FIELDS, { id, created: now, updated: now });

/**
 * The canonical form: devices with the same statement write the same text.
 * @param {Statement} statement @returns {Statement}
 */
export const canonicalStatement = (statement) => canonical(STATEMENT_FIELDS, statement);

/**
 * True when the person has written nothing that could be shown.
 * @param {Pick<Statement, 'title' | 'parts'>} statement
 */
export function isBlank(statement) {
  return !statement.title.trim() && PARTS.every((part) => !statement.parts[part].trim());
}
