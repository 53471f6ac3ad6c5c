// "Sig altid", "Ikke her" and "Altid privat": marks that follow their sentences through edits.
//
// A mark is held by the text of its sentence. When that sentence is gone, the mark stays dormant, so that cut and
// paste, or undo, brings it back. In doubt a sentence stays hidden: showing what was hidden is the worse mistake.
import { areSimilar, wordsOf } from '../text/similarity.js';
import { leftOf, sameIn } from '../text/changes.js';
import { REMAINDER_CHARACTERS, asAlone, becameOther, isAtEdge, oldDormant } from './dormant.js';
import { heirOf, heirsOf, reached } from './heirs.js';
import { entryFor, freeOf, hides, rangesOf, stricter, stricterEntry, within } from './joined.js';
import { withOldMarks } from './old_marks.js';
import { segment } from '../text/sentences.js';
import { writtenAgain } from './written_again.js';

export { DORMANT_MARKS_MAX, oldDormant } from './dormant.js';
export { stricter };

/** @typedef {import('./fields.js').Part} Part */
/** @typedef {import('./fields.js').Mark} Mark */
/** @typedef {import('./fields.js').MarkName} MarkName */
/** @typedef {import('./fields.js').First} First */
/** @typedef {import('../text/sentences.js').Sentence} Sentence */
/** @typedef {import('./joined.js').Entry} Entry */
/** @typedef {import('./heirs.js').Heir} Heir */

/** The marks of one part by their text, and where they lie. @param {readonly Mark[]} marks @param {Part} part @returns {Map<string, Entry>} */
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

/** The marks of one part by their text. @param {readonly Mark[]} marks @param {Part} part @returns {Map<string, MarkName>} */
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
 * The marks after an edit of one part. Gives back `marks` itself when nothing changed.
 * @param {string} before @param {string} after @param {Mark[]} marks @param {Part} part
 * @returns {Mark[]}
 */
export function carryMarks(before, after, marks, part) {
  if (before === after || !marks.some((mark) => mark.part === part)) return marks;
  const own = entriesOf(withOldMarks(before, marks, part), part);
  const [old, now] = [segment(before), segment(after)];
  const [held, kept] = [counted(old), counted(now)];
  const gone = old.filter(({ text }) => (kept.get(text) ?? 0) < (held.get(text) ?? 0));
  const same = sameIn(before, after, old, now, ownedBy(gone, own));
  const fresh = now.filter(({ text }) => (kept.get(text) ?? 0) > (held.get(text) ?? 0)).map(heirOf);
  for (const sentence of gone) tellWhatIsFree(sentence, own.get(sentence.text), fresh, same);
  const next = new Map(own);
  const left = gone.flatMap((sentence) => leftBy(sentence, own, fresh, same));
  for (const { entry, heirs } of left) for (const [heir, ranges] of heirs) inherit(heir, ranges, entry);
  for (const { text, entry, heirs, isBack } of left) {
    if (kept.has(text)) continue;
    next.delete(text);
    if (!isBack && !becameOther(text, entry, heirs, own))
      for (const [one, mark] of asAlone(text, entry)) next.set(one, { mark });
  }
  for (const [heir, range] of standingNow(own, kept, fresh, after)) heir.held.push(range);
  const dormant = [...own].filter(
    ([text, entry]) => hides(entry.mark) && !entry.joined && !held.has(text) && !kept.has(text),
  );
  for (const heir of fresh) {
    if (!heir.held.some(({ mark }) => hides(mark)))
      heir.held.push(...writtenAgain(heir, dormant, begunBefore(heir, now, next, after)));
    if (!heir.held.length) continue;
    const entry = entryFor(heir, heir.held, heir.free, heir.edits);
    const other = next.get(heir.text);
    next.set(heir.text, other ? stricterEntry(other, entry) : entry);
  }
  return bounded(marks, part, own, next, kept);
}

/**
 * Where a sentence that is gone lives on, if it has a mark. `isBack`: something was typed beside it and now they are apart again, so
 * that a sentence has its own mark back, and that is all.
 * @param {Sentence} sentence @param {Map<string, Entry>} own @param {Heir[]} fresh @param {import('../text/changes.js').Same[]} same
 * @returns {{text: string, entry: Entry, heirs: Map<Heir, import('./fields.js').Range[]>, isBack: boolean}[]}
 */
