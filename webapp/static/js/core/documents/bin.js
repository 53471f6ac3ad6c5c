// How long what is thrown out stays in the bin. One clock alone never empties it: thirty days must have
// passed by the phone's clock, the phone must have seen the app on thirty days, and where a vault would hear
// of it, the server's clock must say thirty days too.

export const BIN_DAYS = 30;
const DAY_MS = 86_400_000;
/** Nothing was thrown out before there was an app. */
const APP_BEGAN = '2025-01-01T00:00:00.000Z';
/** Between two looks. Who stays away longer loses a day of the count; a clock that starts in 2015 gains none. */
const AWAY_DAYS = 366;

/** @typedef {{id: string, created: string, updated: string, deleted: string}} Binned */
/**
 * What this phone knows of one thing in its bin. `deleted`: as the thing says it. `since`: where its thirty
 * days begin by the phone's clock, and `server` by the server's, null until it was heard again: ISO 8601 in
 * UTC. `first`: the day on which it was first seen there.
 * @typedef {{deleted: string, since: string, server: string | null, first: string}} Row
 */
/**
 * `last`: the day of the last look, `heard`: as in Clocks, then. `days`: on which the app was seen, the
 * newest thirty. `rows` by id.
 * @typedef {{last: string, days: string[], heard: string | null, rows: Record<string, Row>}} Seen
 */
/**
 * `heard`: what the server last said the time is; null while it was never heard.
 * @typedef {{now: string, heard: string | null}} Clocks
 */

/** @type {Seen} */
export const NOTHING_SEEN = { last: '', days: [], heard: null, rows: {} };

/** @param {string} from @param {string} to */
const daysBetween = (from, to) => (Date.parse(to) - Date.parse(from)) / DAY_MS;

/** @param {string} time */
const dayOf = (time) => time.slice(0, 10);

/** The earlier of two times. @param {string} a @param {string} b */
const earlier = (a, b) => (Date.parse(a) < Date.parse(b) ? a : b);

/** Whether a thing can have been thrown out when it says so. @param {Binned} one @param {string} now */
const isPossible = ({ created, updated, deleted }, now) =>
  daysBetween(deleted, now) >= 0 &&
  [created, updated, APP_BEGAN].every((time) => daysBetween(time, deleted) >= 0);

/** A thing seen in the bin for the first time. @param {Binned} one @param {Clocks} clocks @returns {Row} */
function begun(one, { now }) {
  const since = isPossible(one, now) ? one.deleted : now;
  return { deleted: one.deleted, since, server: null, first: dayOf(now) };
}

/**
 * A thing seen again. What began in the future, by a clock that was put right since, begins now.
 * @param {Row} row @param {Clocks} clocks `heard` is null where it is not news @returns {Row}
 */
const seenAgain = (row, { now, heard }) => ({
  ...row,
  since: earlier(row.since, now),
  first: earlier(row.first, dayOf(now)),
  server: row.server && heard ? earlier(row.server, heard) : (row.server ?? heard),
});

/**
 * What is known after a look at the bin. A day counts when the next look is on a later one; what was counted
 * by a clock that turns out to have been ahead counts no more. So a clock that goes to and fro counts no day
 * twice.
 * @param {Seen} seen @param {Binned[]} binned all that is in the bin @param {Clocks} clocks @returns {Seen}
 */
export function lookedAt({ last, days, heard, rows }, binned, clocks) {
  const today = dayOf(clocks.now);
  const news = { ...clocks, heard: clocks.heard === heard ? null : clocks.heard };
  const isOver = last < today && daysBetween(last, today) <= AWAY_DAYS;
  const counted = new Set([...days.filter((day) => day < today), ...(isOver ? [last] : [])]);
  return {
    last: today,
    days: [...counted].slice(-BIN_DAYS),
    heard: clocks.heard,
    rows: Object.fromEntries(
      binned.map((one) => {
        const row = rows[one.id];
        return [one.id, row?.deleted === one.deleted ? seenAgain(row, news) : begun(one, clocks)];
      }),
    ),
  };
}

/**
 * On how many days the app was seen since; the one on which it was thrown out was one.
 * @param {Row} row @param {string[]} days
 */
const seenSince = ({ since, first }, days) =>
  days.filter((day) => day >= first).length + Number(dayOf(since) < first);

/**
 * Whole days that a thing in the bin stays at least. `isSent`: whether the vault would hear that it is gone.
 * @param {Seen} seen @param {Binned} one @param {boolean} isSent @param {Clocks} clocks
 */
export function daysLeft({ days, rows }, { id, deleted }, isSent, { now, heard }) {
  const row = rows[id];
  if (row?.deleted !== deleted) return BIN_DAYS; // thrown out since the last look
  const byServer = row.server && heard ? daysBetween(row.server, heard) : 0;
  const passed = Math.min(daysBetween(row.since, now), seenSince(row, days), isSent ? byServer : BIN_DAYS);
  return Math.min(BIN_DAYS, Math.max(0, Math.ceil(BIN_DAYS - passed)));
}
