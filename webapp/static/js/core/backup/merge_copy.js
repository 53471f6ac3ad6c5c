// What a copy holds, taken together with what is here, by the merges of a record from another phone. Nothing
// that is here goes, whatever any clock says: it counts as the later one, and what the copy says otherwise
// stands with it or beside it.
import { carried, leftOutNow } from '../meeting/lines_left_out.js';
import { carryMarks } from '../statement/marks.js';
import { TEXT_FIELDS, lineKey } from '../meeting/fields.js';
import { mergeBeside } from '../statement/merge.js';
import { mergeExploration } from '../exploration/merge.js';
import { mergeMeeting, withAlternatives } from '../meeting/merge.js';
import { commonText } from '../text/merge.js';
import { PARTS, blankStatement } from '../statement/fields.js';

/** @typedef {import('../statement/fields.js').Statement} Statement */
/** @typedef {import('../meeting/fields.js').Meeting} Meeting */
/** @typedef {import('../exploration/fields.js').Exploration} Exploration */
/** @typedef {{deleted: string | null}} Deletable */

/** Before all that is here, so that what is here stands where only one can. */
const OLDEST = '0000-01-01T00:00:00.000Z';

/** In the bin only where it is so on both sides. @param {Deletable} here @param {Deletable} copy */
const deletedOn = (here, copy) => copy.deleted && here.deleted;

/**
 * What is hidden or private here is so in the copy's text too, also where its sentence reads a little
 * otherwise.
 * @param {Statement} here @param {Statement} copy
 */
function marksThere(here, copy) {
  let marks = here.marks.filter(({ mark }) => mark !== 'always');
  for (const part of PARTS) marks = carryMarks(here.parts[part], copy.parts[part], marks, part);
  return [...copy.marks, ...marks];
}

/**
 * Of what both once were, only the sentences that both have are sure.
 * @param {Statement} here @param {Statement} copy @returns {Statement}
 */
function inCommon(here, copy) {
  const base = blankStatement(here.id, here.created);
  const parts = { ...base.parts };
  for (const part of PARTS) parts[part] = commonText(here.parts[part], copy.parts[part]);
  return { ...base, parts };
}

/** @param {Statement} here @param {Statement} copy @returns {Statement} */
export function statementWithCopy(here, copy) {
  const theirs = { ...copy, marks: marksThere(here, copy), updated: OLDEST };
  return { ...mergeBeside(inCommon(here, copy), here, theirs), deleted: deletedOn(here, copy) };
}

/**
 * A meeting whose statement came together with a copy: what was left out stays out, as it reads here and
 * there.
 * @param {Meeting} meeting @param {Statement} here @param {Statement} copy @param {Statement} next
 * @returns {Meeting}
 */
export function leftOutWithCopy(meeting, here, copy, next) {
  const before = meeting.left_from ? meeting : carried(meeting, here);
  const lines = [...leftOutNow(before, next), ...leftOutNow(before, copy)];
  const left_out = [...new Map(lines.map((line) => [lineKey(line), line])).values()];
  return { ...meeting, left_out, left_from: { ...next.parts } };
}

/**
 * A meeting's short texts are not run together: the copy's stands beside.
 * @param {Meeting} here @param {Meeting} copy @returns {Meeting}
 */
export function meetingWithCopy(here, copy) {
  const both = mergeMeeting(null, here, { ...copy, updated: OLDEST });
  const isBoth = (/** @type {import('../meeting/fields.js').TextField} */ field) =>
    [here, copy].every((side) => both[field].startsWith(side[field]));
  const apart = TEXT_FIELDS.filter((field) => !isBoth(field));
  const own = Object.fromEntries(apart.map((field) => [field, here[field]]));
  const beside = apart.map((field) => ({ field, text: copy[field] }));
  return withAlternatives({ ...both, ...own, deleted: deletedOn(here, copy) }, beside);
}

/**
 * A copy brings a note that is here into no vault, and takes it out of none.
 * @param {Exploration} here @param {Exploration} copy @returns {Exploration}
 */
export function noteWithCopy(here, copy) {
  const both = mergeExploration(null, here, { ...copy, updated: OLDEST });
  return { ...both, in_vault: here.in_vault, deleted: deletedOn(here, copy) };
}
