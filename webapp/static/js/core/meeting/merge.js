// Two edits of one meeting become one, field by field: the same bytes on every device, and nobody's words are lost.
import { MEETING_FIELDS, TEXT_FIELDS, blankMeeting, canonicalMeeting } from './fields.js';
import { inTime } from '../statement/merge.js';
import { mergedFields } from '../documents/merge_fields.js';
import { AGREEMENTS, QUESTIONS, laterText, mergeItems } from './merge_items.js';
import { choseLines, mergeLeftOut } from './merge_lines_left_out.js';
import { mergeText, threeWay } from '../text/merge.js';
import { keptOnBothSides, droppedByMerge, tidied } from '../statement/conflicts.js';

/** @typedef {import('./fields.js').Meeting} Meeting */
/** @typedef {import('./fields.js').OtherText} OtherText */

/** @param {OtherText} other */
const keyOf = ({ field, text }) => `${field} ${text}`;

/**
 * @param {Meeting | null} base what both last agreed on @param {Meeting} mine @param {Meeting} theirs
 * @returns {Meeting} the same whichever of the two is `mine`
 */
export function mergeMeeting(base, mine, theirs) {
  const [early, late] = inTime(canonicalMeeting(mine), canonicalMeeting(theirs));
  const o = canonicalMeeting(base ?? blankMeeting(late.id, late.created, late.zone));
  const merged = mergedFields(MEETING_FIELDS, o, early, late);
  const { at, texts, others } = mergedTexts(o, early, late);
  const { left_out, left_from } = mergeLeftOut(o, early, late, merged.statement);
  const next = canonicalMeeting({
    ...merged,
    ...texts,
    at,
    left_out,
    left_from,
    zone: zoneOf(at, o, early, late),
    questions: mergeItems(o.questions, early.questions, late.questions, QUESTIONS),
    agreements: mergeItems(o.agreements, early.agreements, late.agreements, AGREEMENTS),
    asked: threeWay(o.asked, early.asked, late.asked, () => late.asked ?? early.asked),
    alternatives: [
      ...keptOnBothSides(o.alternatives, early.alternatives, late.alternatives, keyOf),
      ...others,
    ],
    deleted: mergedDeletion(o, early, late),
  });
  return withAlternatives(next, [...stillIn(early, late, next), ...stillIn(late, early, next)]);
}

/** The free texts and the time. `others` is what both wrote in the same place. @param {Meeting} o @param {Meeting} early @param {Meeting} late */
function mergedTexts(o, early, late) {
  /** @type {OtherText[]} */
  const others = [];
  const texts = Object.fromEntries(
    TEXT_FIELDS.map((field) => {
      const { text, other } = mergeText(o[field], late[field], early[field]);
      if (other !== null) others.push({ field, text: other });
      return [field, text];
    }),
  );
  const { text: at, other } = laterText(o.at, early.at, late.at);
  if (other !== null) others.push({ field: 'at', text: other });
  return { at, texts: /** @type {Record<import('./fields.js').TextField, string>} */ (texts), others };
}

/** A zone belongs to its time. @param {string} at @param {Meeting} o @param {Meeting} early @param {Meeting} late */
function zoneOf(at, o, early, late) {
  const [one] = early.at === late.at ? [] : [late, early].filter((side) => side.at === at);
  return one ? one.zone : threeWay(o.zone, early.zone, late.zone, () => late.zone);
}

/** An edit, or a way back out of the bin, beats a deletion. @param {Meeting} o @param {Meeting} early @param {Meeting} late */
function mergedDeletion(o, early, late) {
  const alive = [late, early].find(({ deleted }) => !deleted);
  if (alive && (o.deleted || wasEdited(o, alive))) return null;
  return threeWay(o.deleted, early.deleted, late.deleted, () => late.deleted);
}

/** @param {Meeting} base @param {Meeting} side */
function wasEdited(base, side) {
  const still = { updated: '', created: '', deleted: null, left_out: [], left_from: null };
  return (
    JSON.stringify({ ...base, ...still }) !== JSON.stringify({ ...side, ...still }) || choseLines(base, side)
  );
}

/** @param {Meeting} meeting */
const wordsOf = (meeting) =>
  [
    meeting.at,
    ...TEXT_FIELDS.map((field) => meeting[field]),
    ...meeting.alternatives.map(({ text }) => text),
  ].join('\n');

/** @param {Meeting} side @param {Meeting} other @param {Meeting} next */
const stillIn = (side, other, next) => droppedByMerge(side.alternatives, wordsOf(other), wordsOf(next));

/** The meeting with other texts beside its own. @param {Meeting} meeting @param {OtherText[]} others @returns {Meeting} */
export const withAlternatives = (meeting, others) => ({
  ...meeting,
  alternatives: tidied(
    [...meeting.alternatives, ...others],
    keyOf,
    ({ field, text }) => text === meeting[field],
  ),
});
