// A meeting as a file that a phone's calendar opens (.ics, RFC 5545). It tells a calendar, and all whom that calendar tells, only
// what the caller gives: the title has to be a neutral one.
import { addDays, instantOf, isDay } from './local_time.js';

/**
 * @typedef {{
 *   uid: string, title: string, wall: string, zone: string, minutes: number, alarms: string[], stamp: string, description?: string
 * }} CalendarEntry `wall` and `alarms` as local_time.js has them; `stamp` ISO 8601, when the file is made
 */

const LINE_OCTETS_MAX = 75;
const MINUTE_MS = 60_000;
const MINUTES_DEFAULT = 60;

/** Whatever could end a line becomes an escaped one: nothing in a text may begin a property of its own. @param {string} text */
const escaped = (text) =>
  text
    .replace(/[\\;,]/g, '\\$&')
    .replace(/\r\n|[\r\n\u0085\u2028\u2029]/g, '\\n')
    .replace(/\t/g, ' ')
    .replace(/\p{Cc}/gu, '');

/** In UTF-8; half of a surrogate pair is written as U+FFFD. @param {string} character */
function octets(character) {
  const point = Number(character.codePointAt(0));
  if (point < 0x80) return 1;
  if (point < 0x800) return 2;
  return point < 0x10000 ? 3 : 4;
}

/** @param {string} line of any length */
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

/** In ms. @param {string | null} iso @throws {RangeError} when it is no time */
function instant(iso) {
  const at = Date.parse(iso ?? '');
  if (Number.isNaN(at)) throw new RangeError('no time');
  return at;
}

/** '20261122T080000Z' @param {number} at in ms */
const utc = (at) => new Date(at).toISOString().replace(/[-:]|\.\d+/g, '');

/** '20261122' @param {string} day */
const compact = (day) => day.replaceAll('-', '');

/**
 * Minutes from the start. An absolute TRIGGER says the same, but Android keeps a reminder only as minutes, some of its calendars
 * read nothing else here, and an event that the person moves takes a relative alarm along. They are counted between true instants
 * and given in minutes alone: a day ('P1D') would be 23 or 25 hours when the clocks change between the alarm and the meeting.
 * @param {number} ms
 */
const trigger = (ms) => `TRIGGER:${ms < 0 ? '-' : ''}PT${Math.abs(ms) / MINUTE_MS}M`;

/** @param {CalendarEntry} entry @param {number} start in ms */
function when({ wall, minutes }, start) {
  // A day without a time does not fill the day: TRANSPARENT keeps it free for other things.
  if (isDay(wall))
    return [
      `DTSTART;VALUE=DATE:${compact(wall)}`,
      `DTEND;VALUE=DATE:${compact(addDays(wall, 1))}`,
      'TRANSP:TRANSPARENT',
    ];
  const long = minutes > 0 ? minutes : MINUTES_DEFAULT;
  return [`DTSTART:${utc(start)}`, `DTEND:${utc(start + long * MINUTE_MS)}`, 'TRANSP:OPAQUE'];
}

/**
 * One meeting as a calendar file. The same `uid` again is the same meeting, changed.
 * @param {CalendarEntry} entry
 * @returns {string} with CRLF, to be written in UTF-8
 * @throws {RangeError} when the wall, an alarm or the stamp is no time
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
    `LAST-MODIFIED:${made}`, // without it some calendars keep the meeting as they first had it
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
