// "Kun disse linjer i dag": the statement as one meeting hears it. Nothing tells that there was more.
import { carryMarks, markOf, setMark, stricter } from '../statement/marks.js';
import { marksNow, withOldMarks, withoutOldMarks } from '../statement/old_marks.js';
import { PARTS } from '../statement/fields.js';
import { segment } from '../text/sentences.js';

/** @typedef {import('../statement/fields.js').Statement} Statement */
/** @typedef {import('../statement/fields.js').Part} Part */
/** @typedef {import('./fields.js').Meeting} Meeting */
/** @typedef {import('./fields.js').Line} Line */

/**
 * The lines that are left out, as they stand in the statement now: they follow their sentences through edits like marks.
 * @param {Pick<Meeting, 'left_out' | 'left_from'>} meeting @param {Pick<Statement, 'parts'>} statement @returns {Line[]}
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

/** @param {Meeting} meeting @param {Statement} statement @returns {Meeting} with its lines found again; itself where nothing changed */
export function carried(meeting, statement) {
  if (
    !meeting.left_out.length ||
    (meeting.left_from && PARTS.every((part) => meeting.left_from?.[part] === statement.parts[part]))
  )
    return meeting;
  return { ...meeting, left_out: leftOutNow(meeting, statement), left_from: { ...statement.parts } };
}

/**
 * The meeting with one line left out, or taken in again.
 * @param {Meeting} meeting @param {Statement} statement @param {Line} line @param {boolean} isOut @returns {Meeting}
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
 * The statement for one meeting; the statement itself where there is none. Not to be saved.
 * @param {Statement} statement @param {Pick<Meeting, 'left_out' | 'left_from'> | null} [meeting] @returns {Statement}
 */
export function forMeeting(statement, meeting) {
  if (!meeting?.left_out.length) return statement;
  let { marks } = statement;
  // What is private stays so: that hides more.
  for (const { part, text } of leftOutNow(meeting, statement))
    marks = setMark(marks, part, text, stricter(markOf(marks, part, text), 'hidden'));
  return { ...statement, marks };
}

/**
 * The sentences that are for nobody else, and such as no longer stand there.
 * @param {Statement} statement @param {Part} part @param {Line[]} leftOut @returns {Set<string>}
 */
function hiddenIn({ parts, marks }, part, leftOut) {
  const hiding = [...marks.filter(({ mark }) => mark === 'private'), ...asMarks(leftOut)].filter(
    (one) => one.part === part,
  );
  return new Set(withOldMarks(parts[part], hiding, part).map(({ text }) => text));
}

/** Whether a sentence that is always private stands in the text. @param {Statement} statement */
export const holdsPrivate = (statement) =>
  PARTS.some((part) => {
    const hidden = hiddenIn(statement, part, []);
    return hidden.size > 0 && segment(statement.parts[part]).some(({ text }) => hidden.has(text));
  });

/**
 * A part's text without the sentences that are for nobody else: private ones, and those left out at this meeting.
 * @param {Statement} statement @param {Part} part @param {Line[]} leftOut @returns {string}
 */
export function toBeShown(statement, part, leftOut = []) {
  const whole = statement.parts[part];
  const hidden = hiddenIn(statement, part, leftOut);
  if (!hidden.size) return whole;
  const sentences = segment(whole);
  let shown = '';
  let gap = '';
  sentences.forEach(({ end, text }, i) => {
    const after = whole.slice(end, sentences[i + 1]?.start ?? whole.length);
    // Where a sentence goes, a new paragraph beside it stays one.
    if (hidden.has(text)) gap = breaks(after) > breaks(gap) ? after : gap;
    else {
      shown += gap + text;
      gap = after;
    }
  });
  return shown.trim();
}

/** @param {string} gap */
const breaks = (gap) => gap.match(/\r\n|[\n\r\u2028\u2029]/g)?.length ?? 0;
