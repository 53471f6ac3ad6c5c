// When an earlier version is kept, and which go when there are too many. Times are ISO 8601 in UTC.
import { PARTS } from './parts.js';
import { countWords } from './words.js';

/** @typedef {import('./parts.js').Statement} Statement */

export const SNAPSHOTS_MAX = 40;
const PAUSE_MINUTES = 10;
/** So many words gone at one stroke may be a slip of the finger. */
const LOST_WORDS = 8;

/** @param {Statement} statement */
const wordsOf = (statement) => PARTS.reduce((sum, part) => sum + countWords(statement.parts[part]), 0);

/** Whether two statements say the same. @param {Statement} a @param {Statement} b */
export const sameWords = (a, b) => a.title === b.title && PARTS.every((part) => a.parts[part] === b.parts[part]);

/**
 * Whether the version that is about to be replaced is worth keeping.
 * @param {Statement} before what is stored @param {Statement} after what is about to be
 * @param {{at: string, document: Statement} | undefined} last newest earlier version
 * @param {string} now
 */
export function worthKeeping(before, after, last, now) {
  if (sameWords(before, after) || !wordsOf(before) || (last && sameWords(last.document, before))) return false;
  if (wordsOf(before) - wordsOf(after) >= LOST_WORDS) return true;
  return (Date.parse(now) - Date.parse(last?.at ?? before.created)) >= PAUSE_MINUTES * 60_000;
}

/**
 * Which of the times to let go so that `most` stay: those closest to their neighbours; the first and last stay.
 * @param {string[]} times oldest first @param {number} [most]
 * @returns {number[]} positions in `times`
 */
export function thinned(times, most = SNAPSHOTS_MAX) {
  const kept = times.map((_, i) => i);
  /** @type {number[]} */
  const gone = [];
  while (kept.length > Math.max(most, 2)) {
    let closest = 1;
    let least = Infinity;
    for (let i = 1; i < kept.length - 1; i += 1) {
      const gap = Date.parse(/** @type {string} */ (times[/** @type {number} */ (kept[i + 1])])) - Date.parse(/** @type {string} */ (times[/** @type {number} */ (kept[i - 1])]));
      if (gap < least) [least, closest] = [gap, i];
    }
    gone.push(.../** @type {number[]} */ (kept.splice(closest, 1)));
  }
  return gone;
}
