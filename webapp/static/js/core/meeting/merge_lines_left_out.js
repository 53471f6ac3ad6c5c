// Merges the lines that two devices left out of a meeting. In doubt a line stays out: showing it is worse.
//
// Each side's choices are read against the text that side had: which lines that were out it kept out, which
// it put back in, and which it left out for the first time.
import { leftOutNow } from './lines_left_out.js';
import { stricterEntry } from '../statement/joined.js';
import { lineKey } from './fields.js';
import { PARTS } from '../statement/fields.js';
import { segment } from '../text/sentences.js';

/** @typedef {import('./fields.js').Line} Line */
/** @typedef {Pick<import('./fields.js').Meeting, 'left_out' | 'left_from' | 'statement'>} Side */
/**
 * `kept`: the base's lines that are still out, by their key in the base; `restored`: keys of the base's lines
 * that were put back in; `added`: lines that were not out in the base.
 * @typedef {{kept: Map<string, Line[]>, restored: Set<string>, added: Line[]}} Choice
 */

/** @param {Line} line @returns {import('../statement/joined.js').Entry} */
const asEntry = ({ joined }) => ({ mark: 'hidden', ...(joined && { joined }) });

/**
 * Whether a line is out only because its deleted sentence is being typed again, which is not a choice.
 * @param {Line} line
 */
const isBegun = ({ joined }) => Boolean(joined?.ranges.every(({ again }) => again));

/** @param {Side} side @returns {Side} */
const withoutBegun = (side) => ({ ...side, left_out: side.left_out.filter((line) => !isBegun(line)) });

/** @param {Side} side */
const choiceText = ({ left_out, left_from }) => JSON.stringify([left_out, left_from]);

/**
 * Keys of all lines in a text.
 * @param {Side['left_from']} texts
 */
const lineKeysIn = (texts) =>
  new Set(PARTS.flatMap((part) => segment(texts?.[part] ?? '').map(({ text }) => lineKey({ part, text }))));

/**
 * What a side did with the lines that were out before.
 * @param {Side} base
 * @param {Side} side
 * @returns {Choice}
 */
function choiceOf(base, side) {
  const out = new Map(side.left_out.map((line) => [lineKey(line), line]));
  const present = side.left_from && lineKeysIn(side.left_from);
  const nows = base.left_out.map((line) => ({
    line,
    now: side.left_from
      ? leftOutNow({ left_out: [line], left_from: base.left_from }, { parts: side.left_from })
      : [line],
  }));
  const known = new Set(nows.flatMap(({ now }) => now.map(lineKey)));
  const added = side.left_out.filter((line) => !known.has(lineKey(line)));
  const [kept, restored] = [new Map(), new Set()];
  for (const { line, now } of nows) {
    const stillOut = now
      .map(lineKey)
      .filter((key) => out.has(key))
      .map((key) => out.get(key));
    // A line that is not in the text cannot have been put back in. A rewritten line may be any of the added
    // ones.
    const candidates = added.length ? [line] : now;
    if (!stillOut.length && candidates.some((candidate) => !present || present.has(lineKey(candidate))))
      restored.add(lineKey(line));
    kept.set(lineKey(line), stillOut);
  }
  return { kept, restored, added };
}

/**
 * Whether the person chose lines on this side. Lines that only followed their edited sentences do not count.
 * @param {Side} base
 * @param {Side} side
 */
export function hasChosenLines(base, side) {
  const { restored, added } = choiceOf(base, side);
  return restored.size > 0 || added.length > 0;
}

/**
 * @param {Side} base
 * @param {Side} early
 * @param {Side} late
 * @param {string} statement id of the statement that the merged meeting uses
 * @returns {Pick<Side, 'left_out' | 'left_from'>}
 */
export function mergeLeftOut(base, early, late, statement) {
  const [was, first, second] = [base, early, late].map(choiceText);
  if (first === second || first === was) return late;
  if (second === was) return early;
  const sides = [early, late];
  const left_from = newestText(base, sides, statement);
  // On that text, the lines of the side that had it are exact. Carried over from another text, the same line
  // would only hide more of its neighbour.
  const known = new Set(
    sides
      .filter((side) => side.left_from === left_from)
      .flatMap((side) => side.left_out)
      .map(lineKey),
  );
  const choices = sides.map((side) => choiceOf(withoutBegun(base), withoutBegun(side)));
  /** @type {Map<string, Line>} */
  const out = new Map();
  const leaveOut = (/** @type {Line[]} */ lines, /** @type {Side | undefined} */ side) => {
    // The lines as that side had them, and as they read in the merged text.
    const carriedOver =
      left_from && side?.left_from
        ? leftOutNow({ left_out: lines, left_from: side.left_from }, { parts: left_from })
        : [];
    for (const line of [...lines, ...carriedOver.filter((moved) => !known.has(lineKey(moved)))]) {
      const other = out.get(lineKey(line));
      const { joined } = stricterEntry(asEntry(other ?? line), asEntry(line));
      out.set(lineKey(line), { part: line.part, text: line.text, ...(joined && { joined }) });
    }
  };
  for (const line of withoutBegun(base).left_out) {
    if (choices.some(({ restored }) => restored.has(lineKey(line)))) continue;
    choices.forEach(({ kept }, i) => leaveOut(kept.get(lineKey(line)) ?? [], sides[i]));
  }
  choices.forEach(({ added }, i) => leaveOut(added, sides[i]));
  for (const side of sides) leaveOut(side.left_out.filter(isBegun), side);
  return { left_out: [...out.values()], left_from };
}

/**
 * The text that was seen last; one of the statement in use, if there is one.
 * @param {Side} base
 * @param {Side[]} sides
 * @param {string} statement
 */
function newestText(base, sides, statement) {
  const known = sides.filter(({ left_from }) => left_from);
  const own = known.filter((side) => side.statement === statement);
  const changed = own.filter(({ left_from }) => JSON.stringify(left_from) !== JSON.stringify(base.left_from));
  return (changed.at(-1) ?? own.at(-1) ?? known.at(-1))?.left_from ?? null;
}
