// Text boxes: the one place that writes to them, without moving the writer's caret or meddling with a word that a keyboard composes.
import { withComposed } from '../../core/text/composed.js';
import { PARTS } from '../../core/statement/fields.js';
import { isComposing, whenStill } from '../composing.js';
import { one } from '../dom.js';

/** @typedef {import('./statement_draft.js').Fields} Fields */
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

/** What waits to be written to a box until a word is composed, and what stood in it then. @type {WeakMap<Element, {shown: string, wanted: string}>} */
const held = new WeakMap();

/** What a box holds, with what waits to be written to it: whoever writes counts on it from then on. @param {Box} field */
export function textIn(field) {
  const waits = held.get(field);
  return waits ? withComposed(waits.shown, field.value, waits.wanted) : field.value;
}

/** Put a text into a box: now, or when the keyboard has composed its word. @param {Box} field @param {string} text computed from `textIn` just now */
export function write(field, text) {
  if (isComposing(field)) held.set(field, { shown: field.value, wanted: text });
  whenStill(field, () => {
    const wanted = held.has(field) ? textIn(field) : text;
    held.delete(field);
    put(field, wanted);
  });
}

/** A choice, a day, a file: no keyboard composes in it. @param {HTMLInputElement | HTMLSelectElement} field @param {string} value */
export function setChoice(field, value) {
  field.value = value;
}

/** Leave the writer's caret where it was. @param {Box} field @param {string} text */
function put(field, text) {
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
