// A meeting: when, where, with whom, the statement it uses, the lines left out of it, and how it went.
import {
  blank,
  canonical,
  choice,
  flag,
  id,
  list,
  namesOf,
  oneOf,
  nullable,
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
/**
 * Who does what. `when` is a day (2026-11-30) or ''.
 * @typedef {{id: string, who: string, what: string, when: string, done: boolean}} Agreement
 */
/**
 * A line of the statement that is left out of this meeting.
 * @typedef {{part: Part, text: string, joined?: import('../statement/fields.js').Joined}} Line
 */
/**
 * A conflicting version of a field, written on another device and kept until the person chooses.
 * @typedef {{field: TextField | 'at', text: string}} Alternative
 */
/**
 * A field of free text.
 * @typedef {keyof typeof FIELDS_BEFORE | keyof typeof FIELDS_AFTER} TextField
 */
/**
 * `at` is a local time in `zone`: '', a day (2026-11-26), or a day and a time (2026-11-26T10:00). `statement`
 * is an id or ''. `left_from` is the statement's text that `left_out` refers to: with it the lines are found
 * again after edits. `asked` is when the person answered or dismissed the questions after the meeting. All
 * other times are ISO 8601 in UTC.
 * @typedef {import('../documents/fields.js').DocumentOf<typeof MEETING_FIELDS>} Meeting
 */

/**
 * A key that identifies a line.
 * @param {Line} line
 */
export const lineKey = ({ part, text }) => `${part} ${text}`;

/** A merge appends one letter to the id of an item that two devices rewrote (merge_items.js). */
export const ITEM_ID_MAX = 40;
/** @type {readonly Answer[]} */
export const ANSWERS = ['yes', 'partly', 'no'];

const ITEMS_MAX = 500;
const LINES_MAX = 5_000;
const DAY = { longest: 60, shape: /^(\d{4}-\d\d-\d\d)?$/ };
const ZONE = { longest: 60, shape: /^[A-Za-z0-9_+/-]{1,60}$/ };
const ID_OR_NONE = { longest: 22, shape: /^([A-Za-z0-9_-]{22})?$/ };
const ITEM_ID = { longest: ITEM_ID_MAX, shape: new RegExp(`^[A-Za-z0-9_-]{1,${ITEM_ID_MAX}}$`) };

/**
 * A list of items with unique ids: the merge looks items up by id, so it would drop one of two items with the
 * same id.
 * @template {import('../documents/fields.js').Fields} F
 * @param {F} fields
 */
const items = (fields) =>
  list(record(fields), ITEMS_MAX, {
    merge: 'own',
    says: true,
    check: (all) => new Set(all.map((/** @type {{id: string}} */ item) => item.id)).size === all.length,
  });
/**
 * A field of free text.
 * @param {import('../documents/fields.js').Options['label']} label
 */
const freeText = (label) => text({ merge: 'text', label });

const FIELDS_BEFORE = {
  place: freeText((t) => t('Hvor?')),
  people: freeText((t) => t('Hvem er med?')),
  about: freeText((t) => t('Hvad handler det om?')),
  companion: freeText((t) => t('Hvem tager du med?')),
};
const FIELDS_AFTER = {
  my_goal: freeText((t) => t('Mit mål, med mine ord')),
  their_goal: freeText((t) => t('Deres mål, med deres ord')),
  next_time: freeText((t) => t('Til næste gang')),
};
/** Names of the text fields that are asked for before the meeting, and after it. */
export const [TEXTS_BEFORE, TEXTS_AFTER] = [namesOf(FIELDS_BEFORE), namesOf(FIELDS_AFTER)];
/** @type {TextField[]} */
export const TEXT_FIELDS = [...TEXTS_BEFORE, ...TEXTS_AFTER];
const FIELD_NAMES = /** @type {(TextField | 'at')[]} */ (['at', ...TEXT_FIELDS]);

export const MEETING_FIELDS = {
  id: id(),
  kind: choice(KINDS, { says: true }),
  at: text({ longest: 60, shape: DAY_OR_TIME, merge: 'own', says: true, label: (t) => t('Hvornår?') }),
  zone: text({ ...ZONE, merge: 'own' }),
  statement: text(ID_OR_NONE),
  ...FIELDS_BEFORE,
  questions: items({ id: text(ITEM_ID), text: text() }),
  left_out: /** @type {import('../documents/fields.js').Row<Line[]>} */ (
    list(LINE, LINES_MAX, { merge: 'own' })
  ),
  left_from: nullable(TEXTS, { merge: 'own' }),
  asked: nullable(time('own'), { merge: 'own' }),
  said: choice(ANSWERS, { says: true }),
  heard: choice(ANSWERS, { says: true }),
  agreements: items({ id: text(ITEM_ID), who: text(), what: text(), when: text(DAY), done: flag() }),
  ...FIELDS_AFTER,
  alternatives: list(record({ field: oneOf(FIELD_NAMES), text: text() }), ITEMS_MAX, { merge: 'own' }),
  created: time('earliest'),
  updated: time('latest'),
  deleted: nullable(time('own'), { merge: 'own' }),
};

/**
 * An empty meeting.
 * @param {string} id
 * @param {string} now ISO 8601 in UTC
 * @param {string} zone
 * @returns {Meeting}
 */
export const blankMeeting = (id, now, zone) =>
  blank(MEETING_FIELDS, { id, zone, created: now, updated: now });

/**
 * The canonical form: two devices that hold the same meeting write the same bytes.
 * @param {Meeting} meeting
 * @returns {Meeting}
 */
export const canonicalMeeting = (meeting) => canonical(MEETING_FIELDS, meeting);

/** A meeting counts as over this long after it began. */
export const OVER_MINUTES = 120;
/** For this many days after a meeting the app asks how it went. */
export const ASKED_DAYS = 14;

/**
 * A local time cut to the precision of `at`, so that a day is compared with a day.
 * @param {string} at
 * @param {string} wall
 */
const cutLike = (at, wall) => wall.slice(0, at.length);

/**
 * Whether a meeting is in the future or still going on. `since` is the start of the oldest meeting that still
 * counts as going on.
 * @param {Pick<Meeting, 'at'>} meeting
 * @param {string} since local, as `at`
 */
export const isAhead = ({ at }, since) => !at || at >= cutLike(at, since);

/**
 * The meetings that are not over, the nearest first; those without a day come last.
 * @param {Meeting[]} meetings
 * @param {string} since local, as `at`
 */
export function meetingsAhead(meetings, since) {
  const key = ({ at = '', created = '' }) => `${at || '9'} ${created}`;
  return meetings
    .filter((meeting) => !meeting.deleted && isAhead(meeting, since))
    .sort((a, b) => (key(a) < key(b) ? -1 : 1));
}

/**
 * The latest meeting to ask about: it ended recently, and the person has not been asked yet.
 * @param {Meeting[]} meetings
 * @param {string} since local, as `at`
 * @param {string} longAgo local, as `at`: older meetings are not asked about
 */
export function meetingToAskAbout(meetings, since, longAgo) {
  const open = meetings.filter(
    (meeting) =>
      !meeting.deleted &&
      !meeting.asked &&
      !isAhead(meeting, since) &&
      meeting.at >= cutLike(meeting.at, longAgo),
  );
  return open.sort((a, b) => (a.at < b.at ? 1 : -1))[0] ?? null;
}

/**
 * Today's meeting, if there is one: the first that is not over, else the last. It stays today's meeting after
 * its time has passed: meetings start late, and a line that is left out must not reappear while the person
 * still waits.
 * @param {Meeting[]} meetings
 * @param {string} since local, as `at`
 * @param {string} now local, as `at`
 */
export function meetingToday(meetings, since, now) {
  const today = meetings.filter(({ deleted, at }) => !deleted && at.slice(0, 10) === now.slice(0, 10));
  return meetingsAhead(today, since)[0] ?? today.sort((a, b) => (a.at < b.at ? 1 : -1))[0] ?? null;
}
