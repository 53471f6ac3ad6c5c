// What a link shows: the ticked lines, exactly as the person wrote them, and the ticked fields of a meeting.
import { leftOutNow, toBeShown } from '../meeting/lines_left_out.js';
import { carryMarks, markOf } from '../statement/marks.js';
import { lineKey } from '../meeting/fields.js';
import { marksNow } from '../statement/old_marks.js';
import { PARTS } from '../statement/fields.js';
import { segment } from '../text/sentences.js';

/** @typedef {import('../statement/fields.js').Statement} Statement */
/** @typedef {import('../statement/fields.js').Mark} Mark */
/** @typedef {import('../statement/fields.js').Part} Part */
/** @typedef {import('../meeting/fields.js').Meeting} Meeting */
/** @typedef {import('../meeting/fields.js').Line} Line */
/** @typedef {typeof MEETING_FIELDS[number]} MeetingField */
/**
 * `isOn`: ticked until the person changes it.
 * @typedef {Line & {isOn: boolean}} Choice
 */
/** @typedef {{statement: Statement | null, meeting: Meeting | null}} Source */

/** Fields of a meeting that can be shared. */
export const MEETING_FIELDS = /** @type {const} */ (['at', 'place', 'people', 'about', 'questions']);
/** At most this many lines get a tick; the rest are not shared. */
export const LINES_MAX = 400;

/**
 * The lines to choose from, each once, by part. Private lines are missing. Lines that are left out of this
 * meeting or hidden from the five minutes start unticked.
 * @param {Source} source
 * @returns {{parts: {part: Part, lines: Choice[]}[], isCut: boolean}} `isCut`: there are more than LINES_MAX
 */
export function linesToShare({ statement, meeting }) {
  if (!statement) return { parts: [], isCut: false };
  const out = new Set((meeting ? leftOutNow(meeting, statement) : []).map(lineKey));
  const marks = marksNow(statement.marks, statement.parts);
  let left = LINES_MAX;
  let isCut = false;
  const parts = statement.order.map((part) => {
    const texts = [...new Set(segment(statement.parts[part]).map(({ text }) => text))].filter(
      (text) => markOf(marks, part, text) !== 'private',
    );
    const lines = texts
      .slice(0, left)
      .map((text) => ({
        part,
        text,
        isOn: markOf(marks, part, text) !== 'hidden' && !out.has(lineKey({ part, text })),
      }));
    isCut ||= texts.length > lines.length;
    left -= lines.length;
    return { part, lines };
  });
  return { parts: parts.filter(({ lines }) => lines.length), isCut };
}

/**
 * The person's ticks after the statement was edited elsewhere: like marks, they follow their sentences.
 * @param {Mark[]} ticks `hidden` for one that was taken away, else `always`
 * @param {Statement | null} before
 * @param {Statement | null} after
 * @returns {Mark[]}
 */
export function carryTicks(ticks, before, after) {
  if (!before || !after || before.id !== after.id) return before === after ? ticks : [];
  return PARTS.reduce((now, part) => carryMarks(before.parts[part], after.parts[part], now, part), ticks);
}

/**
 * Which lines are ticked now. Where sentences have run together, a tick on only one of them shows nothing of
 * the line.
 * @param {Mark[]} ticks
 * @returns {Map<string, boolean>} by line
 */
export const tickedLines = (ticks) =>
  new Map(
    ticks
      .filter(({ mark, joined }) => mark === 'hidden' || !joined)
      .map((tick) => [lineKey(tick), tick.mark === 'always']),
  );

/**
 * The fields of a meeting that have something to share.
 * @param {Meeting | null} meeting
 * @returns {MeetingField[]}
 */
export const fieldsToShare = (meeting) =>
  MEETING_FIELDS.filter((field) =>
    field === 'questions' ? meeting?.questions.some(({ text }) => text.trim()) : meeting?.[field].trim(),
  );

/**
 * What the link will show.
 * @param {Source} source
 * @param {{
 *   lines: Line[], fields: (MeetingField | 'title')[], from: string, lang: string, now: string
 * }} choice what is ticked; `now` is ISO 8601 in UTC
 * @returns {import('./document.js').Shared}
 */
export function sharedOf({ statement, meeting }, { lines, fields, from, lang, now }) {
  const ticked = new Set(lines.map(lineKey));
  const text = (/** @type {Exclude<MeetingField, 'questions'>} */ field) =>
    meeting && fields.includes(field) ? meeting[field] : '';
  const questions =
    meeting && fields.includes('questions')
      ? meeting.questions.map((question) => question.text).filter((line) => line.trim())
      : [];
  const parts = (statement?.order ?? []).map((part) => {
    const unticked = segment(statement?.parts[part] ?? '').filter(
      (sentence) => !ticked.has(lineKey({ part, text: sentence.text })),
    );
    return {
      part,
      text: statement
        ? toBeShown(
            statement,
            part,
            unticked.map((sentence) => ({ part, text: sentence.text })),
          )
        : '',
    };
  });
  const shown = parts.filter((each) => each.text.trim());
  return {
    lang,
    from: from.trim(),
    title: statement && shown.length && fields.includes('title') ? statement.title : '',
    parts: shown,
    meeting:
      meeting && MEETING_FIELDS.some((field) => fields.includes(field))
        ? {
            kind: meeting.kind,
            at: text('at'),
            place: text('place'),
            people: text('people'),
            about: text('about'),
            questions,
          }
        : null,
    made: now,
  };
}

/**
 * Whether the link would show nothing.
 * @param {import('./document.js').Shared} shared
 */
export const isEmptyShare = ({ parts, meeting }) => !parts.length && !meeting;
