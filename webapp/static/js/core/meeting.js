// A meeting: when, where, with whom, the statement used, the lines left out there, and what it left behind.
import { PARTS, plainJoined } from './parts.js';

/** @typedef {import('./parts.js').Kind} Kind */
/** @typedef {import('./parts.js').Part} Part */
/** @typedef {'yes'|'partly'|'no'} Answer */
/** @typedef {{id: string, text: string}} Question */
/** Who does what, and when: a day (2026-11-30), or ''. @typedef {{id: string, who: string, what: string, when: string, done: boolean}} Agreement */
/** A line of the statement that is not for this meeting. @typedef {{part: Part, text: string, joined?: import('./parts.js').Joined}} Line */
/** What another device wrote in the same place, until the person chooses. @typedef {{field: TextField | 'at', text: string}} OtherText */
/** @typedef {typeof TEXT_FIELDS[number]} TextField */
/**
 * `at` is local: '' or a day (2026-11-26) or a day and a time (2026-11-26T10:00), in `zone`. `statement` is an id, or ''.
 * `left_from` is the statement's text when `left_out` was last looked at, so that the lines are found again after edits.
 * `asked` is when the questions afterwards were answered or put aside. Other times are ISO 8601 in UTC.
 * @typedef {{
 *   id: string, kind: Kind | '', at: string, zone: string, statement: string,
 *   place: string, people: string, about: string, companion: string, questions: Question[],
 *   left_out: Line[], left_from: Record<Part, string> | null,
 *   asked: string | null, said: Answer | '', heard: Answer | '', agreements: Agreement[],
 *   my_goal: string, their_goal: string, next_time: string,
 *   alternatives: OtherText[], created: string, updated: string, deleted: string | null
 * }} Meeting
 */

/** One spelling of a line, to tell lines apart by. @param {Line} line */
export const lineKey = ({ part, text }) => `${part} ${text}`;

/** What the person writes freely. */
export const TEXT_FIELDS = /** @type {const} */ (['place', 'people', 'about', 'companion', 'my_goal', 'their_goal', 'next_time']);
/** An item's id grows by one letter when two devices wrote over the same one. */
export const ITEM_ID_MAX = 40;
/** @type {readonly Answer[]} */
export const ANSWERS = ['yes', 'partly', 'no'];

/** An empty meeting. @param {string} id @param {string} now ISO 8601 in UTC @param {string} zone @returns {Meeting} */
export function blankMeeting(id, now, zone) {
  return {
    id, kind: '', at: '', zone, statement: '', place: '', people: '', about: '', companion: '', questions: [],
    left_out: [], left_from: null, asked: null, said: '', heard: '', agreements: [], my_goal: '', their_goal: '', next_time: '',
    alternatives: [], created: now, updated: now, deleted: null,
  };
}

/** True when the person has put nothing in. @param {Meeting} meeting */
export const isBlankMeeting = (meeting) =>
  !meeting.kind && !meeting.at && !meeting.questions.length && !meeting.agreements.length && !meeting.said && !meeting.heard
  && TEXT_FIELDS.every((field) => !meeting[field].trim());

/**
 * The one spelling of a meeting: devices that hold the same meeting write the same text.
 * @param {Meeting} m @returns {Meeting}
 */
export function plainMeeting(m) {
  const parts = (/** @type {Record<Part, string>} */ from) =>
    /** @type {Record<Part, string>} */ (Object.fromEntries(PARTS.map((part) => [part, from[part]])));
  return {
    id: m.id, kind: m.kind, at: m.at, zone: m.zone, statement: m.statement,
    place: m.place, people: m.people, about: m.about, companion: m.companion,
    questions: m.questions.map(({ id, text }) => ({ id, text })),
    left_out: m.left_out.map(({ part, text, joined }) => ({ part, text, ...plainJoined(joined) })),
    left_from: m.left_from && parts(m.left_from),
    asked: m.asked, said: m.said, heard: m.heard,
    agreements: m.agreements.map(({ id, who, what, when, done }) => ({ id, who, what, when, done })),
    my_goal: m.my_goal, their_goal: m.their_goal, next_time: m.next_time,
    alternatives: m.alternatives.map(({ field, text }) => ({ field, text })),
    created: m.created, updated: m.updated, deleted: m.deleted,
  };
}

/** Minutes after its beginning from which a meeting counts as over, and days in which it is worth asking how it went. */
export const OVER_MINUTES = 120;
export const ASKED_DAYS = 14;

/** The start of a wall time, as long as `at` is: days compare with days. @param {string} at @param {string} wall */
const alike = (at, wall) => wall.slice(0, at.length);

/** Whether a meeting lies ahead or is going on. @param {Pick<Meeting, 'at'>} meeting @param {string} since local, as `at` */
export const isAhead = ({ at }, since) => !at || at >= alike(at, since);

/**
 * The meetings that lie ahead, the nearest first, those without a day last.
 * @param {Meeting[]} meetings @param {string} since local, as `at`
 */
export function meetingsAhead(meetings, since) {
  const key = ({ at = '', created = '' }) => `${at || '9'} ${created}`;
  return meetings.filter((one) => !one.deleted && isAhead(one, since)).sort((a, b) => (key(a) < key(b) ? -1 : 1));
}

/**
 * The latest meeting that one may ask about: it is over, not long ago, and nobody has asked yet.
 * @param {Meeting[]} meetings @param {string} since @param {string} longAgo local, as `at`
 */
export function meetingToAskAbout(meetings, since, longAgo) {
  const open = meetings.filter((one) => !one.deleted && !one.asked && !isAhead(one, since) && one.at >= alike(one.at, longAgo));
  return open.sort((a, b) => (a.at < b.at ? 1 : -1))[0] ?? null;
}

/**
 * The meeting of this day, if there is one: the first that is not over, else the last. Meetings begin late, and what is left out of
 * today's must not come back while one still waits.
 * @param {Meeting[]} meetings @param {string} since @param {string} now local, as `at`
 */
export function meetingToday(meetings, since, now) {
  const today = meetings.filter((one) => !one.deleted && one.at.slice(0, 10) === now.slice(0, 10));
  return meetingsAhead(today, since)[0] ?? today.sort((a, b) => (a.at < b.at ? 1 : -1))[0] ?? null;
}
