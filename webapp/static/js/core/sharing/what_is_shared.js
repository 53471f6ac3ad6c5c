// What a link shows: the ticked lines, exactly as the person wrote them, and the ticked fields of a meeting.
import { leftOutNow, shownText } from '../meeting/lines_left_out.js';
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
/** @typedef {typeof SHARABLE_MEETING_FIELDS[number]} MeetingField */
/**
 * `isOn`: ticked until the person changes it.
 * @typedef {Line & {isOn: boolean}} Choice
 */
/** @typedef {{statement: Statement | null, meeting: Meeting | null}} Source */

/** Fields of a meeting that can be shared. */
export const SHARABLE_MEETING_FIELDS = /** @type {const} */ (['at', 'place', 'people', 'about', 'questions']);
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
  SHARABLE_MEETING_FIELDS.filter((field) =>
    field === 'questions' ? meeting?.questions.some(({ text }) => text.trim()) : meeting?.[field].trim(),
  );

/**
 * The parts with text, without the lines that are not ticked.
 * @param {Statement} statement
 * @param {Set<string>} ticked lines, by key
 */
function sharedParts(statement, ticked) {
  const unticked = (/** @type {Part} */ part) =>
    segment(statement.parts[part])
      .map(({ text }) => ({ part, text }))
      .filter((line) => !ticked.has(lineKey(line)));
  return statement.order
    .map((part) => ({ part, text: shownText(statement, part, unticked(part)) }))
    .filter(({ text }) => text.trim());
}

/**
 * The ticked fields of a meeting; null when none is ticked.
 * @param {Meeting} meeting
 * @param {(MeetingField | 'title')[]} fields what is ticked
 */
function sharedMeeting({ kind, at, place, people, about, questions }, fields) {
  if (!SHARABLE_MEETING_FIELDS.some((field) => fields.includes(field))) return null;
  const ticked = (/** @type {MeetingField} */ field, /** @type {string} */ text) =>
    fields.includes(field) ? text : '';
  return {
    kind,
    at: ticked('at', at),
    place: ticked('place', place),
    people: ticked('people', people),
    about: ticked('about', about),
    questions: fields.includes('questions')
      ? questions.map(({ text }) => text).filter((text) => text.trim())
      : [],
  };
}

/**
 * What the link will show.
 * @param {Source} source
 * @param {{
 *   lines: Line[], fields: (MeetingField | 'title')[], from: string, lang: string, now: string
 * }} choice what is ticked; `now` is ISO 8601 in UTC
 * @returns {import('./document.js').Shared}
 */
export function sharedOf({ statement, meeting }, { lines, fields, from, lang, now }) {
  const parts = statement ? sharedParts(statement, new Set(lines.map(lineKey))) : [];
  return {
    lang,
    from: from.trim(),
    title: statement && parts.length && fields.includes('title') ? statement.title : '',
    parts,
    meeting: meeting && sharedMeeting(meeting, fields),
    made: now,
  };
}

/**
 * Whether the link would show nothing.
 * @param {import('./document.js').Shared} shared
 */
export const isEmptyShare = ({ parts, meeting }) => !parts.length && !meeting;
