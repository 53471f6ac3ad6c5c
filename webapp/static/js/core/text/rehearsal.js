// One reading aloud: how far one is, with pauses that count for nothing. Times are milliseconds of one steady clock.

/** `since`: when the present line began, or went on; null while it rests. @typedef {{at: number, read: number, since: number | null}} Rehearsal */

/** Nobody has said anything yet. @returns {Rehearsal} */
export const fresh = () => ({ at: -1, read: 0, since: null });

/** @param {number} now @returns {Rehearsal} */
export const begin = (now) => ({ at: 0, read: 0, since: now });

/** @param {Rehearsal} rehearsal @param {number} now */
const readNow = ({ read, since }, now) => read + (since === null ? 0 : now - since);

/** @param {Rehearsal} rehearsal @param {number} now @returns {Rehearsal} */
export const rest = (rehearsal, now) => ({ ...rehearsal, read: readNow(rehearsal, now), since: null });

/** @param {Rehearsal} rehearsal @param {number} now @returns {Rehearsal} */
export const goOn = (rehearsal, now) => ({ ...rehearsal, since: rehearsal.since ?? now });

/** To the next line, or one back. @param {Rehearsal} rehearsal @param {number} by @param {number} lines how many there are @returns {Rehearsal} */
export const step = (rehearsal, by, lines) => ({
  ...rehearsal,
  at: Math.min(lines - 1, Math.max(0, rehearsal.at + by)),
});

/** Seconds that were really read. @param {Rehearsal} rehearsal @param {number} now */
export const secondsRead = (rehearsal, now) => readNow(rehearsal, now) / 1000;

/** How long a line takes in a pace of so many words a minute, in milliseconds. @param {number} words @param {number} pace */
export const lineMs = (words, pace) => Math.max(1_500, (words * 60_000) / pace);
