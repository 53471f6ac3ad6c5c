// What two devices wrote in the same place, kept beside what is shown until the person chooses.
import { segment } from '../text/sentences.js';

/** @template Other @typedef {(other: Other) => string} Key tells other texts apart */

/** Those of both, without what one side has put away. @template Other @param {Other[]} base @param {Other[]} mine @param {Other[]} theirs @param {Key<Other>} key */
export function keptOnBothSides(base, mine, theirs, key) {
  const [o, a, b] = [base, mine, theirs].map((all) => new Map(all.map((one) => [key(one), one])));
  if (!o || !a || !b) throw new TypeError('three lists');
  return [...new Map([...a, ...b])]
    .filter(([name]) => (a.has(name) && b.has(name)) || !o.has(name))
    .map(([, one]) => one);
}

/**
 * Other texts of one side with a sentence that both sides still have somewhere and the merged one has nowhere: put away here
 * since it was shown, and taken out of the shown text there since it stood beside it.
 * @template {{text: string}} Other
 * @param {Other[]} others of one side @param {string} there all that the other side says @param {string} now all that the merged one says
 */
export const droppedByMerge = (others, there, now) =>
  others.filter(({ text }) =>
    segment(text).some((sentence) => there.includes(sentence.text) && !now.includes(sentence.text)),
  );

/** Each once, in an order of its own, and none that says what is shown. @template Other @param {Other[]} others @param {Key<Other>} key @param {(other: Other) => boolean} isShown */
export function tidied(others, key, isShown) {
  const found = new Map(others.filter((one) => !isShown(one)).map((one) => [key(one), one]));
  return [...found].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, one]) => one);
}
