// Writes a meeting as a calendar file (.ics, RFC 5545). A calendar shares what it holds with others, so the
// file says only what the caller passes in, and the title must be neutral.
import { addDays, instantOf, isDay } from './local_time.js';

/**
 * @typedef {{
 *   uid: string, title: string, wall: string, zone: string, minutes: number, alarms: string[], stamp: string,
 *   description?: string
 * }} CalendarEntry `wall`, `alarms`: local times (local_time.js); `stamp`: when the file is made, ISO 8601
 */

const LINE_OCTETS_MAX = 75;
const MINUTE_MS = 60_000;
const MINUTES_DEFAULT = 60;

/**
 * Escapes a text, with every kind of line break written as `\n`: no text may start a new property.
 * @param {string} text
 */
const escaped = (text) =>
  text
    .replace(/[\\;,]/g, '\\$&')
    .replace(/\r\n|[\r\n\u0085\u2028\u2029]/g, '\\n')
    .replace(/\t/g, ' ')
    .replace(/\p{Cc}/gu, '');

/**
 * Bytes in UTF-8. A lone surrogate is written as U+FFFD, which also takes three.
 * @param {string} character
 */
function octets(character) {
  const point = Number(character.codePointAt(0));
  if (point < 0x80) return 1;
  if (point < 0x800) return 2;
  return point < 0x10000 ? 3 : 4;
}

/**
 * Folds a line so that no line is longer than 75 octets.
 * @param {string} line of any length
 */
function folded(line) {
  let out = '';
  let room = LINE_OCTETS_MAX;
  for (const character of line) {
    const size = octets(character);
    if (size > room) {
      out += '\r\n ';
      room = LINE_OCTETS_MAX - 1;
    }
    out += character;
    room -= size;
  }
  return out;
}

/**
 * @param {string | null} iso
 * @returns {number} in ms
 * @throws {RangeError} when it is not a time
 */
function instant(iso) {
  const at = Date.parse(iso ?? '');
  if (Number.isNaN(at)) throw new RangeError('not a time');
  return at;
}

/** '20261122T080000Z' @param {number} at in ms */
const utc = (at) => new Date(at).toISOString().replace(/[-:]|\.\d+/g, '');

/** '20261122' @param {string} day */
const compact = (day) => day.replaceAll('-', '');

/**
 * A TRIGGER in minutes before or after the start. It is relative, not absolute: Android stores a reminder
 * only as minutes, some of its calendars read no other form, and a relative alarm moves with an event that
 * the person moves. The minutes are counted between instants, and no larger unit is used: a day ('P1D') would
 * be 23 or 25 hours when the clocks change between the alarm and the meeting.
 * @param {number} ms from the start of the meeting to the alarm
 */
const trigger = (ms) => `TRIGGER:${ms < 0 ? '-' : ''}PT${Math.abs(ms) / MINUTE_MS}M`;

/** @param {CalendarEntry} entry @param {number} start in ms */
function when({ wall, minutes }, start) {
  // A meeting without a time must not block the whole day: TRANSPARENT leaves it free.
  if (isDay(wall))
    return [
      `DTSTART;VALUE=DATE:${compact(wall)}`,
      `DTEND;VALUE=DATE:${compact(addDays(wall, 1))}`,
      'TRANSP:TRANSPARENT',
    ];
  const duration = minutes > 0 ? minutes : MINUTES_DEFAULT;
  return [`DTSTART:${utc(start)}`, `DTEND:${utc(start + duration * MINUTE_MS)}`, 'TRANSP:OPAQUE'];
}

/**
 * One meeting as a calendar file. A second file with the same `uid` updates the meeting.
 * @param {CalendarEntry} entry
 * @returns {string} with CRLF, to be written in UTF-8
 * @throws {RangeError} when `wall`, an alarm or `stamp` is not a time
 */
export function calendarFile(entry) {
  const { uid, title, wall, zone, alarms, stamp, description } = entry;
  const start = instant(instantOf(wall, zone));
  const made = utc(instant(stamp));
  const name = escaped(title);
  return [
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    'PRODID:-//Egne ord//Egne ord//DA',
    'CALSCALE:GREGORIAN',
    'BEGIN:VEVENT',
    `UID:${escaped(uid)}@egne-ord`,
    `DTSTAMP:${made}`,
    `LAST-MODIFIED:${made}`, // without it some calendars ignore the update
    ...when(entry, start),
    `SUMMARY:${name}`,
    ...(description ? [`DESCRIPTION:${escaped(description)}`] : []),
    'CLASS:PRIVATE',
    ...alarms.flatMap((alarm) => [
      'BEGIN:VALARM',
      'ACTION:DISPLAY',
      `DESCRIPTION:${name}`,
      trigger(instant(instantOf(alarm, zone)) - start),
      'END:VALARM',
    ]),
    'END:VEVENT',
    'END:VCALENDAR',
  ]
    .map((line) => `${folded(line)}\r\n`)
    .join('');
}
