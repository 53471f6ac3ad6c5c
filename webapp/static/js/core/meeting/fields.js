// A meeting: when, where, with whom, the statement used, the lines left out there, and what it left behind.
import {
  blank,
  canonical,
  choice,
  flag,
  id,
  list,
  namesOf,
  oneOf,
  orNull,
  record,
  text,
  time,
} from '../documents/fields.js';
import { DAY_OR_TIME } from './local_time.js';
import { KINDS, LINE, TEXTS } from '../statement/fields.js';

/** @typedef {import('../statement/fields.js').Kind} Kind */
/** @typedef {import('../statement/fields.js').Part} Part */
/** @typedef {'yes'|'partly'|'no'} Answer */
/** @typedef {{id: string, text: string}} Question */
/** Who does what, and when: a day (2026-11-30), or ''. @typedef {{id: string, who: string, what: string, when: string, done: boolean}} Agreement */
/** A line of the statement that is not for this meeting. @typedef {{part: Part, text: string, joined?: import('../statement/fields.js').Joined}} Line */
/** What another device wrote in the same place, until the person chooses. @typedef {{field: TextField | 'at', text: string}} OtherText */
/** What the person writes freely. @typedef {keyof typeof ASKED_BEFORE | keyof typeof ASKED_AFTER} TextField */
/**
 * `at` is local: '' or a day (2026-11-26) or a day and a time (2026-11-26T10:00), in `zone`. `statement` is an id, or ''.
 * `left_from` is the statement's text when `left_out` was last looked at, so that the lines are found again after edits.
 * `asked` is when the questions afterwards were answered or put aside. Other times are ISO 8601 in UTC.
 * @typedef {import('../documents/fields.js').DocumentOf<typeof MEETING_FIELDS>} Meeting
 */

/** One spelling of a line, to tell lines apart by. @param {Line} line */
export const lineKey = ({ part, text }) => `${part} ${text}`;

/** An item's id grows by one letter when two devices wrote over the same one. */
export const ITEM_ID_MAX = 40;
/** @type {readonly Answer[]} */
export const ANSWERS = ['yes', 'partly', 'no'];

const ITEMS_MAX = 500;
const LINES_MAX = 5_000;
const DAY = { longest: 60, shape: /^(\d{4}-\d\d-\d\d)?$/ };
const ZONE = { longest: 60, shape: /^[A-Za-z0-9_+/-]{1,60}$/ };
const ID_OR_NONE = { longest: 22, shape: /^([A-Za-z0-9_-]{22})?$/ };
const ITEM_ID = { longest: ITEM_ID_MAX, shape: new RegExp(`^[A-Za-z0-9_-]{1,${ITEM_ID_MAX}}$`) };

/** Items of a list, each id once: two items of one id could not both be merged. @template {import('../documents/fields.js').Fields} F @param {F} fields */
const items = (fields) =>
  list(record(fields), ITEMS_MAX, {
    merge: 'own',
    says: true,
    check: (found) => new Set(found.map((/** @type {{id: string}} */ one) => one.id)).size === found.length,
  });
/** What the person writes freely. @param {import('../documents/fields.js').Options['label']} label */
const free = (label) => text({ merge: 'text', label });

const ASKED_BEFORE = {
  place: free((t) => t('Hvor?')),
  people: free((t) => t('Hvem er med?')),
  about: free((t) => t('Hvad handler det om?')),
  companion: free((t) => t('Hvem tager du med?')),
};
const ASKED_AFTER = {
  my_goal: free((t) => t('Mit mål, med mine ord')),
  their_goal: free((t) => t('Deres mål, med deres ord')),
  next_time: free((t) => t('Til næste gang')),
};
/** Names of the texts that are asked for before the meeting, and after it. */
export const [TEXTS_BEFORE, TEXTS_AFTER] = [namesOf(ASKED_BEFORE), namesOf(ASKED_AFTER)];
/** @type {TextField[]} */
export const TEXT_FIELDS = [...TEXTS_BEFORE, ...TEXTS_AFTER];
const FIELD_NAMES = /** @type {(TextField | 'at')[]} */ (['at', ...TEXT_FIELDS]);

export const MEETING_FIELDS = {
  id: id(),
  kind: choice(KINDS, { says: true }),
  at: text({ longest: 60, shape: DAY_OR_TIME, merge: 'own', says: true, label: (t) => t('Hvornår?') }),
  zone: text({ ...ZONE, merge: 'own' }),
  statement: text(ID_OR_NONE),
  ...ASKED_BEFORE,
  questions: items({ id: text(ITEM_ID), text: text() }),
  left_out: /** @type {import('../documents/fields.js').Row<Line[]>} */ (
    list(LINE, LINES_MAX, { merge: 'own' })
  ),
  left_from: orNull(TEXTS, { merge: 'own' }),
  asked: orNull(time('own'), { merge: 'own' }),
  said: choice(ANSWERS, { says: true }),
  heard: choice(ANSWERS, { says: true }),
  agreements: items({ id: text(ITEM_ID), who: text(), what: text(), when: text(DAY), done: flag() }),
  ...ASKED_AFTER,
  alternatives: list(record({ field: oneOf(FIELD_NAMES), text: text() }), ITEMS_MAX, { merge: 'own' }),
  created: time('earliest'),
  updated: time('latest'),
  deleted: orNull(time('own'), { merge: 'own' }),
};

/** An empty meeting. @param {string} id @param {string} now ISO 8601 in UTC @param {string} zone @returns {Meeting} */
export const blankMeeting = (id, now, zone) =>
  blank(MEETING_FIELDS, { id, zone, created: now, updated: now });

/** The one spelling of a meeting: devices that hold the same one write the same text. @param {Meeting} meeting @returns {Meeting} */
export const canonicalMeeting = (meeting) => canonical(MEETING_FIELDS, meeting);

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
  return meetings
    .filter((one) => !one.deleted && isAhead(one, since))
    .sort((a, b) => (key(a) < key(b) ? -1 : 1));
}

/**
 * The latest meeting that one may ask about: it is over, not long ago, and nobody has asked yet.
 * @param {Meeting[]} meetings @param {string} since @param {string} longAgo local, as `at`
 */
export function meetingToAskAbout(meetings, since, longAgo) {
  const open = meetings.filter(
    (one) => !one.deleted && !one.asked && !isAhead(one, since) && one.at >= alike(one.at, longAgo),
  );
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
