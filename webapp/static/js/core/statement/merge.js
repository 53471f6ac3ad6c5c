// Merges two edits of a statement, field by field.
import { hides, stricter, stricterEntry } from './joined.js';
import { carryFirst, carryMarks, entriesOf, oldDormant } from './marks.js';
import { mergeText, threeWay } from '../text/merge.js';
import { mergedConflicts, conflictsToKeep, withoutDuplicates } from './conflicts.js';
import { mergedFields } from '../documents/merge_fields.js';
import { PARTS, STATEMENT_FIELDS, blankStatement, canonicalStatement } from './fields.js';
import { segment } from '../text/sentences.js';

export { mergeText };

/** @typedef {import('./fields.js').Part} Part */
/** @typedef {import('./fields.js').Mark} Mark */
/** @typedef {import('./joined.js').Entry} Entry */
/** @typedef {import('./fields.js').Statement} Statement */
/** @typedef {Partial<Record<Part | 'title', string>>} Others */
/** Who wrote a side, and when. @typedef {{by?: string, updated: string}} Edit */

/**
 * Merge two edits of a statement. `others`: their version of each part that clashes, and of the title.
 * @param {Statement | null} base @param {Statement} mine @param {Statement} theirs
 * @returns {{statement: Statement, clashes: Part[], others: Others}}
 */
export function mergeStatement(base, mine, theirs) {
  const o = base ?? blankStatement(mine.id, mine.created);
  const [early, late] = earlierFirst(mine, theirs);
  /** @type {Part[]} */
  const clashes = [];
  /** @type {Others} */
  const others = {};
  const parts = { ...mine.parts };
  for (const part of PARTS) {
    const { text, clash, other } = mergeText(o.parts[part], mine.parts[part], theirs.parts[part]);
    parts[part] = text;
    if (clash) clashes.push(part);
    if (other !== null) others[part] = other;
  }
  const [first, ofMine, ofTheirs] = [o, mine, theirs].map((side) => firstIn(side, parts));
  const statement = {
    ...mergedFields(STATEMENT_FIELDS, o, early, late),
    id: mine.id,
    title: threeWay(o.title, mine.title, theirs.title, (a, b) => {
      if (a.startsWith(b) || b.startsWith(a)) return a.startsWith(b) ? a : b;
      others.title = early.title;
      return late.title;
    }),
    parts,
    marks: mergedMarks(o, mine, theirs, parts),
    first: threeWay(first, ofMine, ofTheirs, () => firstIn(late, parts)) ?? null,
    alternatives: mergedConflicts(
      o.alternatives ?? [],
      mine.alternatives ?? [],
      theirs.alternatives ?? [],
      alternativeKey,
    ),
    deleted: threeWay(o.deleted, mine.deleted, theirs.deleted, () => late.deleted),
  };
  // An edit, or a restore from the bin, beats a deletion.
  const alive = [mine, theirs].find(({ deleted }) => !deleted);
  if (alive && (early.deleted || late.deleted) && (o.deleted || wasEdited(o, alive)))
    statement.deleted = null;
  return { statement, clashes, others };
}

/**
 * The statement with the conflicting versions beside it, until the person chooses.
 * @param {Statement} statement @param {Others} others
 * @param {Edit} edit of the others @param {Edit} shown the edit of what the statement shows
 * @returns {Statement}
 */
export function withConflicts(statement, others, { by, updated }, shown) {
  const whose = by || shown.by ? { by, at: updated, shown_by: shown.by, shown_at: shown.updated } : {};
  const added = Object.entries(others).map(([part, text]) => ({
    part: /** @type {Part | 'title'} */ (part),
    text,
    ...whose,
  }));
  return canonicalStatement({ ...statement, alternatives: [...(statement.alternatives ?? []), ...added] });
}

/** @param {import('./fields.js').Alternative} alternative */
const alternativeKey = ({ part, text }) => `${part} ${text}`;

/** @param {Statement} statement */
const wordsOf = ({ title, parts, alternatives = [] }) =>
  [title, ...Object.values(parts), ...alternatives.map(({ text }) => text)].join('\n');

/**
 * Merges the edits of two devices. What both wrote in the same place becomes a conflicting version. Both
 * devices end up with the same bytes.
 * @param {Statement | null} base @param {Statement} mine @param {Statement} theirs @returns {Statement}
 */
export function mergeWithConflicts(base, mine, theirs) {
  const [early, late] = earlierFirst(canonicalStatement(mine), canonicalStatement(theirs));
  const { statement, others } = mergeStatement(base && canonicalStatement(base), late, early);
  const next = withConflicts(statement, others, early, late);
  const dropped = [
    [early, late],
    [late, early],
  ].flatMap(([side, other]) =>
    side && other ? conflictsToKeep(side.alternatives ?? [], wordsOf(other), wordsOf(next)) : [],
  );
  const alternatives = withoutDuplicates(
    [...(next.alternatives ?? []), ...dropped],
    alternativeKey,
    ({ part, text }) => text === (part === 'title' ? statement.title : statement.parts[part]),
  );
  return { ...next, alternatives };
}

