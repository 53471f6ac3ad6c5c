// When an earlier version is kept, and which go when there are too many. Times are ISO 8601 in UTC.
import { PARTS } from './fields.js';
import { countWords } from '../text/words.js';

/** @typedef {import('./fields.js').Statement} Statement */

export const SNAPSHOTS_MAX = 40;
const PAUSE_MINUTES = 10;
/** So many words gone at one stroke may be a slip of the finger. */
const LOST_WORDS = 8;

/** @param {Statement} statement */
const wordsOf = (statement) => PARTS.reduce((sum, part) => sum + countWords(statement.parts[part]), 0);

/** Whether two statements say the same. @param {Statement} a @param {Statement} b */
export const sameWords = (a, b) =>
  a.title === b.title && PARTS.every((part) => a.parts[part] === b.parts[part]);

/**
 * Whether the version that is about to be replaced is worth keeping.
 * @param {Statement} before what is stored @param {Statement} after what is about to be
 * @param {{at: string, document: Statement} | undefined} last newest earlier version
 * @param {string} now
 */
export function worthKeeping(before, after, last, now) {
  if (sameWords(before, after) || !wordsOf(before) || (last && sameWords(last.document, before)))
    return false;
  if (wordsOf(before) - wordsOf(after) >= LOST_WORDS) return true;
  const since = Date.parse(now) - Date.parse(last?.at ?? before.created);
  return since < 0 || since >= PAUSE_MINUTES * 60_000;
}

/** So long ago counts what comes from the future: before all that a phone keeps. */
const LONG_AGO_MS = 200 * 365 * 86_400_000;

/** When a version was kept; one from the future, by a clock that was ahead then or is behind now, counts as long ago. @param {string} at @param {number} now */
const keptAt = (at, now) => (Date.parse(at) > now ? Date.parse(at) - LONG_AGO_MS : Date.parse(at));

/**
 * Which of the times to let go so that `most` stay: those closest to their neighbours; the first and last stay.
 * @param {string[]} times @param {number} [most] @param {string} [now] '' where none of them can be from the future
 * @returns {number[]} positions in `times`
 */
export function thinned(times, most = SNAPSHOTS_MAX, now = '') {
  const at = times.map((time) => keptAt(time, Date.parse(now)));
  const timeOf = (/** @type {number | undefined} */ i) => at[i ?? -1] ?? 0;
  const kept = times.map((_, i) => i).sort((a, b) => timeOf(a) - timeOf(b) || a - b);
  /** @type {number[]} */
  const gone = [];
  while (kept.length > Math.max(most, 2)) {
    let closest = 1;
    let least = Infinity;
    for (let i = 1; i < kept.length - 1; i += 1) {
      const gap = timeOf(kept[i + 1]) - timeOf(kept[i - 1]);
      if (gap < least) [least, closest] = [gap, i];
    }
    gone.push(.../** @type {number[]} */ (kept.splice(closest, 1)));
  }
  return gone;
}
