// What a copy holds, taken together with what is here: the same merges as with a record from another phone, with nothing agreed on
// before. Nothing that is here goes, whatever any clock says: it counts as the later one, and what the copy says otherwise stands
// with it or beside it.
import { carried, leftOutNow } from './for_meeting.js';
import { carryMarks } from './marks.js';
import { lineKey, TEXT_FIELDS } from './meeting.js';
import { mergeBeside } from './merge.js';
import { mergeExploration } from './merge_exploration.js';
import { mergeMeeting, withAlternatives } from './merge_meeting.js';
import { commonText } from './merge_text.js';
import { PARTS, blankStatement } from './parts.js';

/** @typedef {import('./parts.js').Statement} Statement */
/** @typedef {import('./meeting.js').Meeting} Meeting */
/** @typedef {import('./exploration.js').Exploration} Exploration */

/** Older than all that is here, so that what is here stands where only one can. */
const OLDEST = '0000-01-01T00:00:00.000Z';

/** In the bin only where it was so on both sides: a copy takes out of the bin what it holds. @param {{deleted: string | null}} here @param {{deleted: string | null}} copy */
const deletedOn = (here, copy) => copy.deleted && here.deleted;

/** What is hidden or private here is so in the copy's text too, also where the sentence reads a little otherwise there. @param {Statement} here @param {Statement} copy */
function marksThere(here, copy) {
  let marks = here.marks.filter(({ mark }) => mark !== 'always');
  for (const part of PARTS) marks = carryMarks(here.parts[part], copy.parts[part], marks, part);
  return [...copy.marks, ...marks];
}

/** Of what both were, only the sentences that both have are sure. @param {Statement} here @param {Statement} copy @returns {Statement} */
const inCommon = (here, copy) => PARTS.reduce((base, part) => ({ ...base, parts: { ...base.parts, [part]: commonText(here.parts[part], copy.parts[part]) } }), blankStatement(here.id, here.created));

/** @param {Statement} here @param {Statement} copy @returns {Statement} */
export function statementWithCopy(here, copy) {
  const next = mergeBeside(inCommon(here, copy), here, { ...copy, marks: marksThere(here, copy), updated: OLDEST });
  return { ...next, deleted: deletedOn(here, copy) };
}

/**
 * A meeting of a statement that came together with a copy: what was left out stays out, as it reads here and as it reads in the copy.
 * @param {Meeting} meeting @param {Statement} here @param {Statement} copy @param {Statement} next @returns {Meeting}
 */
export function leftOutWithCopy(meeting, here, copy, next) {
  const before = meeting.left_from ? meeting : carried(meeting, here);
  const lines = [...leftOutNow(before, next), ...leftOutNow(before, copy)];
  return { ...meeting, left_out: [...new Map(lines.map((line) => [lineKey(line), line])).values()], left_from: { ...next.parts } };
}

/** A meeting's short texts are not run together: the copy's stands beside. @param {Meeting} here @param {Meeting} copy @returns {Meeting} */
export function meetingWithCopy(here, copy) {
  const both = mergeMeeting(null, here, { ...copy, updated: OLDEST });
  const apart = TEXT_FIELDS.filter((field) => !both[field].startsWith(here[field]) || !both[field].startsWith(copy[field]));
  const own = Object.fromEntries(apart.map((field) => [field, here[field]]));
  const beside = apart.map((field) => ({ field, text: copy[field] }));
  return withAlternatives({ ...both, ...own, deleted: deletedOn(here, copy) }, beside);
}

/** A copy brings a note that is here into no vault, and takes it out of none. @param {Exploration} here @param {Exploration} copy @returns {Exploration} */
export const noteWithCopy = (here, copy) =>
  ({ ...mergeExploration(null, here, { ...copy, updated: OLDEST }), in_vault: here.in_vault, deleted: deletedOn(here, copy) });
