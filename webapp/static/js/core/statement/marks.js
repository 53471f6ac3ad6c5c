// "Sig altid", "Ikke her" and "Altid privat": marks that follow their sentences through edits.
//
// A mark is stored with the text of its sentence. Without the sentence it is dormant, so that cut and paste,
// or undo, brings it back. In doubt a sentence stays hidden: showing what was hidden is the worse mistake.
import { areSimilar, wordsOf } from '../text/similarity.js';
import { remainsOf, unchangedStretches } from '../text/changes.js';
import { REMAINDER_CHARACTERS, asAlone, becameOther, isAtEdge, oldDormant } from './dormant.js';
import { heirOf, heirsOf, heirsIn } from './heirs.js';
import { entryFor, freeOf, hides, rangesOf, stricter, stricterEntry, within } from './joined.js';
import { withOldMarks } from './old_marks.js';
import { segment } from '../text/sentences.js';
import { retypedRanges } from './written_again.js';

export { DORMANT_MARKS_MAX, oldDormant } from './dormant.js';
export { stricter };

/** @typedef {import('./fields.js').Part} Part */
/** @typedef {import('./fields.js').Mark} Mark */
/** @typedef {import('./fields.js').MarkName} MarkName */
/** @typedef {import('./fields.js').First} First */
/** @typedef {import('../text/sentences.js').Sentence} Sentence */
/** @typedef {import('./joined.js').Entry} Entry */
/** @typedef {import('./heirs.js').Heir} Heir */
/** @typedef {import('./fields.js').Range} Range */
/** @typedef {import('../text/changes.js').Stretch} Stretch */
/** @typedef {import('../text/changes.js').Unchanged} Unchanged */

/**
 * The marks of one part by the text of their sentence, and what each covers.
 * @param {readonly Mark[]} marks @param {Part} part @returns {Map<string, Entry>}
 */
export function entriesOf(marks, part) {
  /** @type {Map<string, Entry>} */
  const own = new Map();
  for (const { part: of, text, mark, joined } of marks) {
    if (of !== part) continue;
    const entry = joined ? { mark, joined } : { mark };
    const other = own.get(text);
    own.set(text, other ? stricterEntry(other, entry) : entry);
  }
  return own;
}

/**
 * The marks of one part by the text of their sentence.
 * @param {readonly Mark[]} marks @param {Part} part @returns {Map<string, MarkName>}
 */
export const marksOf = (marks, part) =>
  new Map([...entriesOf(marks, part)].map(([text, { mark }]) => [text, mark]));

/**
 * The mark of a sentence, or null.
 * @param {readonly Mark[]} marks @param {Part} part @param {string | {text: string}} sentence
 * @returns {MarkName | null}
 */
export function markOf(marks, part, sentence) {
  const text = typeof sentence === 'string' ? sentence : sentence.text;
  return entriesOf(marks, part).get(text)?.mark ?? null;
}

/**
 * The marks with this one set, or taken away when `mark` is null.
 * @param {readonly Mark[]} marks @param {Part} part @param {string} text @param {MarkName | null} mark
 * @returns {Mark[]}
 */
export function setMark(marks, part, text, mark) {
  const others = marks.filter((other) => other.part !== part || other.text !== text);
  return mark ? [...others, { part, text, mark }] : others;
}

/**
 * The marks after an edit of one part. Returns `marks` itself if nothing changed.
 * @param {string} before @param {string} after @param {Mark[]} marks @param {Part} part
 * @returns {Mark[]}
 */
export function carryMarks(before, after, marks, part) {
  if (before === after || !marks.some((mark) => mark.part === part)) return marks;
  const own = entriesOf(withOldMarks(before, marks, part), part);
  const [old, now] = [segment(before), segment(after)];
  const [oldCounts, newCounts] = [countsOf(old), countsOf(now)];
  const gone = old.filter(({ text }) => (newCounts.get(text) ?? 0) < (oldCounts.get(text) ?? 0));
  const unchanged = unchangedStretches(before, after, old, now, rangesIn(gone, own));
  const fresh = now.filter(({ text }) => (newCounts.get(text) ?? 0) > (oldCounts.get(text) ?? 0)).map(heirOf);
  for (const sentence of gone) noteFree(sentence, own.get(sentence.text), fresh, unchanged);
  const next = new Map(own);
  const inheritances = gone.flatMap((sentence) => inheritanceOf(sentence, own, fresh, unchanged));
  for (const { entry, heirs } of inheritances)
    for (const [heir, ranges] of heirs) inherit(heir, ranges, entry);
  for (const { text, entry, heirs, isRestored } of inheritances) {
    if (newCounts.has(text)) continue;
    next.delete(text);
    if (!isRestored && !becameOther(text, entry, heirs, own))
      for (const [alone, mark] of asAlone(text, entry)) next.set(alone, { mark });
  }
  for (const [heir, range] of foundInside(own, newCounts, fresh, after)) heir.held.push(range);
  const dormant = [...own].filter(
    ([text, entry]) => hides(entry.mark) && !entry.joined && !oldCounts.has(text) && !newCounts.has(text),
  );
  for (const heir of fresh) {
    if (!heir.held.some(({ mark }) => hides(mark)))
      heir.held.push(...retypedRanges(heir, dormant, hiddenBefore(heir, now, next, after)));
    if (!heir.held.length) continue;
    const entry = entryFor(heir, heir.held, heir.free, heir.edits);
    const other = next.get(heir.text);
    next.set(heir.text, other ? stricterEntry(other, entry) : entry);
  }
  return bounded(marks, part, own, next, newCounts);
}

