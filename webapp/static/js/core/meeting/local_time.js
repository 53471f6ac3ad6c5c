// A meeting's time: what the clock on the wall shows, and the zone of that wall. It is kept like this, not as an instant, because
// a meeting at ten stays at ten when a country changes its summer time.

/** A local day (2026-11-26), with a time (2026-11-26T10:00) or without, or ''. */
export const DAY_OR_TIME = /^(\d{4}-\d\d-\d\d(T\d\d:\d\d)?)?$/;

/** A record from another device may name a zone that this phone does not know. */
export const ZONE_DEFAULT = 'Europe/Copenhagen';

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;
const DAY = /^2[01]\d\d-\d\d-\d\d$/;
const WALL = /^(.{10})T(?:[01]\d|2[0-3]):[0-5]\d$/;

const NIGHT_BEGINS = '21:00';
const NIGHT_ENDS = '08:00';
const AFTERNOON = '16:00';
const MORNING = '08:00';
/** A meeting at this time or earlier leaves no room for a reminder the same morning. */
const EARLY = '08:30';
const REMINDER_AHEAD_MS = 10 * MINUTE_MS;

/** The clocks of zones; they are slow to make. @type {Map<string, Intl.DateTimeFormat>} */
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
    clock = newClock(String(zone)); // without String a missing zone would mean the zone of this phone
  } catch {
    clock = newClock(ZONE_DEFAULT);
  }
  clocks.set(zone, clock);
  return clock;
}

/** What a wall shows, as 'YYYY-MM-DDTHH:MM'. @param {number} at in ms @param {string} zone */
function shownAt(at, zone) {
  const shown = Object.fromEntries(
    clockOf(zone)
      .formatToParts(at)
      .map(({ type, value }) => [type, value]),
  );
  return `${shown.year}-${shown.month}-${shown.day}T${shown.hour}:${shown.minute}`;
}

/** The same figures read in UTC, in ms. @param {string} wall */
const figures = (wall) => Date.parse(`${wall}Z`);

/** How far a wall is ahead of UTC. @param {number} at whole minutes, in ms @param {string} zone */
const offsetAt = (at, zone) => figures(shownAt(at, zone)) - at;

/** A real date 'YYYY-MM-DD' of the years 2000 to 2199. @param {unknown} text */
export function isDay(text) {
  if (typeof text !== 'string' || !DAY.test(text)) return false;
  const at = Date.parse(text); // an engine refuses 31 February or makes March of it
  return !Number.isNaN(at) && new Date(at).toISOString().startsWith(text);
}

/** A real date with a time, 'YYYY-MM-DDTHH:MM'. @param {unknown} text */
export const isWall = (text) => typeof text === 'string' && isDay(WALL.exec(text)?.[1]);

/** Another day, `n` days later. @param {string} day @param {number} n whole days; negative for earlier */
export const addDays = (day, n) => new Date(Date.parse(day) + n * DAY_MS).toISOString().slice(0, 10);

/**
 * The instant when a wall shows this. Where summer time begins, a time that no clock shows is as much later as the clocks are
 * moved; where it ends, a time that is shown twice is the first one ('compatible' in Temporal).
 * @param {string} wall with a time, or a day alone: its midnight @param {string} zone
 * @returns {string | null} ISO 8601 in UTC; null when it is no time
 */
export function instantOf(wall, zone) {
  if (!isWall(wall) && !isDay(wall)) return null;
  const shown = figures(isDay(wall) ? `${wall}T00:00` : wall);
  // No zone is a whole day from UTC, so these are the offsets on both sides of a change that could matter.
  const before = offsetAt(shown - DAY_MS, zone);
  const after = offsetAt(shown + DAY_MS, zone);
  const real = [before, after]
    .map((offset) => shown - offset)
    .filter((at) => at + offsetAt(at, zone) === shown);
  return new Date(real.length ? Math.min(...real) : shown - before).toISOString();
}

/** What a wall shows then. @param {string} instant ISO 8601 @param {string} zone @throws {RangeError} when it is no instant */
export const wallAt = (instant, zone) => shownAt(Date.parse(instant), zone);

/** Whether a reminder then would wake somebody. @param {string} wall with a time */
export function isNight(wall) {
  const time = wall.slice(11);
  return isWall(wall) && (time >= NIGHT_BEGINS || time < NIGHT_ENDS);
}

/**
 * The reminders a meeting has until somebody chooses others: the afternoon before and the same morning, where they are still ahead.
 * @param {string} wall with a time, or a day alone @param {string} zone @param {string} now ISO 8601
 * @returns {string[]} at most two, as the wall shows them, the earlier first
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
