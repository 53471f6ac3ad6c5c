// How long to wait before the next try of something that failed: twice as long each time, up to a limit.

/** The shortest wait after a failure, before it is doubled or shortened at random. */
export const WAIT_MS = 5_000;
const WAIT_MS_MAX = 15 * 60_000;

/**
 * Exponential back-off. A random half keeps phones that failed together from coming back together.
 * @param {number} doublings of the shortest wait
 * @param {number} retryAfter seconds that the server asked to wait at least; 0 when it named none
 * @returns {number} milliseconds
 */
export function backoffMs(doublings, retryAfter) {
  const wait = Math.min(WAIT_MS_MAX, WAIT_MS * 2 ** doublings);
  return Math.max(retryAfter * 1000, wait * (0.5 + Math.random() / 2));
}
