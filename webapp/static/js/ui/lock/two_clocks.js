// How long ago something was, by two clocks: one stands still while the phone sleeps, one can be set.

/** `steady`: comparable between the pages of a tab. @typedef {{steady: number, date: number}} Moment */

/** @returns {Moment} */
export const now = () => ({ steady: performance.timeOrigin + performance.now(), date: Date.now() });

/**
 * Whether a time has passed by either clock. A date that went back counts as passed, and so does a steady clock
 * that is far back, as in a page of another process.
 * @param {Moment} since @param {number} ms @param {Moment} [at]
 */
export function isOver(since, ms, at = now()) {
  const [steady, date] = [at.steady - since.steady, at.date - since.date];
  return !(date >= 0 && Math.max(Math.abs(steady), date) < ms); // also for what is no number
}
