// Finds hidden sentences that were deleted and are being typed again, to hide what is typed of them so far.
import { stricter } from './joined.js';

/** @typedef {import('./joined.js').Entry} Entry */
/** @typedef {import('./heirs.js').Heir} Heir */
/** @typedef {import('./fields.js').Range} Range */
/** @typedef {import('../text/changes.js').Stretch} Stretch */

/**
 * Where in a sentence a deleted one is being typed again, as long as the words are the same.
 * @param {Heir} heir its `free` is adjusted if repeated letters leave several places for what was typed
 * @param {[string, Entry][]} dormant hidden sentences that are gone
 * @param {string} before the hidden sentence right before it @returns {Range[]}
 */
export function retypedRanges(heir, dormant, before) {
  if (!dormant.length) return [];
  return newIn(heir.text, [...heir.free, ...heir.held]).flatMap((stretch) => {
    for (const { start, end, by } of places(heir, stretch)) {
      const written = heir.text.slice(start, end).trim();
      const marks = written
        ? dormant
            .filter(
              ([sentence]) =>
                begins(sentence, written) || (start === 0 && begins(sentence, before + written)),
            )
            .map(([, entry]) => entry.mark)
        : [];
      if (!marks.length) continue;
      if (by) heir.free = movedBy(heir.free, stretch, by);
      else if (end < stretch.end) heir.free = [...heir.free, { start: end, end: stretch.end }];
      return [
        { start, end, mark: marks.reduce((a, b) => stricter(a, b)), again: /** @type {const} */ (true) },
      ];
    }
    return [];
  });
}

/**
 * Where in a new stretch the sentence may be.
 * @param {Heir} heir @param {Stretch} stretch @returns {(Stretch & {by: number})[]}
 */
function places(heir, { start, end }) {
  const moved = furthestLeft(heir, { start, end }).map((by) => ({ start: start - by, end: end - by, by }));
  // Several words at once after the beginning were pasted, or come from another device: they do not continue
  // it.
  const cut = heir.begun.filter(
    (at) => at > start && at < end && /\p{L}\s+\p{L}/u.test(heir.text.slice(at, end)),
  );
  return [...moved, ...cut.map((at) => ({ start, end: at, by: 0 }))];
}

/**
 * How far left a new stretch may be moved, the furthest first: "I " typed before "Iflg." looks like " I"
 * after its "I".
 * @param {Heir} heir @param {Stretch} stretch
 */
function furthestLeft({ text, free }, { start, end }) {
  const before = free.find((one) => one.end === start);
  let by = 0;
  while (before && start - by > before.start && text[start - by - 1] === text[end - by - 1]) by += 1;
  return Array.from({ length: by + 1 }, (_, i) => by - i);
}

/**
 * The free stretches after the new stretch has moved left.
 * @param {Stretch[]} free @param {Stretch} stretch @param {number} by
 */
const movedBy = (free, { start, end }, by) =>
  [
    ...free.map((one) => (one.end === start ? { ...one, end: start - by } : one)),
    { start: end - by, end },
  ].filter((one) => one.start < one.end);

/** @param {string} whole @param {string} written */
const begins = (whole, written) => whole.toLowerCase().startsWith(written.toLowerCase());

/**
 * The stretches that come from no earlier sentence.
 * @param {string} text @param {Stretch[]} known @returns {Stretch[]}
 */
function newIn(text, known) {
  /** @type {Stretch[]} */
  const found = [];
  let at = 0;
  for (const { start, end } of known.sort((a, b) => a.start - b.start)) {
    if (start > at) found.push({ start: at, end: start });
    at = Math.max(at, end);
  }
  if (text.length > at) found.push({ start: at, end: text.length });
  return found;
}
