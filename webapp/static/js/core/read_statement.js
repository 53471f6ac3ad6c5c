// The strict reading of a statement that comes from a file or from another phone.
import { KINDS, MARK_NAMES, PARTS, SPOKEN_WORDS_MAX } from './parts.js';
import { joined } from './read_joined.js';
import { id, list, must, oneOf, part, record, text, time, timeOrNull } from './reading.js';

/** @typedef {import('./parts.js').Statement} Statement */

const MARKS_MAX = 5_000;
const ALTERNATIVES_MAX = 1_000;

/** @param {unknown} value @returns {import('./parts.js').Mark} */
function mark(value) {
  const found = record(value);
  return { part: part(found.part), text: text(found.text), mark: oneOf(found.mark, MARK_NAMES), ...joined(found) };
}

/** @param {unknown} value @returns {import('./parts.js').Alternative} */
function alternative(value) {
  const found = record(value);
  return { part: found.part === 'title' ? 'title' : part(found.part), text: text(found.text) };
}

/** @param {unknown} value @returns {import('./parts.js').Part[]} */
function order(value) {
  const parts = list(value, PARTS.length).map(part);
  must(new Set(parts).size === PARTS.length);
  return parts;
}

/** @param {unknown} value @returns {Statement} only known members, each checked @throws {CopyError} */
export function readStatement(value) {
  const found = record(value);
  const parts = record(found.parts);
  must(Number.isInteger(found.spoken_words) && Number(found.spoken_words) >= 1 && Number(found.spoken_words) <= SPOKEN_WORDS_MAX);
  const first = found.first === null ? null : record(found.first);
  return {
    id: id(found.id),
    title: text(found.title),
    kind: found.kind === '' ? '' : oneOf(found.kind, KINDS),
    parts: { introduce: text(parts.introduce), important: text(parts.important), help: text(parts.help), so_that: text(parts.so_that) },
    marks: list(found.marks, MARKS_MAX).map(mark),
    order: order(found.order),
    first: first && { part: part(first.part), text: text(first.text), ...joined(first) },
    spoken_words: Number(found.spoken_words),
    alternatives: list(found.alternatives === undefined ? [] : found.alternatives, ALTERNATIVES_MAX).map(alternative),
    created: time(found.created),
    updated: time(found.updated),
    deleted: timeOrNull(found.deleted),
  };
}
