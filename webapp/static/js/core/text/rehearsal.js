// A rehearsal: how far the reading aloud has come, without pauses. Times are ms of a monotonic clock.

/**
 * `at`: the present line. `read`: time read before `since`, when reading last went on; null if paused.
 * @typedef {{at: number, read: number, since: number | null}} Rehearsal
 */

/** Before the reading begins. @returns {Rehearsal} */
export const notStarted = () => ({ at: -1, read: 0, since: null });

/** @param {number} now @returns {Rehearsal} */
export const begin = (now) => ({ at: 0, read: 0, since: now });

/** The time read so far. @param {Rehearsal} rehearsal @param {number} now */
const msRead = ({ read, since }, now) => read + (since === null ? 0 : now - since);

/** @param {Rehearsal} rehearsal @param {number} now @returns {Rehearsal} */
export const rest = (rehearsal, now) => ({ ...rehearsal, read: msRead(rehearsal, now), since: null });

/** @param {Rehearsal} rehearsal @param {number} now @returns {Rehearsal} */
export const resume = (rehearsal, now) => ({ ...rehearsal, since: rehearsal.since ?? now });

/**
 * Moves on to the next line, or back.
 * @param {Rehearsal} rehearsal @param {number} by @param {number} lines how many there are
 * @returns {Rehearsal}
 */
export const step = (rehearsal, by, lines) => ({
  ...rehearsal,
  at: Math.min(lines - 1, Math.max(0, rehearsal.at + by)),
});

/** Seconds read, without pauses. @param {Rehearsal} rehearsal @param {number} now */
export const secondsRead = (rehearsal, now) => msRead(rehearsal, now) / 1000;

/** How long a line takes, in milliseconds. @param {number} words @param {number} pace words a minute */
export const lineMs = (words, pace) => Math.max(1_500, (words * 60_000) / pace);
