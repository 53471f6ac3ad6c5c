// "Sig altid", "Ikke her" and "Altid privat": marks that follow their sentences through edits.
//
// A mark is held by the text of its sentence. When that sentence is gone, the mark stays dormant, so that cut and
// paste, or undo, brings it back. In doubt a sentence stays hidden: showing what was hidden is the worse mistake.
import { withOldMarks } from './old_marks.js';
import { MARK_NAMES } from './parts.js';
import { segment } from './sentences.js';

/** @typedef {import('./parts.js').Part} Part */
/** @typedef {import('./parts.js').Mark} Mark */
/** @typedef {import('./parts.js').MarkName} MarkName */
/** @typedef {import('./sentences.js').Sentence} Sentence */
/** A sentence that was not there before. @typedef {Sentence & {words: string[]}} Heir */
/** What was before, from `start` to `end`, now ends at `newEnd`. @typedef {{start: number, end: number, newEnd: number}} Change */

/** Dormant marks kept in one part: 200 in a statement. */
export const DORMANT_MARKS_MAX = 50;

/** A remainder this short is typing that was taken back, not a sentence that may return. */
const REMAINDER_CHARACTERS = 2;

/** The marks of one part by their text. @param {readonly Mark[]} marks @param {Part} part @returns {Map<string, MarkName>} */
export function marksOf(marks, part) {
  const own = new Map();
  for (const { part: of, text, mark } of marks) if (of === part) own.set(text, stricter(own.get(text), mark));
  return own;
}

/** The mark that hides more. @param {MarkName | null | undefined} a @param {MarkName | null | undefined} b @returns {MarkName} */
export const stricter = (a, b) => /** @type {MarkName} */ (a && (!b || MARK_NAMES.indexOf(a) > MARK_NAMES.indexOf(b)) ? a : b);

/**
 * The mark of a sentence, or null.
 * @param {readonly Mark[]} marks @param {Part} part @param {string | {text: string}} sentence
 * @returns {MarkName | null}
 */
export function markOf(marks, part, sentence) {
  const text = typeof sentence === 'string' ? sentence : sentence.text;
  return marksOf(marks, part).get(text) ?? null;
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
  marks = withOldMarks(before, marks, part);
  const own = marksOf(marks, part);
  const old = segment(before);
  const now = segment(after);
  const held = counted(old);
  const kept = counted(now);
  const fresh = now.filter(({ text }) => !held.has(text)).map((heir) => ({ ...heir, words: wordsOf(heir.text) }));
  const change = changeBetween(before, after);
  const next = new Map(own);
  for (const sentence of old) {
    const { text } = sentence;
    const mark = own.get(text);
    if (!mark || (kept.get(text) ?? 0) >= (held.get(text) ?? 0)) continue;
    const heirs = heirsOf(sentence, fresh, change);
    // Typed ahead of a marked sentence and now apart again: the sentence has its own mark back, and that is all.
    if (heirs.some((heir) => own.get(heir.text) === mark && heir.text !== text && text.endsWith(heir.text))) heirs.length = 0;
    for (const heir of heirs) next.set(heir.text, stricter(next.get(heir.text), mark));
    if (!kept.has(text)) {
      next.delete(text);
      if (!becameOther(text, heirs)) next.set(text, mark);
    }
  }
  return bounded(marks, part, own, next, kept);
}

/**
 * The picked first line after an edit of its part.
 * @template {{part: Part, text: string} | null} First
 * @param {string} before @param {string} after @param {First} first
 * @returns {First | {part: Part, text: string}}
 */
export function carryFirst(before, after, first) {
  if (!first) return first;
  const marks = carryMarks(before, after, [{ ...first, mark: 'always' }], first.part);
  const held = marks.some(({ text }) => text === first.text);
  return held || !marks[0] ? first : { part: first.part, text: marks[0].text };
}

/** True when the mark has moved on, or there is nothing left to come back. @param {string} text @param {Sentence[]} heirs */
function becameOther(text, heirs) {
  if (heirs.some((heir) => heir.text.endsWith(text) && /^\p{Lu}/u.test(text))) return false;
  return heirs.length > 0 || text.length <= REMAINDER_CHARACTERS;
}

/** How often each sentence stands in a text. @param {Sentence[]} sentences */
function counted(sentences) {
  /** @type {Map<string, number>} */
  const counts = new Map();
  for (const { text } of sentences) counts.set(text, (counts.get(text) ?? 0) + 1);
  return counts;
}

/** The one stretch that differs. @param {string} before @param {string} after @returns {Change} */
function changeBetween(before, after) {
  const most = Math.min(before.length, after.length);
  let start = 0;
  while (start < most && before[start] === after[start]) start++;
  let same = 0;
  while (same < most - start && before.at(-1 - same) === after.at(-1 - same)) same++;
  return { start, end: before.length - same, newEnd: after.length - same };
}

/**
 * The new sentences that hold what is left of an old one.
 * @param {Sentence} old @param {Heir[]} fresh @param {Change} change
 */
function heirsOf(old, fresh, change) {
  const shift = change.newEnd - change.end;
  const head = { start: old.start, end: Math.min(old.end, change.start) };
  const tail = { start: Math.max(old.start, change.end) + shift, end: old.end + shift };
  const left = fresh.map((heir) => lettersIn(heir, head) + lettersIn(heir, tail));
  const words = new Set(wordsOf(old.text));
  const enough = left.reduce((sum, letters) => sum + letters, 0) * 3 >= letters(old.text);
  return fresh.filter((heir, i) => {
    const share = left[i] ?? 0;
    return (share > 0 && (enough || (share > 3 && share * 2 >= letters(heir.text)))) || areLike(words, heir.words);
  });
}

/** @param {string} text */
const letters = (text) => text.replace(/\s+/g, '').length;

/** How much of a sentence lies in a stretch, white space aside. @param {Sentence} sentence @param {{start: number, end: number}} stretch */
function lettersIn({ start, end, text }, stretch) {
  const from = Math.max(start, stretch.start);
  const to = Math.min(end, stretch.end);
  return from < to ? letters(text.slice(from - start, to - start)) : 0;
}

/** @param {string} text */
const wordsOf = (text) => text.toLowerCase().split(/\s+/);

/** True when most words are the same, for texts changed in several places at once. @param {Set<string>} words @param {string[]} others */
function areLike(words, others) {
  const fewer = Math.min(words.size, others.length);
  if (fewer < 3) return false;
  const shared = new Set(others.filter((word) => words.has(word))).size;
  return shared >= 3 && shared >= fewer * 0.7;
}

/**
 * The list in its old order, what is new or newly dormant last, and of the dormant ones the newest only.
 * @param {Mark[]} marks @param {Part} part @param {Map<string, MarkName>} own @param {Map<string, MarkName>} next
 * @param {Map<string, number>} kept
 */
function bounded(marks, part, own, next, kept) {
  for (const text of oldDormant(next, kept)) next.delete(text);
  const list = [...next].map(([text, mark]) => ({ part, text, mark }));
  const isSame = list.length === own.size && [...own].every(([text, mark], i) => list[i]?.text === text && list[i]?.mark === mark);
  return isSame ? marks : [...marks.filter((mark) => mark.part !== part), ...list];
}

/** The dormant marks that are too many, oldest first. @param {Map<string, MarkName>} own @param {{has(text: string): boolean}} kept */
export function oldDormant(own, kept) {
  const dormant = [...own.keys()].filter((text) => !kept.has(text));
  return dormant.slice(0, Math.max(0, dormant.length - DORMANT_MARKS_MAX));
}
