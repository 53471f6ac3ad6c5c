// Merges two edits of one meeting, field by field. Every device gets the same bytes, and no text is lost.
import { MEETING_FIELDS, TEXT_FIELDS, blankMeeting, canonicalMeeting } from './fields.js';
import { earlierFirst } from '../statement/merge.js';
import { mergedFields } from '../documents/merge_fields.js';
import { AGREEMENTS, QUESTIONS, laterText, mergeItems } from './merge_items.js';
import { hasChosenLines, mergeLeftOut } from './merge_lines_left_out.js';
import { mergeText, threeWay } from '../text/merge.js';
import { mergedConflicts, conflictsToKeep, withoutDuplicates } from '../statement/conflicts.js';

/** @typedef {import('./fields.js').Meeting} Meeting */
/** @typedef {import('./fields.js').Alternative} Alternative */

/** @param {Alternative} alternative */
const keyOf = ({ field, text }) => `${field} ${text}`;

/**
 * @param {Meeting | null} base the last version that both sides agreed on
 * @param {Meeting} mine
 * @param {Meeting} theirs
 * @returns {Meeting} the same when `mine` and `theirs` are swapped
 */
export function mergeMeeting(base, mine, theirs) {
  const [early, late] = earlierFirst(canonicalMeeting(mine), canonicalMeeting(theirs));
  const o = canonicalMeeting(base ?? blankMeeting(late.id, late.created, late.zone));
  const merged = mergedFields(MEETING_FIELDS, o, early, late);
  const { at, texts, conflicts } = mergedTexts(o, early, late);
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
      ...mergedConflicts(o.alternatives, early.alternatives, late.alternatives, keyOf),
      ...conflicts,
    ],
    deleted: mergedDeletion(o, early, late),
  });
  return withAlternatives(next, [...droppedOf(early, late, next), ...droppedOf(late, early, next)]);
}

/**
 * Merges the free texts and the time. `conflicts` holds the version that lost where both sides changed the
 * same place.
 * @param {Meeting} o
 * @param {Meeting} early
 * @param {Meeting} late
 */
function mergedTexts(o, early, late) {
  /** @type {Alternative[]} */
  const conflicts = [];
  const texts = Object.fromEntries(
    TEXT_FIELDS.map((field) => {
      const { text, other } = mergeText(o[field], late[field], early[field]);
      if (other !== null) conflicts.push({ field, text: other });
      return [field, text];
    }),
  );
  const { text: at, other } = laterText(o.at, early.at, late.at);
  if (other !== null) conflicts.push({ field: 'at', text: other });
  return { at, texts: /** @type {Record<import('./fields.js').TextField, string>} */ (texts), conflicts };
}

/**
 * The zone of the side whose time was taken.
 * @param {string} at the merged time
 * @param {Meeting} o
 * @param {Meeting} early
 * @param {Meeting} late
 */
function zoneOf(at, o, early, late) {
  const [source] = early.at === late.at ? [] : [late, early].filter((side) => side.at === at);
  return source ? source.zone : threeWay(o.zone, early.zone, late.zone, () => late.zone);
}

/**
 * An edit, or a restore from the bin, beats a deletion.
 * @param {Meeting} o
 * @param {Meeting} early
 * @param {Meeting} late
 */
function mergedDeletion(o, early, late) {
  const alive = [late, early].find(({ deleted }) => !deleted);
  if (alive && (o.deleted || wasEdited(o, alive))) return null;
  return threeWay(o.deleted, early.deleted, late.deleted, () => late.deleted);
}

/** @param {Meeting} base @param {Meeting} side */
function wasEdited(base, side) {
  const ignored = { updated: '', created: '', deleted: null, left_out: [], left_from: null };
  return (
    JSON.stringify({ ...base, ...ignored }) !== JSON.stringify({ ...side, ...ignored }) ||
    hasChosenLines(base, side)
  );
}

/** @param {Meeting} meeting */
const wordsOf = (meeting) =>
  [
    meeting.at,
    ...TEXT_FIELDS.map((field) => meeting[field]),
    ...meeting.alternatives.map(({ text }) => text),
  ].join('\n');

/**
 * One side's conflicting versions that the merge would drop although both sides still have their words.
 * @param {Meeting} side
 * @param {Meeting} other
 * @param {Meeting} next
 */
const droppedOf = (side, other, next) => conflictsToKeep(side.alternatives, wordsOf(other), wordsOf(next));

/**
 * The meeting with more conflicting versions beside its own texts.
 * @param {Meeting} meeting
 * @param {Alternative[]} alternatives
 * @returns {Meeting}
 */
export const withAlternatives = (meeting, alternatives) => ({
  ...meeting,
  alternatives: withoutDuplicates(
    [...meeting.alternatives, ...alternatives],
    keyOf,
    ({ field, text }) => text === meeting[field],
  ),
});
