// Writes a statement as plain text, the way a person would on paper.
import { formatDay } from '../language/catalogue.js';
import { kindName, partName, titleOf } from '../language/labels.js';
import { PARTS } from '../statement/fields.js';

/** @typedef {import('../statement/fields.js').Statement} Statement */
/** @typedef {import('../language/catalogue.js').Catalogue} Catalogue */

/** @param {Statement} statement @param {Catalogue} words */
export function statementText(statement, words) {
  const head = [
    titleOf(statement, words),
    kindName(statement.kind, words),
    formatDay(statement.updated, words.lang),
  ];
  const parts = PARTS.filter((part) => statement.parts[part].trim()).map(
    (part) => `${partName(part, words)}\n${statement.parts[part]}`,
  );
  return [head.filter(Boolean).join(' · '), ...parts].join('\n\n');
}
