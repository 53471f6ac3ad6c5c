// Which of the phone's reminders are forgotten once the server has listed its own.
import { fresh } from './copies.js';
import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  allReminders,
  forgetUnlisted,
  getReminder,
  keepReminders,
  remindersOf,
} from '../../webapp/static/js/data/reminders/reminders.js';

const LONG_AGO = '2026-10-01T10:00';
const NOW = '2026-11-27T10:00';
const reminder = (id, wall, meeting = 'M') => ({
  id,
  meeting,
  at: '2026-12-24T10:00',
  wall,
  shows: 'nothing',
});
const TIMES = {
  old: '2026-10-01T09:59',
  oldest: LONG_AGO,
  sent: '2026-11-27T09:59',
  now: NOW,
  later: '2026-11-27T10:01',
};
const names = async () => (await allReminders()).map(({ id }) => id).sort();

test('a reminder that the server does not list is kept only while it may have been sent a moment ago', async () => {
  await fresh();
  await keepReminders(Object.entries(TIMES).map(([id, wall]) => reminder(id, wall)));
  await forgetUnlisted(new Set(), NOW, LONG_AGO);
  assert.deepEqual(await names(), ['now', 'oldest', 'sent']);
  assert.deepEqual(await getReminder('sent'), reminder('sent', TIMES.sent));
});

test('a listed reminder is never forgotten, whatever its time', async () => {
  await fresh();
  await keepReminders(Object.entries(TIMES).map(([id, wall]) => reminder(id, wall)));
  await forgetUnlisted(new Set(Object.keys(TIMES)), NOW, LONG_AGO);
  assert.deepEqual(await names(), Object.keys(TIMES).sort());
});

test("a meeting's reminders come earliest first, without those of other meetings", async () => {
  await fresh();
  await keepReminders([reminder('c', '2026-11-30T08:00'), reminder('b', '2026-11-29T16:00')]);
  await keepReminders([reminder('a', '2026-11-28T08:00', 'N'), reminder('d', '2026-12-01T08:00')]);
  assert.deepEqual(
    (await remindersOf('M')).map(({ id }) => id),
    ['b', 'c', 'd'],
  );
});
