// Wall times: real dates only, and right on the two nights a year when the clocks change.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import {
  addDays,
  instantOf,
  isDay,
  isNight,
  isWall,
  wallAt,
  ZONE_DEFAULT,
} from '../../webapp/static/js/core/meeting/local_time.js';
import { DK, NY, day, instant, wall, zone } from './wall_times.js';

/** The last Sunday of a month, computed without the module under test. */
function lastSunday(year, month) {
  const end = new Date(Date.UTC(year, month, 0));
  return new Date(end.getTime() - end.getUTCDay() * 86_400_000).toISOString().slice(0, 10);
}

test('a day is a real date in one format', () => {
  for (const good of ['2000-01-01', '2024-02-29', '2026-12-31', '2199-12-31', '2000-02-29'])
    assert.ok(isDay(good), good);
  for (const bad of [
    '',
    '1999-12-31',
    '2200-01-01',
    '2026-02-29',
    '2100-02-29',
    '2026-04-31',
    '2026-00-10',
    '2026-13-01',
    '2026-01-00',
    '2026-1-1',
    ' 2026-01-01',
    '2026-01-01\n',
    '2026-01-01Z',
    '20260101',
    '+002026-01-01',
    '２026-01-01',
    '2026-01-01T10:00',
    null,
    undefined,
    20260101,
    ['2026-01-01'],
    new Date(0),
  ]) {
    assert.ok(!isDay(bad), String(bad));
  }
});

test('a wall time is a real date with a real time', () => {
  for (const good of ['2026-11-22T00:00', '2026-11-22T09:05', '2199-12-31T23:59'])
    assert.ok(isWall(good), good);
  for (const bad of [
    '',
    '2026-11-22',
    '2026-11-22T24:00',
    '2026-11-22T10:60',
    '2026-11-22T9:00',
    '2026-11-22 09:00',
    '2026-11-22T09:00Z',
    '2026-11-22T09:00:00',
    '2026-02-30T09:00',
    '2026-11-22T09:00\n',
    '2026-11-22t09:00',
    null,
    7,
    ['2026-11-22T09:00'],
  ]) {
    assert.ok(!isWall(bad), String(bad));
  }
});

test('any text is refused or is a real wall time', () => {
  fc.assert(
    fc.property(
      fc.oneof(fc.string(), fc.stringMatching(/^2[01]\d\d-[01]\d-[0-3]\dT[0-2]\d:[0-6]\d$/)),
      zone,
      (text, at) => {
        if (isWall(text)) assert.equal(new Date(`${text}Z`).toISOString(), `${text}:00.000Z`);
        else if (!isDay(text)) assert.equal(instantOf(text, at), null);
      },
    ),
    { numRuns: 2_000 },
  );
});

test('days are added across months, leap days and clock changes', () => {
  assert.equal(addDays('2026-12-31', 1), '2027-01-01');
  assert.equal(addDays('2024-02-28', 1), '2024-02-29');
  assert.equal(addDays('2026-03-29', -1), '2026-03-28');
  assert.equal(addDays('2026-10-25', 1), '2026-10-26');
  fc.assert(
    fc.property(day, fc.integer({ min: -400, max: 400 }), (from, n) =>
      assert.equal(addDays(addDays(from, n), -n), from),
    ),
  );
});

test('an instant converts to wall time and back, except in the hour that comes twice', () => {
  fc.assert(
    fc.property(instant, zone, (at, where) => {
      const back = instantOf(wallAt(at, where), where);
      assert.equal(wallAt(back, where), wallAt(at, where));
      assert.ok(back <= at && Date.parse(at) - Date.parse(back) <= 3_600_000);
    }),
    { numRuns: 2_000 },
  );
});

test('a wall time converts to its instant and back, except in the hour that is skipped', () => {
  fc.assert(
    fc.property(wall, zone, (shown, where) => {
      const later = Date.parse(`${wallAt(instantOf(shown, where), where)}Z`) - Date.parse(`${shown}Z`);
      assert.ok(later >= 0 && later <= 3_600_000);
    }),
    { numRuns: 2_000 },
  );
});

