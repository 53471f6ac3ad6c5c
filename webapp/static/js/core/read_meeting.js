// The strict reading of a meeting from a copy or a vault: only known members, each checked.
import { ANSWERS, ITEM_ID_MAX } from './meeting.js';
import { KINDS, PARTS } from './parts.js';
import { joined } from './read_joined.js';
import { id, list, must, oneOf, part, record, text, time, timeOrNull } from './reading.js';

/** @typedef {import('./meeting.js').Meeting} Meeting */

const ITEMS_MAX = 500;
const LINES_MAX = 5_000;
const WALL = /^(\d{4}-\d\d-\d\d(T\d\d:\d\d)?)?$/;
const DAY = /^(\d{4}-\d\d-\d\d)?$/;
const ZONE = /^[A-Za-z0-9_+/-]{1,60}$/;
const ITEM_ID = new RegExp(`^[A-Za-z0-9_-]{1,${ITEM_ID_MAX}}$`);
const FIELDS = /** @type {const} */ (['at', 'place', 'people', 'about', 'companion', 'my_goal', 'their_goal', 'next_time']);

/** @param {unknown} value @param {RegExp} shape */
function shaped(value, shape) {
  const found = text(value, 60);
  must(shape.test(found));
  return found;
}

/** A local day, with a time or without, or ''. @param {unknown} value */
export const wall = (value) => shaped(value, WALL);

/** @param {unknown} value */
function parts(value) {
  if (value === null) return null;
  const found = record(value);
  return /** @type {Record<import('./parts.js').Part, string>} */ (Object.fromEntries(PARTS.map((name) => [name, text(found[name])])));
}

/** @param {unknown} value @returns {import('./meeting.js').Agreement} */
function agreement(value) {
  const found = record(value);
  must(typeof found.done === 'boolean');
  return { id: shaped(found.id, ITEM_ID), who: text(found.who), what: text(found.what), when: shaped(found.when, DAY), done: found.done };
}

/** Each id once: two items of one id could not both be merged. @template {{id: string}} Item @param {Item[]} found */
function unique(found) {
  must(new Set(found.map((one) => one.id)).size === found.length);
  return found;
}

/** @template Item @param {unknown} value @param {(one: Record<string, unknown>) => Item} read @param {number} [most] */
const items = (value, read, most = ITEMS_MAX) => list(value, most).map((one) => read(record(one)));

/** @param {unknown} value @returns {Meeting} @throws {import('./reading.js').CopyError} */
export function readMeeting(value) {
  const m = record(value);
  return {
    id: id(m.id),
    kind: m.kind === '' ? '' : oneOf(m.kind, KINDS),
    at: wall(m.at),
    zone: shaped(m.zone, ZONE),
    statement: m.statement === '' ? '' : id(m.statement),
    place: text(m.place), people: text(m.people), about: text(m.about), companion: text(m.companion),
    questions: unique(items(m.questions, (one) => ({ id: shaped(one.id, ITEM_ID), text: text(one.text) }))),
    left_out: items(m.left_out, (one) => ({ part: part(one.part), text: text(one.text), ...joined(one) }), LINES_MAX),
    left_from: parts(m.left_from),
    asked: timeOrNull(m.asked),
    said: m.said === '' ? '' : oneOf(m.said, ANSWERS),
    heard: m.heard === '' ? '' : oneOf(m.heard, ANSWERS),
    agreements: unique(items(m.agreements, agreement)),
    my_goal: text(m.my_goal), their_goal: text(m.their_goal), next_time: text(m.next_time),
    alternatives: items(m.alternatives, (one) => ({ field: oneOf(one.field, FIELDS), text: text(one.text) })),
    created: time(m.created), updated: time(m.updated), deleted: timeOrNull(m.deleted),
  };
}