function leftBy(sentence, own, fresh, same) {
  const { text } = sentence;
  const entry = own.get(text);
  if (!entry) return [];
  const heirs = heirsOf(sentence, entry, fresh, same);
  const isBack =
    !entry.joined &&
    [...heirs.keys()].some((heir) => {
      const alone = own.get(heir.text);
      return (
        alone?.mark === entry.mark &&
        !alone.joined &&
        isAtEdge(heir.text, text) &&
        isNew(text, heir.text, own)
      );
    });
  return [{ text, entry, heirs: isBack ? new Map() : heirs, isBack }];
}

/** Whether what stands beside a part of a sentence says nothing that is marked too. @param {string} text @param {string} part @param {Map<string, Entry>} own */
function isNew(text, part, own) {
  const words = wordsOf((text.endsWith(part) ? text.slice(0, -part.length) : text.slice(part.length)).trim());
  return ![...own.keys()].some(
    (other) => other !== text && other !== part && areSimilar(new Set(wordsOf(other)), words),
  );
}

/**
 * Hidden sentences that stand in the text word for word, where others end now: moved, or put back, beside what they run together with.
 * @param {Map<string, Entry>} own @param {Map<string, number>} kept @param {Heir[]} fresh @param {string} after
 * @returns {[Heir, import('./fields.js').Range][]}
 */
function standingNow(own, kept, fresh, after) {
  return [...own].flatMap(([text, { mark, joined }]) => {
    if (joined || !hides(mark) || kept.has(text) || text.length <= REMAINDER_CHARACTERS) return [];
    const start = after.indexOf(text);
    const range = { mark, start, end: start + text.length };
    return start < 0
      ? []
      : reached(fresh, range).map(
          (heir) => /** @type {[Heir, import('./fields.js').Range]} */ ([heir, within(range, heir)]),
        );
  });
}

/** The hidden sentence right before another, as far as the other: both may be one that is written again. @param {Heir} heir @param {Sentence[]} now @param {Map<string, Entry>} next @param {string} after */
function begunBefore({ start }, now, next, after) {
  const before = now[now.findIndex((one) => one.start === start) - 1];
  const mark = before && next.get(before.text)?.mark;
  return before && mark && hides(mark) ? after.slice(before.start, start) : '';
}

/** Where the marks of sentences lie. @param {Sentence[]} sentences @param {Map<string, Entry>} own */
const ownedBy = (sentences, own) =>
  sentences.flatMap((sentence) => {
    const entry = own.get(sentence.text);
    return entry ? rangesOf(sentence, entry) : [];
  });

/** Tell the heirs which of their letters stood in no marked sentence, and which were begun to be written again. @param {Sentence} gone @param {Entry | undefined} entry @param {Heir[]} fresh @param {import('../text/changes.js').Same[]} same */
function tellWhatIsFree(gone, entry, fresh, same) {
  const tell = (
    /** @type {import('../text/changes.js').Stretch[]} */ stretches,
    /** @type {(heir: Heir, inside: import('../text/changes.js').Stretch) => void} */ to,
  ) => {
    for (const left of stretches.flatMap((stretch) => leftOf(stretch, same))) {
      for (const heir of reached(fresh, left)) {
        const inside = within(left, heir);
        if (inside) to(heir, inside);
      }
    }
  };
  tell(freeOf(gone, entry), (heir, { start, end }) => heir.free.push({ start, end }));
  tell(entry ? rangesOf(gone, entry).filter(({ again }) => again) : [], (heir, { end }) =>
    heir.begun.push(end),
  );
}

/** @param {Heir} heir @param {import('./fields.js').Range[]} ranges @param {Entry} entry */
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

/** How often each sentence stands in a text. @param {Sentence[]} sentences */
function counted(sentences) {
  /** @type {Map<string, number>} */
  const counts = new Map();
  for (const { text } of sentences) counts.set(text, (counts.get(text) ?? 0) + 1);
  return counts;
}

/**
 * The list in its old order, what is new or newly dormant last, and of the dormant ones the newest only.
 * @param {Mark[]} marks @param {Part} part @param {Map<string, Entry>} own @param {Map<string, Entry>} next
 * @param {Map<string, number>} kept
 */
function bounded(marks, part, own, next, kept) {
  for (const text of oldDormant(next, kept)) next.delete(text);
  const list = [...next].map(([text, entry]) => ({ part, text, ...entry }));
  const isSame =
    list.length === own.size &&
    [...own].every(
      ([text, entry], i) =>
        list[i]?.text === text && list[i]?.mark === entry.mark && list[i]?.joined === entry.joined,
    );
  return isSame ? marks : [...marks.filter((mark) => mark.part !== part), ...list];
}
