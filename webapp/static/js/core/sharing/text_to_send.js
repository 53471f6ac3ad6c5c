// The whole statement as plain text to send or to copy: laid out as on paper, without private sentences and
// without the lines left out of a meeting.
import { partName } from '../language/labels.js';
import { leftOutNow, shownText } from '../meeting/lines_left_out.js';

/** @typedef {import('../statement/fields.js').Statement} Statement */
/** @typedef {import('../language/catalogue.js').Catalogue} Catalogue */

/**
 * @param {Statement} statement
 * @param {import('../meeting/fields.js').Meeting | null} meeting
 * @param {Catalogue} words
 * @returns {string} '' if nothing may be shown
 */
export function textToSend(statement, meeting, words) {
  const leftOut = meeting ? leftOutNow(meeting, statement) : [];
  const parts = statement.order
    .map((part) => ({ part, text: shownText(statement, part, leftOut) }))
    .filter(({ text }) => text.trim())
    .map(({ part, text }) => `${partName(part, words)}\n${text}`);
  const title = statement.title.trim() ? [statement.title] : [];
  return parts.length ? [...title, ...parts].join('\n\n') : '';
}
