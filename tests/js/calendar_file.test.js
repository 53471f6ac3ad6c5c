// The calendar file: lines follow RFC 5545, no text can add a line, and alarms ring at the right time.
// tests/test_calendar_file.py checks that other programs read it the same way.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { calendarFile } from '../../webapp/static/js/core/meeting/calendar_file.js';
import { addDays, instantOf } from '../../webapp/static/js/core/meeting/local_time.js';
import { anyCharacters, anyText, oddText } from './texts.js';

const UID = 'A'.repeat(22);
const STAMP = '2026-11-01T12:34:56.789Z';
const ENTRY = {
  uid: UID,
  title: 'Møde',
  wall: '2026-11-22T10:00',
  zone: 'Europe/Copenhagen',
  minutes: 45,
  alarms: ['2026-11-21T16:00', '2026-11-22T08:00'],
  stamp: STAMP,
};
const file = (fields = {}) => calendarFile({ ...ENTRY, ...fields });
const text = fc.oneof(
  anyText,
  oddText,
  anyCharacters(),
  fc.constantFrom(
    '\\n',
    '\\;,\\\\',
    'x\r\nBEGIN:VALARM',
    '\u0085END:VEVENT',
    'æ'.repeat(80),
    '\u0800'.repeat(40),
    '👩‍👩‍👧'.repeat(30),
  ),
);
const unfolded = (source) => source.replaceAll('\r\n ', '').split('\r\n').slice(0, -1);
const value = (source, name) =>
  unfolded(source)
    .find((line) => line.startsWith(`${name}:`))
    ?.slice(name.length + 1);
const unescaped = (escaped) => escaped.replace(/\\([\\;,n])/g, (_, sign) => (sign === 'n' ? '\n' : sign));
/** A text as the file can hold it: one kind of line break, no control characters, no lone surrogates. */
const storable = (original) =>
  original
    .replace(/\r\n|[\r\n\u0085\u2028\u2029]/g, '\n')
    .replaceAll('\t', ' ')
    .replace(/(?!\n)\p{Cc}/gu, '')
    .toWellFormed();
const triggers = (source) =>
  unfolded(source)
    .filter((line) => line.startsWith('TRIGGER'))
    .map((line) => line.slice(8));

test('one meeting is one event with an alarm for each reminder', () => {
  assert.deepEqual(file({ description: 'Husk sedlen' }).split('\r\n'), [
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    'PRODID:-//Egne ord//Egne ord//DA',
    'CALSCALE:GREGORIAN',
    'BEGIN:VEVENT',
    `UID:${UID}@egne-ord`,
    'DTSTAMP:20261101T123456Z',
    'LAST-MODIFIED:20261101T123456Z',
    'DTSTART:20261122T090000Z',
    'DTEND:20261122T094500Z',
    'TRANSP:OPAQUE',
    'SUMMARY:Møde',
    'DESCRIPTION:Husk sedlen',
    'CLASS:PRIVATE',
    'BEGIN:VALARM',
    'ACTION:DISPLAY',
    'DESCRIPTION:Møde',
    'TRIGGER:-PT1080M',
    'END:VALARM',
    'BEGIN:VALARM',
    'ACTION:DISPLAY',
    'DESCRIPTION:Møde',
    'TRIGGER:-PT120M',
    'END:VALARM',
    'END:VEVENT',
    'END:VCALENDAR',
    '',
  ]);
});

test('a date without a time is an all-day event that does not show as busy', () => {
  const source = file({ wall: '2026-12-31', alarms: ['2026-12-30T16:00', '2026-12-31T08:00'] });
  assert.match(
    source,
    /\r\nDTSTART;VALUE=DATE:20261231\r\nDTEND;VALUE=DATE:20270101\r\nTRANSP:TRANSPARENT\r\n/,
  );
  assert.deepEqual(triggers(source), ['-PT480M', 'PT480M']);
});

test('without reminders or a description their lines are left out', () => {
  const source = file({ alarms: [], description: '' });
  assert.ok(!source.includes('VALARM') && !source.includes('DESCRIPTION'));
});

test('a meeting without a length lasts an hour', () => {
  for (const minutes of [0, -5, NaN, undefined]) assert.match(file({ minutes }), /DTEND:20261122T100000Z/);
});

test('no line is longer than 75 octets, and no character is split', () => {
  fc.assert(
    fc.property(text, text, (title, description) => {
      const source = file({ title, description });
      for (const line of Buffer.from(source).toString('binary').split('\r\n'))
        assert.ok(line.length <= 75, line);
      assert.ok(source.isWellFormed() || !title.isWellFormed() || !description.isWellFormed());
    }),
    { numRuns: 1_000 },
  );
});

