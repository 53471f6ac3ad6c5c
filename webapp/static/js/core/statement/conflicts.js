// Conflicting versions: what two devices wrote in the same place, kept until the person chooses.
import { segment } from '../text/sentences.js';

/** @template Other @typedef {(other: Other) => string} Key identifies a version */

/**
 * The conflicting versions of both sides, without those that either has dismissed since the base.
 * @template Other @param {Other[]} base @param {Other[]} mine @param {Other[]} theirs @param {Key<Other>} key
 */
export function mergedConflicts(base, mine, theirs, key) {
  const [o, a, b] = [base, mine, theirs].map((all) => new Map(all.map((version) => [key(version), version])));
  if (!o || !a || !b) throw new TypeError('expected three lists');
  return [...new Map([...a, ...b])]
    .filter(([name]) => (a.has(name) && b.has(name)) || !o.has(name))
    .map(([, version]) => version);
}

/**
 * Conflicting versions of one side that hold a sentence both sides still have but the merge would drop. It
 * happens when one side dismissed the version, since its text shows the sentence, and the other side deleted
 * the sentence from the text, since the version holds it.
 * @template {{text: string}} Other @param {Other[]} others of one side
 * @param {string} otherText all words of the other side @param {string} mergedText all words after the merge
 */
export const conflictsToKeep = (others, otherText, mergedText) =>
  others.filter(({ text }) =>
    segment(text).some(
      (sentence) => otherText.includes(sentence.text) && !mergedText.includes(sentence.text),
    ),
  );

/**
 * Each version once, sorted by its key, without those equal to the shown text.
 * @template Other @param {Other[]} others @param {Key<Other>} key @param {(other: Other) => boolean} isShown
 */
export function withoutDuplicates(others, key, isShown) {
  const found = new Map(
    others.filter((version) => !isShown(version)).map((version) => [key(version), version]),
  );
  return [...found].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, version]) => version);
}