/**
 * The heirs of a sentence that is gone, if it has a mark. `isRestored`: something was typed beside a
 * sentence, and now the two are apart again. The sentence then only gets its own mark back.
 * @param {Sentence} sentence @param {Map<string, Entry>} own @param {Heir[]} fresh
 * @param {Unchanged[]} unchanged
 * @returns {{text: string, entry: Entry, heirs: Map<Heir, Range[]>, isRestored: boolean}[]}
 */
function inheritanceOf(sentence, own, fresh, unchanged) {
  const { text } = sentence;
  const entry = own.get(text);
  if (!entry) return [];
  const heirs = heirsOf(sentence, entry, fresh, unchanged);
  const isRestored =
    !entry.joined &&
    [...heirs.keys()].some((heir) => {
      const alone = own.get(heir.text);
      return (
        alone?.mark === entry.mark &&
        !alone.joined &&
        isAtEdge(heir.text, text) &&
        isRestUnmarked(text, heir.text, own)
      );
    });
  return [{ text, entry, heirs: isRestored ? new Map() : heirs, isRestored }];
}

/**
 * Whether the text beside a part of a sentence is not similar to another marked sentence.
 * @param {string} text @param {string} part @param {Map<string, Entry>} own
 */
function isRestUnmarked(text, part, own) {
  const words = wordsOf((text.endsWith(part) ? text.slice(0, -part.length) : text.slice(part.length)).trim());
  return ![...own.keys()].some(
    (other) => other !== text && other !== part && areSimilar(new Set(wordsOf(other)), words),
  );
}

/**
 * Hidden sentences that are inside new ones: moved, or put back, beside text that they run together with.
 * @param {Map<string, Entry>} own @param {Map<string, number>} newCounts @param {Heir[]} fresh
 * @param {string} after @returns {[Heir, Range][]}
 */
function foundInside(own, newCounts, fresh, after) {
  return [...own].flatMap(([text, { mark, joined }]) => {
    if (joined || !hides(mark) || newCounts.has(text) || text.length <= REMAINDER_CHARACTERS) return [];
    const start = after.indexOf(text);
    const range = { mark, start, end: start + text.length };
    return start < 0
      ? []
      : heirsIn(fresh, range).map((heir) => /** @type {[Heir, Range]} */ ([heir, within(range, heir)]));
  });
}

/**
 * A hidden sentence right before the heir, up to it: both may be one sentence that is typed again.
 * @param {Heir} heir @param {Sentence[]} now @param {Map<string, Entry>} next @param {string} after
 */
function hiddenBefore({ start }, now, next, after) {
  const before = now[now.findIndex((sentence) => sentence.start === start) - 1];
  const mark = before && next.get(before.text)?.mark;
  return before && mark && hides(mark) ? after.slice(before.start, start) : '';
}

/** The marked ranges of sentences. @param {Sentence[]} sentences @param {Map<string, Entry>} own */
const rangesIn = (sentences, own) =>
  sentences.flatMap((sentence) => {
    const entry = own.get(sentence.text);
    return entry ? rangesOf(sentence, entry) : [];
  });

/**
 * Notes in the heirs what comes from unmarked text, and where a deleted sentence was being typed again.
 * @param {Sentence} gone @param {Entry | undefined} entry @param {Heir[]} fresh
 * @param {Unchanged[]} unchanged
 */
function noteFree(gone, entry, fresh, unchanged) {
  const note = (
    /** @type {Stretch[]} */ stretches,
    /** @type {(heir: Heir, inside: Stretch) => void} */ add,
  ) => {
    for (const left of stretches.flatMap((stretch) => remainsOf(stretch, unchanged))) {
      for (const heir of heirsIn(fresh, left)) {
        const inside = within(left, heir);
        if (inside) add(heir, inside);
      }
    }
  };
  note(freeOf(gone, entry), (heir, { start, end }) => heir.free.push({ start, end }));
  note(entry ? rangesOf(gone, entry).filter(({ again }) => again) : [], (heir, { end }) =>
    heir.begun.push(end),
  );
}

/** @param {Heir} heir @param {Range[]} ranges @param {Entry} entry */
function inherit(heir, ranges, { joined }) {
  heir.held.push(...ranges);
  heir.edits = Math.max(heir.edits, (joined?.edits ?? 0) + 1);
}

/**
 * The picked first line after an edit of its part.
 * @param {string} before @param {string} after @param {First | null} first @returns {First | null}
 */
export function carryFirst(before, after, first) {
  if (!first) return first;
  const marks = carryMarks(before, after, [{ ...first, mark: 'always' }], first.part);
  const held = marks.some(({ text }) => text === first.text);
  const [now] = marks;
  return held || !now
    ? first
    : { part: first.part, text: now.text, ...(now.joined && { joined: now.joined }) };
}

/** How often each sentence occurs. @param {Sentence[]} sentences */
function countsOf(sentences) {
  /** @type {Map<string, number>} */
  const counts = new Map();
  for (const { text } of sentences) counts.set(text, (counts.get(text) ?? 0) + 1);
  return counts;
}

/**
 * The marks in their old order, those that are new or newly dormant last, without the oldest dormant ones.
 * @param {Mark[]} marks @param {Part} part @param {Map<string, Entry>} own @param {Map<string, Entry>} next
 * @param {Map<string, number>} newCounts
 */
function bounded(marks, part, own, next, newCounts) {
  for (const text of oldDormant(next, newCounts)) next.delete(text);
  const list = [...next].map(([text, entry]) => ({ part, text, ...entry }));
  const isSame =
    list.length === own.size &&
    [...own].every(
      ([text, entry], i) =>
        list[i]?.text === text && list[i]?.mark === entry.mark && list[i]?.joined === entry.joined,
    );
  return isSame ? marks : [...marks.filter((mark) => mark.part !== part), ...list];
}
