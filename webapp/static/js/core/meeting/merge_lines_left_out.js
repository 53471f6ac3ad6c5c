// Which lines are left out after two devices changed that: in doubt a line stays out, for showing it is the worse mistake.
//
// Each side says which lines are out of the text as it had it. So each is asked on its own ground what it made of the
// lines that were out before, and what it left out anew.
import { leftOutNow } from './lines_left_out.js';
import { stricterEntry } from '../statement/joined.js';
import { lineKey } from './fields.js';
import { PARTS } from '../statement/fields.js';
import { segment } from '../text/sentences.js';

/** @typedef {import('./fields.js').Line} Line */
/** @typedef {Pick<import('./fields.js').Meeting, 'left_out' | 'left_from' | 'statement'>} Side */
/** `kept`: lines that were out and still are, by what they were; `taken`: which were taken in again; `added`: out anew. @typedef {{kept: Map<string, Line[]>, taken: Set<string>, added: Line[]}} Choice */

/** @param {Line} line @returns {import('../statement/joined.js').Entry} */
const asEntry = ({ joined }) => ({ mark: 'hidden', ...(joined && { joined }) });

/** What is only begun to be written again: nobody's choice. @param {Line} line */
const isBegun = ({ joined }) => Boolean(joined?.ranges.every(({ again }) => again));

/** @param {Side} side @returns {Side} */
const withoutBegun = (side) => ({ ...side, left_out: side.left_out.filter((line) => !isBegun(line)) });

/** @param {Side} side */
const groundOf = ({ left_out, left_from }) => JSON.stringify([left_out, left_from]);

/** @param {Side['left_from']} texts */
const standing = (texts) =>
  new Set(PARTS.flatMap((part) => segment(texts?.[part] ?? '').map(({ text }) => lineKey({ part, text }))));

/** What a side made of the lines that were out before. @param {Side} base @param {Side} side @returns {Choice} */
function choiceOf(base, side) {
  const out = new Map(side.left_out.map((line) => [lineKey(line), line]));
  const stands = side.left_from && standing(side.left_from);
  const nows = base.left_out.map((line) => ({
    line,
    now: side.left_from
      ? leftOutNow({ left_out: [line], left_from: base.left_from }, { parts: side.left_from })
      : [line],
  }));
  const known = new Set(nows.flatMap(({ now }) => now.map(lineKey)));
  const added = side.left_out.filter((line) => !known.has(lineKey(line)));
  const [kept, taken] = [new Map(), new Set()];
  for (const { line, now } of nows) {
    const still = now.filter((one) => out.has(lineKey(one))).map((one) => out.get(lineKey(one)));
    // A line that is not in the text cannot be taken in by anybody. One that was rewritten may be any of those that are out anew.
    const candidates = added.length ? [line] : now;
    if (!still.length && candidates.some((one) => !stands || stands.has(lineKey(one))))
      taken.add(lineKey(line));
    kept.set(lineKey(line), still);
  }
  return { kept, taken, added };
}

/** Whether somebody chose lines there; that lines followed their sentences is no choice. @param {Side} base @param {Side} side */
export function choseLines(base, side) {
  const { taken, added } = choiceOf(base, side);
  return taken.size > 0 || added.length > 0;
}

/**
 * @param {Side} base @param {Side} early @param {Side} late @param {string} statement that the meeting uses now
 * @returns {Pick<Side, 'left_out' | 'left_from'>}
 */
export function mergeLeftOut(base, early, late, statement) {
  const [was, one, two] = [base, early, late].map(groundOf);
  if (one === two || one === was) return late;
  if (two === was) return early;
  const sides = [early, late];
  const left_from = newestGround(base, sides, statement);
  // What the side of that text says of a line counts there; what another text makes of it would only hide more of its neighbour.
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
    // As they stood there, and as they stand on the common ground.
    const there =
      left_from && side?.left_from
        ? leftOutNow({ left_out: lines, left_from: side.left_from }, { parts: left_from })
        : [];
    for (const line of [...lines, ...there.filter((one) => !known.has(lineKey(one)))]) {
      const other = out.get(lineKey(line));
      const { joined } = stricterEntry(asEntry(other ?? line), asEntry(line));
      out.set(lineKey(line), { part: line.part, text: line.text, ...(joined && { joined }) });
    }
  };
  for (const line of withoutBegun(base).left_out) {
    if (choices.some(({ taken }) => taken.has(lineKey(line)))) continue;
    choices.forEach(({ kept }, i) => leaveOut(kept.get(lineKey(line)) ?? [], sides[i]));
  }
  choices.forEach(({ added }, i) => leaveOut(added, sides[i]));
  for (const side of sides) leaveOut(side.left_out.filter(isBegun), side);
  return { left_out: [...out.values()], left_from };
}

/** The text that was looked at last, of the statement that is used now if there is one. @param {Side} base @param {Side[]} sides @param {string} statement */
function newestGround(base, sides, statement) {
  const grounds = sides.filter(({ left_from }) => left_from);
  const own = grounds.filter((side) => side.statement === statement);
  const moved = own.filter(({ left_from }) => JSON.stringify(left_from) !== JSON.stringify(base.left_from));
  return (moved.at(-1) ?? own.at(-1) ?? grounds.at(-1))?.left_from ?? null;
}
