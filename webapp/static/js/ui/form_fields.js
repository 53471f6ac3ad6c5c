// The text boxes of a statement: read, and written to without moving the writer's caret.
import { PARTS } from '../core/parts.js';
import { one } from './dom.js';

/** @typedef {import('./draft.js').Fields} Fields */
/** @typedef {HTMLTextAreaElement | HTMLInputElement} Box */

/** @param {string} name @returns {Box} */
const box = (name) => one(`[name="${name}"]`);

/** Where the caret stands after the text changed around it. @param {string} before @param {string} after @param {number} at */
export function caretAfter(before, after, at) {
  let start = 0;
  while (start < at && before[start] === after[start]) start += 1;
  if (start === at) return at;
  const tail = before.length - at;
  let same = 0;
  while (same < tail && before.at(-1 - same) === after.at(-1 - same)) same += 1;
  return same === tail ? Math.max(start, after.length - tail) : Math.min(at, after.length);
}

/** Put a text into a box, and leave the writer's caret where it was. @param {Box} field @param {string} text */
export function write(field, text) {
  const before = field.value;
  if (before === text) return;
  const isHere = document.activeElement === field;
  const caret = caretAfter(before, text, field.selectionStart ?? before.length);
  field.value = text;
  if (isHere) field.setSelectionRange(caret, caret);
  grow(field);
}

/** A text box as tall as its text, where the browser does not do it by itself. @param {Box} field */
export function grow(field) {
  if (!(field instanceof HTMLTextAreaElement) || CSS.supports('field-sizing', 'content')) return;
  field.style.height = 'auto';
  field.style.height = `${field.scrollHeight + 2}px`;
}

/** The four parts alone. @returns {Fields['parts']} */
export const readParts = () => /** @type {Fields['parts']} */ (Object.fromEntries(PARTS.map((part) => [part, box(part).value])));

/** @param {Fields['parts']} parts */
export function writeParts(parts) {
  for (const part of PARTS) write(box(part), parts[part]);
}

/** @returns {Fields} */
export function readFields() {
  return {
    parts: readParts(),
    title: box('title').value,
    kind: /** @type {Fields['kind']} */ (/** @type {HTMLSelectElement} */ (one('[name=kind]')).value),
  };
}

/** @param {Fields} fields */
export function writeFields({ parts, title, kind }) {
  writeParts(parts);
  write(box('title'), title);
  /** @type {HTMLSelectElement} */ (one('[name=kind]')).value = kind;
}
