// Merges an imported copy into the documents on this phone, by the same merges as for records from another
// phone. Nothing on this phone is lost, whatever any clock says: its side counts as the later one, and where
// the copy differs, its text is added or kept as a conflicting version.
import { withLinesCarried, leftOutNow } from '../meeting/lines_left_out.js';
import { carryMarks } from '../statement/marks.js';
import { TEXT_FIELDS, lineKey } from '../meeting/fields.js';
import { mergeWithConflicts } from '../statement/merge.js';
import { mergeExploration } from '../exploration/merge.js';
import { mergeMeeting, withAlternatives } from '../meeting/merge.js';
import { commonText } from '../text/merge.js';
import { PARTS, blankStatement } from '../statement/fields.js';

/** @typedef {import('../statement/fields.js').Statement} Statement */
/** @typedef {import('../meeting/fields.js').Meeting} Meeting */
/** @typedef {import('../exploration/fields.js').Exploration} Exploration */
/** @typedef {{deleted: string | null}} Deletable */

/** Older than anything on this phone, so that this phone's value wins where only one can stay. */
const OLDEST = '0000-01-01T00:00:00.000Z';

/**
 * In the bin only when it is in the bin on both sides.
 * @param {Deletable} here
 * @param {Deletable} copy
 */
const deletedOnBoth = (here, copy) => copy.deleted && here.deleted;

/**
 * The copy's marks, and this phone's hidden and private marks carried over to the copy's text, also
 * where a sentence is worded slightly differently.
 * @param {Statement} here
 * @param {Statement} copy
 */
function marksForCopy(here, copy) {
  let marks = here.marks.filter(({ mark }) => mark !== 'always');
  for (const part of PARTS) marks = carryMarks(here.parts[part], copy.parts[part], marks, part);
  return [...copy.marks, ...marks];
}

/**
 * The merge base: the true one is unknown, and only sentences that both sides have were certainly in it.
 * @param {Statement} here
 * @param {Statement} copy
 * @returns {Statement}
 */
function commonBase(here, copy) {
  const base = blankStatement(here.id, here.created);
  const parts = { ...base.parts };
  for (const part of PARTS) parts[part] = commonText(here.parts[part], copy.parts[part]);
  return { ...base, parts };
}

/**
 * @param {Statement} here
 * @param {Statement} copy
 * @returns {Statement}
 */
export function mergeStatementCopy(here, copy) {
  const theirs = { ...copy, marks: marksForCopy(here, copy), updated: OLDEST };
  return { ...mergeWithConflicts(commonBase(here, copy), here, theirs), deleted: deletedOnBoth(here, copy) };
}

/**
 * A meeting whose statement was merged with a copy's. Lines that were left out stay out, in this phone's
 * wording and in the copy's.
 * @param {Meeting} meeting
 * @param {Statement} here
 * @param {Statement} copy
 * @param {Statement} next the merged statement
 * @returns {Meeting}
 */
export function mergeLinesLeftOutCopy(meeting, here, copy, next) {
  const before = meeting.left_from ? meeting : withLinesCarried(meeting, here);
  const lines = [...leftOutNow(before, next), ...leftOutNow(before, copy)];
  const left_out = [...new Map(lines.map((line) => [lineKey(line), line])).values()];
  return { ...meeting, left_out, left_from: { ...next.parts } };
}

/**
 * A meeting's short texts are not merged into one: the copy's text becomes a conflicting version.
 * @param {Meeting} here
 * @param {Meeting} copy
 * @returns {Meeting}
 */
export function mergeMeetingCopy(here, copy) {
  const both = mergeMeeting(null, here, { ...copy, updated: OLDEST });
  const holdsBoth = (/** @type {import('../meeting/fields.js').TextField} */ field) =>
    [here, copy].every((side) => both[field].startsWith(side[field]));
  const apart = TEXT_FIELDS.filter((field) => !holdsBoth(field));
  const own = Object.fromEntries(apart.map((field) => [field, here[field]]));
  const beside = apart.map((field) => ({ field, text: copy[field] }));
  return withAlternatives({ ...both, ...own, deleted: deletedOnBoth(here, copy) }, beside);
}

/**
 * A copy neither puts a note that is on this phone into the vault nor takes it out.
 * @param {Exploration} here
 * @param {Exploration} copy
 * @returns {Exploration}
 */
export function mergeNoteCopy(here, copy) {
  const both = mergeExploration(null, here, { ...copy, updated: OLDEST });
  return { ...both, in_vault: here.in_vault, deleted: deletedOnBoth(here, copy) };
}
