// How long ago something was, by two clocks: one stands still while the phone sleeps, one can be set.

/** @typedef {{steady: number, date: number}} Moment */

/** @returns {Moment} */
export const now = () => ({ steady: performance.now(), date: Date.now() });

/**
 * Whether a time has passed by either clock. A clock that went back counts as passed.
 * @param {Moment} since @param {number} ms @param {Moment} [at]
 */
export function isOver(since, ms, at = now()) {
  const [steady, date] = [at.steady - since.steady, at.date - since.date];
  return date < 0 || Math.max(steady, date) >= ms;
}
