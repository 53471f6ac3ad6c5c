// "Kun disse linjer i dag": the statement without the lines left out of one meeting, with no sign that any
// are missing.
import { carryMarks, markOf, setMark, stricter } from '../statement/marks.js';
import { marksNow, withOldMarks, withoutOldMarks } from '../statement/old_marks.js';
import { PARTS } from '../statement/fields.js';
import { segment } from '../text/sentences.js';

/** @typedef {import('../statement/fields.js').Statement} Statement */
/** @typedef {import('../statement/fields.js').Part} Part */
/** @typedef {import('./fields.js').Meeting} Meeting */
/** @typedef {import('./fields.js').Line} Line */

/**
 * The lines that are left out, as the statement reads now: like marks, they follow their sentences through
 * edits.
 * @param {Pick<Meeting, 'left_out' | 'left_from'>} meeting
 * @param {Pick<Statement, 'parts'>} statement
 * @returns {Line[]}
 */
export function leftOutNow({ left_out, left_from }, { parts }) {
  let marks = asMarks(left_out);
  for (const part of PARTS) if (left_from) marks = carryMarks(left_from[part], parts[part], marks, part);
  return asLines(marksNow(marks, parts));
}

/** @param {Line[]} lines @returns {import('../statement/fields.js').Mark[]} */
const asMarks = (lines) => lines.map((line) => ({ ...line, mark: 'hidden' }));

/** @param {import('../statement/fields.js').Mark[]} marks @returns {Line[]} */
const asLines = (marks) => marks.map(({ part, text, joined }) => ({ part, text, ...(joined && { joined }) }));

/**
 * The meeting with its lines brought up to the statement's text; the same object when nothing changed.
 * @param {Meeting} meeting
 * @param {Statement} statement
 * @returns {Meeting}
 */
export function withLinesCarried(meeting, statement) {
  if (
    !meeting.left_out.length ||
    (meeting.left_from && PARTS.every((part) => meeting.left_from?.[part] === statement.parts[part]))
  )
    return meeting;
  return { ...meeting, left_out: leftOutNow(meeting, statement), left_from: { ...statement.parts } };
}

/**
 * The meeting with one line left out, or put back in.
 * @param {Meeting} meeting
 * @param {Statement} statement
 * @param {Line} line
 * @param {boolean} isOut
 * @returns {Meeting}
 */
export function leaveOut(meeting, statement, { part, text }, isOut) {
  const now = withoutOldMarks(asMarks(leftOutNow(meeting, statement)), statement.parts[part], part, text);
  const others = asLines(now).filter((line) => line.part !== part || line.text !== text);
  return {
    ...meeting,
    left_out: isOut ? [...others, { part, text }] : others,
    left_from: { ...statement.parts },
  };
}

/**
 * The statement as one meeting shows it, for display only: never save it. Without a meeting, the statement
 * itself.
 * @param {Statement} statement
 * @param {Pick<Meeting, 'left_out' | 'left_from'> | null} [meeting]
 * @returns {Statement}
 */
export function forMeeting(statement, meeting) {
  if (!meeting?.left_out.length) return statement;
  let { marks } = statement;
  // A private line stays private, which hides more than `hidden`.
  for (const { part, text } of leftOutNow(meeting, statement))
    marks = setMark(marks, part, text, stricter(markOf(marks, part, text), 'hidden'));
  return { ...statement, marks };
}

/**
 * The private sentences and the left-out lines of a part. Some may no longer be in its text.
 * @param {Statement} statement
 * @param {Part} part
 * @param {Line[]} leftOut
 * @returns {Set<string>}
 */
function hiddenIn({ parts, marks }, part, leftOut) {
  const hiding = [...marks.filter(({ mark }) => mark === 'private'), ...asMarks(leftOut)].filter(
    (mark) => mark.part === part,
  );
  return new Set(withOldMarks(parts[part], hiding, part).map(({ text }) => text));
}

/**
 * Whether the text contains a private sentence.
 * @param {Statement} statement
 */
export const hasPrivate = (statement) =>
  PARTS.some((part) => {
    const hidden = hiddenIn(statement, part, []);
    return hidden.size > 0 && segment(statement.parts[part]).some(({ text }) => hidden.has(text));
  });

/**
 * A part's text without its private sentences and without the lines left out of this meeting.
 * @param {Statement} statement
 * @param {Part} part
 * @param {Line[]} leftOut
 * @returns {string}
 */
export function shownText(statement, part, leftOut = []) {
  const whole = statement.parts[part];
  const hidden = hiddenIn(statement, part, leftOut);
  if (!hidden.size) return whole;
  const sentences = segment(whole);
  let shown = '';
  let gap = '';
  sentences.forEach(({ end, text }, i) => {
    const after = whole.slice(end, sentences[i + 1]?.start ?? whole.length);
    // When a sentence goes, keep the gap with more line lineBreaks: a paragraph beside it stays a paragraph.
    if (hidden.has(text)) gap = lineBreaks(after) > lineBreaks(gap) ? after : gap;
    else {
      shown += gap + text;
      gap = after;
    }
  });
  return shown.trim();
}

/**
 * Counts line lineBreaks.
 * @param {string} gap
 */
const lineBreaks = (gap) => gap.match(/\r\n|[\n\r\u2028\u2029]/g)?.length ?? 0;
