// A meeting's time: what a wall clock shows, and its time zone. It is not stored as an instant, because a
// meeting at ten stays at ten when a country changes its summer time.

/** '', a local day (2026-11-26), or a local day and time (2026-11-26T10:00). */
export const DAY_OR_TIME = /^(\d{4}-\d\d-\d\d(T\d\d:\d\d)?)?$/;

/** The zone to use when a record from another device names a zone that this phone does not know. */
export const ZONE_DEFAULT = 'Europe/Copenhagen';

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;
const DAY = /^2[01]\d\d-\d\d-\d\d$/;
const WALL = /^(.{10})T(?:[01]\d|2[0-3]):[0-5]\d$/;

const NIGHT_BEGINS = '21:00';
const NIGHT_ENDS = '08:00';
const AFTERNOON = '16:00';
const MORNING = '08:00';
/** A meeting at this time or earlier is too early for a reminder the same morning. */
const EARLY = '08:30';
const REMINDER_AHEAD_MS = 10 * MINUTE_MS;

/**
 * Formatters by zone, cached because they are slow to create.
 * @type {Map<string, Intl.DateTimeFormat>}
 */
const clocks = new Map();

/** @param {string} timeZone */
const newClock = (timeZone) =>
  new Intl.DateTimeFormat('en-US', {
    timeZone,
    calendar: 'gregory',
    numberingSystem: 'latn',
    hourCycle: 'h23',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
  });

/** @param {string} zone */
function clockOf(zone) {
  const known = clocks.get(zone);
  if (known) return known;
  let clock;
  try {
    clock = newClock(String(zone)); // String(): an undefined zone would mean this phone's zone
  } catch {
    clock = newClock(ZONE_DEFAULT);
  }
  clocks.set(zone, clock);
  return clock;
}

/**
 * The wall time at an instant, as 'YYYY-MM-DDTHH:MM'.
 * @param {number} at in ms
 * @param {string} zone
 */
function shownAt(at, zone) {
  const shown = Object.fromEntries(
    clockOf(zone)
      .formatToParts(at)
      .map(({ type, value }) => [type, value]),
  );
  return `${shown.year}-${shown.month}-${shown.day}T${shown.hour}:${shown.minute}`;
}

/**
 * A wall time read as if it were UTC, in ms.
 * @param {string} wall
 */
const asUtc = (wall) => Date.parse(`${wall}Z`);

/**
 * How far a zone is ahead of UTC, in ms.
 * @param {number} at whole minutes, in ms
 * @param {string} zone
 */
const offsetAt = (at, zone) => asUtc(shownAt(at, zone)) - at;

/**
 * Whether this is a real date 'YYYY-MM-DD' from 2000 to 2199.
 * @param {unknown} text
 */
export function isDay(text) {
  if (typeof text !== 'string' || !DAY.test(text)) return false;
  const at = Date.parse(text); // engines either refuse 31 February or turn it into March
  return !Number.isNaN(at) && new Date(at).toISOString().startsWith(text);
}

/**
 * Whether this is a real date with a time, 'YYYY-MM-DDTHH:MM'.
 * @param {unknown} text
 */
export const isWall = (text) => typeof text === 'string' && isDay(WALL.exec(text)?.[1]);

/**
 * The day `n` days later.
 * @param {string} day
 * @param {number} n whole days; negative for earlier
 */
export const addDays = (day, n) => new Date(Date.parse(day) + n * DAY_MS).toISOString().slice(0, 10);

/**
 * The instant of a wall time. When summer time begins, a time that no clock shows is moved later by the size
 * of the jump; when it ends, a time that is shown twice means the first one ('compatible' in Temporal).
 * @param {string} wall with a time; a day alone means its midnight
 * @param {string} zone
 * @returns {string | null} ISO 8601 in UTC; null when `wall` is not a time
 */
export function instantOf(wall, zone) {
  if (!isWall(wall) && !isDay(wall)) return null;
  const shown = asUtc(isDay(wall) ? `${wall}T00:00` : wall);
  // No zone is a whole day from UTC, so these are the offsets before and after any change that could matter.
  const before = offsetAt(shown - DAY_MS, zone);
  const after = offsetAt(shown + DAY_MS, zone);
  const real = [before, after]
    .map((offset) => shown - offset)
    .filter((at) => at + offsetAt(at, zone) === shown);
  return new Date(real.length ? Math.min(...real) : shown - before).toISOString();
}

/**
 * The wall time of an instant.
 * @param {string} instant ISO 8601
 * @param {string} zone
 * @throws {RangeError} when it is not an instant
 */
export const wallAt = (instant, zone) => shownAt(Date.parse(instant), zone);

/**
 * Whether a reminder at this time could wake somebody.
 * @param {string} wall with a time
 */
export function isNight(wall) {
  const time = wall.slice(11);
  return isWall(wall) && (time >= NIGHT_BEGINS || time < NIGHT_ENDS);
}

/**
 * The default reminders of a meeting: the afternoon before and the same morning, without those already past.
 * @param {string} wall with a time, or a day alone
 * @param {string} zone
 * @param {string} now ISO 8601
 * @returns {string[]} at most two wall times, the earlier first
 */
export function suggestedReminders(wall, zone, now) {
  if (!isWall(wall) && !isDay(wall)) return [];
  const day = wall.slice(0, 10);
  const before = `${addDays(day, -1)}T${AFTERNOON}`;
  const all = isDay(wall) || wall.slice(11) > EARLY ? [before, `${day}T${MORNING}`] : [before];
  return all.filter(
    (reminder) => Date.parse(instantOf(reminder, zone) ?? '') - Date.parse(now) >= REMINDER_AHEAD_MS,
  );
}
