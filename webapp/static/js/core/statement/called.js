// What a statement is called: its title, or its first line, which never holds what is private.
import { openingLine } from './short_view.js';

/** @typedef {import('./fields.js').Statement} Statement */

/** A screen may offer every statement once for each note: read each only once. @type {WeakMap<Statement, string>} */
const firstLines = new WeakMap();

/** @param {Statement} statement @param {string} lang */
function firstLine(statement, lang) {
  const known = firstLines.get(statement) ?? openingLine(statement, lang)?.text ?? '';
  firstLines.set(statement, known);
  return known;
}

/**
 * For `titleElement` and `titleOf`. The title is empty only where there are no words to name it by.
 * @param {Statement} statement @param {string} lang
 * @returns {{title: string}}
 */
export const called = (statement, lang) =>
  statement.title.trim() ? statement : { title: firstLine(statement, lang) };