test('lines are folded only when they are too long', () => {
  for (const title of ['a'.repeat(67), 'å'.repeat(33), '😊'.repeat(16)])
    assert.ok(!file({ title, alarms: [] }).includes('\r\n '), title);
  assert.match(file({ title: 'a'.repeat(68), alarms: [] }), /\r\nSUMMARY:a{67}\r\n a\r\n/);
  assert.match(file({ title: `${'a'.repeat(66)}å`, alarms: [] }), /\r\nSUMMARY:a{66}\r\n å\r\n/);
  assert.match(file({ title: 'a'.repeat(67 + 74 + 1), alarms: [] }), /\r\nSUMMARY:a{67}\r\n a{74}\r\n a\r\n/);
});

test('a title and a description are read back as written', () => {
  fc.assert(
    fc.property(text, text.filter(Boolean), (title, description) => {
      const source = Buffer.from(file({ title, description, alarms: [] })).toString();
      assert.equal(unescaped(value(source, 'SUMMARY')), storable(title));
      assert.equal(unescaped(value(source, 'DESCRIPTION')), storable(description));
    }),
    { numRuns: 1_000 },
  );
});

test('no text can start a new line', () => {
  const names = (source) => unfolded(source).map((line) => line.split(/[:;]/)[0]);
  const usual = names(file({ description: 'x' }));
  fc.assert(
    fc.property(text, text.filter(Boolean), text, (title, description, uid) => {
      const source = file({ title, description, uid });
      assert.deepEqual(names(source), usual);
      assert.doesNotMatch(source.replaceAll('\r\n', ''), /[\p{Cc}\u2028\u2029]/u);
    }),
    { numRuns: 1_000 },
  );
});

const CLOCK_CHANGES = [
  ['Europe/Copenhagen', '2026-03-29', '2026-10-25', '20260329T013000Z', '20261025T003000Z'],
  ['America/New_York', '2026-03-08', '2026-11-01', '20260308T073000Z', '20261101T073000Z'],
  ['Asia/Kolkata', '2026-03-29', '2026-10-25', '20260328T210000Z', '20261024T210000Z'],
];

test('a meeting at half past two on the night of a clock change starts at one instant', () => {
  const start = (wall, zone) => value(file({ wall, zone, alarms: [] }), 'DTSTART');
  for (const [zone, spring, autumn, first, second] of CLOCK_CHANGES) {
    assert.deepEqual([start(`${spring}T02:30`, zone), start(`${autumn}T02:30`, zone)], [first, second], zone);
  }
  assert.equal(
    start('2026-11-01T01:30', 'America/New_York'),
    '20261101T053000Z',
    'in New York the hour that comes twice is an earlier one',
  );
});

test('an alarm before a clock change rings at its wall time', () => {
  const alarm = (day) => [`${addDays(day, -1)}T16:00`];
  assert.deepEqual(
    triggers(file({ wall: '2026-03-29T10:00', alarms: alarm('2026-03-29') })),
    ['-PT1020M'],
    '17 hours',
  );
  assert.deepEqual(
    triggers(file({ wall: '2026-10-25T10:00', alarms: alarm('2026-10-25') })),
    ['-PT1140M'],
    '19 hours',
  );
  assert.deepEqual(
    triggers(file({ wall: '2026-03-29', alarms: ['2026-03-29T08:00'] })),
    ['PT420M'],
    '7 hours from midnight',
  );
});

test('the start plus the trigger is the instant of the alarm', () => {
  const walls = fc
    .integer({ min: Date.UTC(2020, 0, 1) / 60_000, max: Date.UTC(2060, 0, 1) / 60_000 })
    .map((at) => new Date(at * 60_000).toISOString().slice(0, 16));
  fc.assert(
    fc.property(
      walls,
      walls,
      fc.constantFrom(...CLOCK_CHANGES.map(([zone]) => zone), 'nowhere'),
      (wall, alarm, zone) => {
        const [, sign, minutes] = /^(-?)PT(\d+)M$/.exec(triggers(file({ wall, zone, alarms: [alarm] }))[0]);
        const rings = Date.parse(instantOf(wall, zone)) + Number(`${sign}${minutes}`) * 60_000;
        assert.equal(new Date(rings).toISOString(), instantOf(alarm, zone));
      },
    ),
  );
  assert.deepEqual(triggers(file({ alarms: [ENTRY.wall] })), ['PT0M']);
});

test('an invalid time makes no file', () => {
  for (const bad of [
    { wall: '' },
    { wall: '2026-02-30' },
    { wall: '2026-11-22T25:00' },
    { alarms: ['snart'] },
    { wall: '2026-11-22', alarms: [''] },
    { stamp: 'nu' },
  ]) {
    assert.throws(() => file(bad), RangeError, JSON.stringify(bad));
  }
});

test('the file holds neither a web address nor the time zone', () => {
  assert.doesNotMatch(file(), /https?:|www|TZID|Copenhagen/i);
});
