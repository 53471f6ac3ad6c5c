// The only module that writes to text boxes. It keeps the caret in place and lets keyboards finish composing.
import { withComposed } from '../../core/text/composed.js';
import { PARTS } from '../../core/statement/fields.js';
import { isComposing, afterComposing } from '../composing.js';
import { one } from '../dom.js';

/** @typedef {import('./statement_draft.js').Fields} Fields */
/** @typedef {HTMLTextAreaElement | HTMLInputElement} Box */

/** @param {string} name @returns {Box} */
const box = (name) => one(`[name="${name}"]`);

/**
 * Where the caret belongs after the text changed around it.
 * @param {string} before @param {string} after @param {number} at
 */
export function caretAfter(before, after, at) {
  let start = 0;
  while (start < at && before[start] === after[start]) start += 1;
  if (start === at) return at;
  const tail = before.length - at;
  let same = 0;
  while (same < tail && before.at(-1 - same) === after.at(-1 - same)) same += 1;
  return same === tail ? Math.max(start, after.length - tail) : Math.min(at, after.length);
}

/**
 * Texts to write once the word in a box is composed. `shown`: the box's text when the write was asked for.
 * @type {WeakMap<Element, {shown: string, wanted: string}>}
 */
const delayed = new WeakMap();

/**
 * The text of a box, with a delayed text merged in; callers of `write` rely on seeing it.
 * @param {Box} field
 */
export function textIn(field) {
  const waiting = delayed.get(field);
  return waiting ? withComposed(waiting.shown, field.value, waiting.wanted) : field.value;
}

/**
 * Put a text into a box, now or once the word in it is composed.
 * @param {Box} field @param {string} text computed from `textIn` just now
 */
export function write(field, text) {
  if (isComposing(field)) delayed.set(field, { shown: field.value, wanted: text });
  afterComposing(field, () => {
    const wanted = delayed.has(field) ? textIn(field) : text;
    delayed.delete(field);
    put(field, wanted);
  });
}

/**
 * Set a choice, a day or a file. These need no delay, because no keyboard composes words in them.
 * @param {HTMLInputElement | HTMLSelectElement} field @param {string} value
 */
export function setChoice(field, value) {
  field.value = value;
}

/** Write a text without moving the caret. @param {Box} field @param {string} text */
function put(field, text) {
  const before = field.value;
  if (before === text) return;
  const hasFocus = document.activeElement === field;
  const caret = caretAfter(before, text, field.selectionStart ?? before.length);
  field.value = text;
  if (hasFocus) field.setSelectionRange(caret, caret);
  grow(field);
}

/** Make a text box as tall as its text, if the browser does not do so itself. @param {Box} field */
export function grow(field) {
  if (!(field instanceof HTMLTextAreaElement) || CSS.supports('field-sizing', 'content')) return;
  field.style.height = 'auto';
  field.style.height = `${field.scrollHeight + 2}px`;
}

/** The four parts without title and kind. @returns {Fields['parts']} */
export const readParts = () =>
  /** @type {Fields['parts']} */ (Object.fromEntries(PARTS.map((part) => [part, textIn(box(part))])));

/** @param {Fields['parts']} parts */
export function writeParts(parts) {
  for (const part of PARTS) write(box(part), parts[part]);
}

/** @returns {Fields} */
export function readFields() {
  return {
    parts: readParts(),
    title: textIn(box('title')),
    kind: /** @type {Fields['kind']} */ (/** @type {HTMLSelectElement} */ (one('[name=kind]')).value),
  };
}

/** @param {Fields} fields */
export function writeFields({ parts, title, kind }) {
  writeParts(parts);
  write(box('title'), title);
  setChoice(/** @type {HTMLSelectElement} */ (one('[name=kind]')), kind);
}
