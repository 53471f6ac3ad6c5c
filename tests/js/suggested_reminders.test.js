// Suggested reminders: at most two, before the meeting, and never at night.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import {
  instantOf,
  isDay,
  isNight,
  isWall,
  suggestedReminders,
} from '../../webapp/static/js/core/meeting/local_time.js';
import { DK, day, iso, wall, zone } from './wall_times.js';

const NOW = '2026-11-01T12:00:00.000Z';
const ahead = (from, minutes) => iso(Date.parse(from) / 60_000 + minutes);
const suggested = (meeting, now = NOW, where = DK) => suggestedReminders(meeting, where, now);

test('reminders come the afternoon before and the same morning', () => {
  assert.deepEqual(suggested('2026-11-22T10:00'), ['2026-11-21T16:00', '2026-11-22T08:00']);
  assert.deepEqual(suggested('2026-11-22'), ['2026-11-21T16:00', '2026-11-22T08:00']);
  assert.deepEqual(suggested('2026-11-22T08:31'), ['2026-11-21T16:00', '2026-11-22T08:00']);
});

test('an early meeting has a reminder the afternoon before only', () => {
  for (const time of ['00:00', '07:00', '08:00', '08:30'])
    assert.deepEqual(suggested(`2026-11-22T${time}`), ['2026-11-21T16:00'], time);
});

test('a reminder that is past, or due within ten minutes, is not suggested', () => {
  const meeting = '2026-11-22T10:00';
  assert.equal(suggested(meeting, '2026-11-21T14:50:00.000Z').length, 2, 'ten minutes are enough');
  assert.deepEqual(suggested(meeting, '2026-11-21T14:50:00.001Z'), ['2026-11-22T08:00']);
  assert.deepEqual(suggested(meeting, '2026-11-22T06:51:00.000Z'), []);
  assert.deepEqual(suggested(meeting, '2027-01-01T00:00:00.000Z'), []);
  assert.deepEqual(
    suggested(meeting, '2026-11-21T14:51:00.000Z', 'Atlantic/Faroe').length,
    2,
    'in the time zone of the meeting',
  );
});

test('an invalid time has no reminders', () => {
  for (const bad of ['', '2026-11-31', '2026-11-22T25:00', 'i morgen'])
    assert.deepEqual(suggested(bad), [], bad);
  assert.deepEqual(suggested('2026-11-22T10:00', 'nu'), []);
  assert.deepEqual(suggested('2000-01-01T10:00', '1999-01-01T00:00:00Z'), ['2000-01-01T08:00']);
});

test('any meeting has at most two reminders: in order, by day, ahead of now, half an hour before it', () => {
  const meeting = fc.oneof(wall, day);
  fc.assert(
    fc.property(meeting, zone, fc.integer({ min: -6_000, max: 60 }), (at, where, minutes) => {
      const now = ahead(instantOf(at, where), minutes);
      const reminders = suggestedReminders(at, where, now);
      assert.ok(reminders.length <= 2 && reminders.every(isWall) && !reminders.some(isNight));
      assert.deepEqual([...reminders].sort(), reminders);
      for (const reminder of reminders) {
        assert.ok(instantOf(reminder, where) >= ahead(now, 10));
        assert.ok(
          isDay(at)
            ? reminder.slice(0, 10) <= at
            : instantOf(reminder, where) < ahead(instantOf(at, where), -30),
        );
      }
    }),
    { numRuns: 2_000 },
  );
});