test('of the instants with one wall time the first is chosen', () => {
  const oddNights = fc
    .tuple(fc.integer({ min: 2000, max: 2099 }), fc.constantFrom(3, 10), fc.integer({ min: 0, max: 239 }))
    .map(
      ([year, month, at]) =>
        `${lastSunday(year, month)}T0${Math.floor(at / 60)}:${String(at % 60).padStart(2, '0')}`,
    );
  fc.assert(
    fc.property(oddNights, fc.constantFrom(DK, 'Europe/London', NY), (shown, where) => {
      const found = Date.parse(instantOf(shown, where));
      for (let back = 1; back <= 180; back += 1)
        assert.notEqual(wallAt(new Date(found - back * 60_000).toISOString(), where), shown);
    }),
  );
});

test('in Denmark half past two is an hour later in March, and the first of two in October', () => {
  for (const year of [2025, 2026, 2027, 2040]) {
    const march = lastSunday(year, 3);
    const october = lastSunday(year, 10);
    assert.equal(instantOf(`${march}T01:59`, DK), `${march}T00:59:00.000Z`);
    assert.equal(instantOf(`${march}T02:30`, DK), `${march}T01:30:00.000Z`);
    assert.equal(wallAt(`${march}T01:30:00Z`, DK), `${march}T03:30`);
    assert.equal(instantOf(`${march}T03:00`, DK), `${march}T01:00:00.000Z`);
    assert.equal(instantOf(`${october}T02:30`, DK), `${october}T00:30:00.000Z`);
    assert.equal(wallAt(`${october}T01:30:00Z`, DK), `${october}T02:30`);
    assert.equal(instantOf(`${october}T03:00`, DK), `${october}T02:00:00.000Z`);
  }
});

test('other time zones change their clocks on other nights, or never', () => {
  assert.equal(instantOf('2026-03-08T02:30', NY), '2026-03-08T07:30:00.000Z');
  assert.equal(wallAt('2026-03-08T07:30:00.000Z', NY), '2026-03-08T03:30');
  assert.equal(instantOf('2026-11-01T01:30', NY), '2026-11-01T05:30:00.000Z');
  assert.equal(instantOf('2026-03-29T02:30', NY), '2026-03-29T06:30:00.000Z');
  assert.equal(instantOf('2026-10-25T02:30', NY), '2026-10-25T06:30:00.000Z');
  for (const night of ['2026-03-29', '2026-10-25'])
    assert.equal(instantOf(`${night}T02:30`, 'Asia/Kolkata'), `${addDays(night, -1)}T21:00:00.000Z`);
  assert.equal(
    instantOf('2026-04-05T01:45', 'Australia/Lord_Howe'),
    '2026-04-04T14:45:00.000Z',
    'half an hour comes twice',
  );
  assert.equal(
    instantOf('2011-12-30T12:00', 'Pacific/Apia'),
    '2011-12-30T22:00:00.000Z',
    'a day that was skipped',
  );
  assert.equal(instantOf('2011-12-31T00:00', 'Pacific/Apia'), '2011-12-30T10:00:00.000Z');
});

test('a date without a time starts at midnight, or at its first moment', () => {
  assert.equal(instantOf('2026-11-22', DK), '2026-11-21T23:00:00.000Z');
  assert.equal(instantOf('2024-09-08', 'America/Santiago'), '2024-09-08T04:00:00.000Z');
  assert.equal(wallAt('2024-09-08T04:00:00.000Z', 'America/Santiago'), '2024-09-08T01:00');
});

test('an unknown time zone means the Danish one', () => {
  assert.equal(ZONE_DEFAULT, DK);
  for (const bad of ['', 'Mars/Base', 'constructor', 'Europe/Copenhagen ', undefined, null, 7]) {
    assert.equal(instantOf('2026-07-01T10:00', bad), '2026-07-01T08:00:00.000Z', String(bad));
    assert.equal(wallAt('2026-07-01T08:00:00Z', bad), '2026-07-01T10:00', String(bad));
  }
});

test('an invalid instant is refused', () => {
  assert.throws(() => wallAt('i morgen', DK), RangeError);
});

test('night lasts from nine in the evening to eight in the morning', () => {
  const nights = ['00:00', '03:30', '07:59', '08:00', '12:00', '20:59', '21:00', '23:59'].map((time) =>
    isNight(`2026-11-22T${time}`),
  );
  assert.deepEqual(nights, [true, true, true, false, false, false, true, true]);
  assert.ok(!isNight('2026-11-22') && !isNight(''));
});
