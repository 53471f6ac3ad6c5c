// What a link may show: the lines that the person left ticked, exactly as they were written, and of a meeting what was ticked too.
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
/** `isOn`: ticked unless the person says otherwise. @typedef {Line & {isOn: boolean}} Choice */
/** @typedef {{statement: Statement | null, meeting: Meeting | null}} Source */

/** What of a meeting can go along. */
export const MEETING_FIELDS = /** @type {const} */ (['at', 'place', 'people', 'about', 'questions']);
/** Lines with a tick at most: what has none is not shared. */
export const LINES_MAX = 400;

/**
 * The lines to choose among, each once, by part. What is private is not among them; what is not for this meeting, or not for
 * the five minutes, is there without its tick.
 * @param {Source} source @returns {{parts: {part: Part, lines: Choice[]}[], isCut: boolean}} `isCut`: there are more than LINES_MAX
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
 * Ticks that the person set, after the words were changed elsewhere: they follow their sentences like marks.
 * @param {Mark[]} ticks `hidden` where one was taken away, else `always` @param {Statement | null} before @param {Statement | null} after @returns {Mark[]}
 */
export function carryTicks(ticks, before, after) {
  if (!before || !after || before.id !== after.id) return before === after ? ticks : [];
  return PARTS.reduce((now, part) => carryMarks(before.parts[part], after.parts[part], now, part), ticks);
}

/**
 * What the ticks say of the lines as they stand. A tick on a part of what has run together shows nothing of it.
 * @param {Mark[]} ticks @returns {Map<string, boolean>} by line
 */
export const tickedLines = (ticks) =>
  new Map(
    ticks
      .filter(({ mark, joined }) => mark === 'hidden' || !joined)
      .map((tick) => [lineKey(tick), tick.mark === 'always']),
  );

/** What of a meeting has words to share. @param {Meeting | null} meeting @returns {MeetingField[]} */
export const fieldsToShare = (meeting) =>
  MEETING_FIELDS.filter((field) =>
    field === 'questions' ? meeting?.questions.some(({ text }) => text.trim()) : meeting?.[field].trim(),
  );

/**
 * What the link will show.
 * @param {Source} source
 * @param {{lines: Line[], fields: (MeetingField | 'title')[], from: string, lang: string, now: string}} choice what is ticked; `now` ISO 8601 in UTC
 * @returns {import('./document.js').Shared}
 */
export function sharedOf({ statement, meeting }, { lines, fields, from, lang, now }) {
  const ticked = new Set(lines.map(lineKey));
  const text = (/** @type {Exclude<MeetingField, 'questions'>} */ field) =>
    meeting && fields.includes(field) ? meeting[field] : '';
  const questions =
    meeting && fields.includes('questions')
      ? meeting.questions.map((one) => one.text).filter((one) => one.trim())
      : [];
  const parts = (statement?.order ?? []).map((part) => {
    const others = segment(statement?.parts[part] ?? '').filter(
      (sentence) => !ticked.has(lineKey({ part, text: sentence.text })),
    );
    return {
      part,
      text: statement
        ? toBeShown(
            statement,
            part,
            others.map((sentence) => ({ part, text: sentence.text })),
          )
        : '',
    };
  });
  const shown = parts.filter((one) => one.text.trim());
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

/** Whether there is anything to show. @param {import('./document.js').Shared} shared */
export const isEmptyShare = ({ parts, meeting }) => !parts.length && !meeting;
