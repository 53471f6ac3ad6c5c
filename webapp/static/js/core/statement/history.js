// Which earlier versions are kept, and which go when there are too many. Times are ISO 8601 in UTC.
import { PARTS } from './fields.js';
import { countWords } from '../text/words.js';

/** @typedef {import('./fields.js').Statement} Statement */

export const SNAPSHOTS_MAX = 40;
const PAUSE_MINUTES = 10;
/** Losing this many words at once may be a slip of the finger. */
const LOST_WORDS = 8;

/** @param {Statement} statement */
const wordsOf = (statement) => PARTS.reduce((sum, part) => sum + countWords(statement.parts[part]), 0);

/** Whether two statements have the same title and texts. @param {Statement} a @param {Statement} b */
export const sameWords = (a, b) =>
  a.title === b.title && PARTS.every((part) => a.parts[part] === b.parts[part]);

/**
 * Whether the version that is about to be replaced is worth keeping.
 * @param {Statement} before the stored one @param {Statement} after the one about to be stored
 * @param {{at: string, document: Statement} | undefined} last the newest earlier version
 * @param {string} now
 */
export function isWorthKeeping(before, after, last, now) {
  if (sameWords(before, after) || !wordsOf(before) || (last && sameWords(last.document, before)))
    return false;
  if (wordsOf(before) - wordsOf(after) >= LOST_WORDS) return true;
  const since = Date.parse(now) - Date.parse(last?.at ?? before.created);
  return since < 0 || since >= PAUSE_MINUTES * 60_000;
}

/** Moves a time from the future back, to before everything that a phone keeps. */
const LONG_AGO_MS = 200 * 365 * 86_400_000;

/**
 * When a version was kept. A time in the future, by a clock that was ahead then or is behind now, counts as
 * long ago.
 * @param {string} at @param {number} now
 */
const keptAt = (at, now) => (Date.parse(at) > now ? Date.parse(at) - LONG_AGO_MS : Date.parse(at));

/**
 * Which times to remove so that `most` stay: those closest to their neighbours, never the first or last.
 * @param {string[]} times @param {number} [most] @param {string} [now] '' if none can be in the future
 * @returns {number[]} positions in `times`
 */
export function positionsToRemove(times, most = SNAPSHOTS_MAX, now = '') {
  const at = times.map((time) => keptAt(time, Date.parse(now)));
  const timeOf = (/** @type {number | undefined} */ i) => at[i ?? -1] ?? 0;
  const kept = times.map((_, i) => i).sort((a, b) => timeOf(a) - timeOf(b) || a - b);
  /** @type {number[]} */
  const removed = [];
  while (kept.length > Math.max(most, 2)) {
    let closest = 1;
    let least = Infinity;
    for (let i = 1; i < kept.length - 1; i += 1) {
      const gap = timeOf(kept[i + 1]) - timeOf(kept[i - 1]);
      if (gap < least) [least, closest] = [gap, i];
    }
    removed.push(.../** @type {number[]} */ (kept.splice(closest, 1)));
  }
  return removed;
}
