// Writes all statements and meetings as one plain text.
import { meetingText } from './plain_meeting.js';
import { statementText } from './plain_statement.js';

/** @typedef {import('../statement/fields.js').Statement} Statement */
/** @typedef {import('../language/catalogue.js').Catalogue} Catalogue */

/**
 * @param {Statement[]} statements
 * @param {Catalogue} words
 * @param {import('../meeting/fields.js').Meeting[]} [meetings]
 */
export function plainText(statements, words, meetings = []) {
  const texts = [
    ...statements.map((statement) => statementText(statement, words)),
    ...meetings.map((meeting) => meetingText(meeting, words)),
  ];
  return `${texts.join('\n\n— — —\n\n')}\n`;
}
