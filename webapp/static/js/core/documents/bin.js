// How long deleted documents stay in the bin. No single clock can empty it: thirty days must have passed by
// the phone's clock, the app must have been opened on thirty days, and for documents that would be deleted in
// a vault too, the server's clock must also say thirty days.

export const BIN_DAYS = 30;
const DAY_MS = 86_400_000;
/** No deletion is older than the app. */
const APP_BEGAN = '2025-01-01T00:00:00.000Z';
/**
 * The longest gap between visits that counts. After a longer one, a day is not counted; so a clock that
 * starts in 2015 gains none.
 */
const AWAY_DAYS = 366;

/** @typedef {{id: string, created: string, updated: string, deleted: string}} Binned */
/**
 * What this phone knows about one document in its bin. `deleted`: the time in the document. `since`: when its
 * thirty days began by the phone's clock; `server`: by the server's, null until the server gives a new time.
 * ISO 8601 in UTC. `first`: the day on which it was first seen in the bin.
 * @typedef {{deleted: string, since: string, server: string | null, first: string}} Row
 */
/**
 * `last`: the day of the last visit; `heard`: as in Clocks, at that visit. `days`: the newest thirty days on
 * which the app was opened. `rows` by id.
 * @typedef {{last: string, days: string[], heard: string | null, rows: Record<string, Row>}} Visits
 */
/**
 * `heard`: the latest time received from the server; null if there was none.
 * @typedef {{now: string, heard: string | null}} Clocks
 */

/** @type {Visits} */
export const NO_VISITS = { last: '', days: [], heard: null, rows: {} };

/** @param {string} from @param {string} to */
const daysBetween = (from, to) => (Date.parse(to) - Date.parse(from)) / DAY_MS;

/** @param {string} time */
const dayOf = (time) => time.slice(0, 10);

/** The earlier of two times. @param {string} a @param {string} b */
const earlier = (a, b) => (Date.parse(a) < Date.parse(b) ? a : b);

/** Whether the time of a deletion is plausible. @param {Binned} document @param {string} now */
const isPossible = ({ created, updated, deleted }, now) =>
  daysBetween(deleted, now) >= 0 &&
  [created, updated, APP_BEGAN].every((time) => daysBetween(time, deleted) >= 0);

/**
 * The row of a document that is seen in the bin for the first time.
 * @param {Binned} document @param {Clocks} clocks @returns {Row}
 */
function newRow(document, { now }) {
  const since = isPossible(document, now) ? document.deleted : now;
  return { deleted: document.deleted, since, server: null, first: dayOf(now) };
}

/**
 * The row of a document that is seen again. A start in the future, by a clock that was corrected since,
 * becomes now.
 * @param {Row} row @param {Clocks} clocks `heard` is null unless it is new @returns {Row}
 */
const updatedRow = (row, { now, heard }) => ({
  ...row,
  since: earlier(row.since, now),
  first: earlier(row.first, dayOf(now)),
  server: row.server && heard ? earlier(row.server, heard) : (row.server ?? heard),
});

/**
 * What is known after a visit. A day counts once the next visit is on a later one. Days counted by a
 * clock that turns out to have been ahead are dropped. So a clock that jumps back and forth counts no day
 * twice.
 * @param {Visits} seen
 * @param {Binned[]} binned all documents in the bin
 * @param {Clocks} clocks
 * @returns {Visits}
 */
export function afterVisit({ last, days, heard, rows }, binned, clocks) {
  const today = dayOf(clocks.now);
  const newClocks = { ...clocks, heard: clocks.heard === heard ? null : clocks.heard };
  const isOver = last < today && daysBetween(last, today) <= AWAY_DAYS;
  const counted = new Set([...days.filter((day) => day < today), ...(isOver ? [last] : [])]);
  return {
    last: today,
    days: [...counted].slice(-BIN_DAYS),
    heard: clocks.heard,
    rows: Object.fromEntries(
      binned.map((document) => {
        const row = rows[document.id];
        return [
          document.id,
          row?.deleted === document.deleted ? updatedRow(row, newClocks) : newRow(document, clocks),
        ];
      }),
    ),
  };
}

/**
 * On how many days the app was opened since the deletion, including the day of the deletion.
 * @param {Row} row @param {string[]} days
 */
const daysSeen = ({ since, first }, days) =>
  days.filter((day) => day >= first).length + Number(dayOf(since) < first);

/**
 * How many whole days a document stays in the bin, at least.
 * @param {Visits} seen @param {Binned} document
 * @param {boolean} isSent whether its removal would be sent to a vault @param {Clocks} clocks
 */
export function daysLeft({ days, rows }, { id, deleted }, isSent, { now, heard }) {
  const row = rows[id];
  if (row?.deleted !== deleted) return BIN_DAYS; // deleted since the last visit
  const byServer = row.server && heard ? daysBetween(row.server, heard) : 0;
  const passed = Math.min(daysBetween(row.since, now), daysSeen(row, days), isSent ? byServer : BIN_DAYS);
  return Math.min(BIN_DAYS, Math.max(0, Math.ceil(BIN_DAYS - passed)));
}