/**
 * The earlier and the later edit, in the same order on both devices.
 * @template {{updated: string}} Document @param {Document} a @param {Document} b
 * @returns {[Document, Document]}
 */
export function earlierFirst(a, b) {
  const [x, y] = [a, b].map((side) => side.updated + JSON.stringify(side));
  return (x ?? '') < (y ?? '') ? [a, b] : [b, a];
}

/**
 * `next`, whose words replace those of `now`. What either hides stays hidden, so that nobody else sees more
 * of it than of `now`.
 * @param {Statement} now @param {Statement} next @returns {Statement}
 */
export function withReplacedWords(now, next) {
  const marks = PARTS.flatMap((part) => {
    const own = entriesOf(next.marks, part);
    for (const [text, entry] of entriesOf(
      carryMarks(now.parts[part], next.parts[part], now.marks, part),
      part,
    )) {
      const other = own.get(text);
      if (other) own.set(text, stricterEntry(other, entry));
      else if (hides(entry.mark)) own.set(text, entry);
    }
    return boundedIn(own, next.parts[part]).map(([text, entry]) => ({ part, text, ...entry }));
  });
  return { ...next, marks };
}

/**
 * The entries without the dormant ones beyond the limit.
 * @param {Map<string, Entry>} own @param {string} text of the part
 */
function boundedIn(own, text) {
  const tooMany = new Set(oldDormant(own, new Set(segment(text).map((sentence) => sentence.text))));
  return [...own].filter(([one]) => !tooMany.has(one));
}

/** @param {Statement} side @param {Record<Part, string>} parts */
const firstIn = ({ parts: own, first }, parts) =>
  first && carryFirst(own[first.part], parts[first.part], first);

/** @param {Statement} base @param {Statement} side */
function wasEdited(base, side) {
  const ignored = { updated: '', created: '', deleted: null, by: '' };
  return JSON.stringify({ ...base, ...ignored }) !== JSON.stringify({ ...base, ...side, ...ignored });
}

/** @param {Entry | null | undefined} a @param {Entry | null | undefined} b */
const strictest = (a, b) => (a && b ? stricterEntry(a, b) : (a ?? b));

/**
 * Whether a side shows a sentence that the base hides.
 * @param {Statement} base @param {Statement} side @param {Part} part
 */
function uncovers(base, side, part) {
  const own = entriesOf(side.marks, part);
  const present = new Set(segment(side.parts[part]).map(({ text }) => text));
  return [...entriesOf(carryMarks(base.parts[part], side.parts[part], base.marks, part), part)].some(
    ([text, { mark }]) =>
      hides(mark) &&
      present.has(text) &&
      stricter(own.get(text)?.mark, mark) === mark &&
      own.get(text)?.mark !== mark,
  );
}

/**
 * What one side hides and the other has no mark for, unless the other side uncovered something in
 * the part: otherwise its words only differ too much from the merged ones.
 * @param {Entry | null | undefined} a @param {Entry | null | undefined} b
 * @param {boolean[]} isUncovered by a, by b
 */
function stillHidden(a, b, [byMine, byTheirs]) {
  if (a && !b && hides(a.mark) && !byTheirs) return a;
  return b && !a && hides(b.mark) && !byMine ? b : null;
}

/**
 * The marks of both sides, carried to the merged text. Where one says always and the other hidden, it is
 * hidden.
 * @param {Statement} base @param {Statement} mine @param {Statement} theirs
 * @param {Record<Part, string>} parts
 */
function mergedMarks(base, mine, theirs, parts) {
  /** @type {Mark[]} */
  const marks = [];
  for (const part of PARTS) {
    const sides = [base, mine, theirs].map((side) =>
      entriesOf(carryMarks(side.parts[part], parts[part], side.marks, part), part),
    );
    const isUncovered = [mine, theirs].map((side) => uncovers(base, side, part));
    const added = sides
      .slice(1)
      .flatMap((side) => [...side.keys()])
      .sort();
    /** @type {Map<string, Entry>} */
    const own = new Map();
    for (const text of new Set([...(sides[0]?.keys() ?? []), ...added])) {
      const [o, a, b] = sides.map((side) => side.get(text) ?? null);
      const entry = threeWay(o, a, b, strictest) ?? stillHidden(a, b, isUncovered);
      if (entry) own.set(text, entry);
    }
    for (const [text, entry] of boundedIn(own, parts[part])) marks.push({ part, text, ...entry });
  }
  return marks;
}
