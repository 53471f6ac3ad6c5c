// A private sentence that was taken out and is written once more: what stands of it already is seen by nobody either.
import { stricter } from './joined.js';

/** @typedef {import('./joined.js').Entry} Entry */
/** @typedef {import('./heirs.js').Heir} Heir */
/** @typedef {import('./fields.js').Range} Range */
/** @typedef {import('../text/changes.js').Stretch} Stretch */

/**
 * Where in a sentence a taken-out one is begun again, until it goes on otherwise.
 * @param {Heir} heir what of it is free follows where letters alike could have been put in at several places
 * @param {[string, Entry][]} dormant hidden ones that stand nowhere now @param {string} before the hidden one right before it
 * @returns {Range[]}
 */
export function writtenAgain(heir, dormant, before) {
  if (!dormant.length) return [];
  return newIn(heir.text, [...heir.free, ...heir.held]).flatMap((stretch) => {
    for (const { start, end, by } of places(heir, stretch)) {
      const written = heir.text.slice(start, end).trim();
      const marks = written
        ? dormant
            .filter(([one]) => begins(one, written) || (start === 0 && begins(one, before + written)))
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

/** Where the begun one may lie in what is new. @param {Heir} heir @param {Stretch} stretch @returns {(Stretch & {by: number})[]} */
function places(heir, { start, end }) {
  const moved = furthestLeft(heir, { start, end }).map((by) => ({ start: start - by, end: end - by, by }));
  // Several words at once behind what was begun are a paste, or another device's: the begun one did not go on with them.
  const cut = heir.begun.filter(
    (at) => at > start && at < end && /\p{L}\s+\p{L}/u.test(heir.text.slice(at, end)),
  );
  return [...moved, ...cut.map((at) => ({ start, end: at, by: 0 }))];
}

/** By how much a new stretch may as well lie further left, the furthest first: "I " before "Iflg." reads like " I" behind its "I". @param {Heir} heir @param {Stretch} stretch */
function furthestLeft({ text, free }, { start, end }) {
  const before = free.find((one) => one.end === start);
  let by = 0;
  while (before && start - by > before.start && text[start - by - 1] === text[end - by - 1]) by += 1;
  return Array.from({ length: by + 1 }, (_, i) => by - i);
}

/** What is free, where the new stretch lies further left. @param {Stretch[]} free @param {Stretch} stretch @param {number} by */
const movedBy = (free, { start, end }, by) =>
  [
    ...free.map((one) => (one.end === start ? { ...one, end: start - by } : one)),
    { start: end - by, end },
  ].filter((one) => one.start < one.end);

/** @param {string} whole @param {string} written */
const begins = (whole, written) => whole.toLowerCase().startsWith(written.toLowerCase());

/** What stood in no sentence before. @param {string} text @param {Stretch[]} known @returns {Stretch[]} */
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
