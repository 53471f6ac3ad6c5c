// "Gem en kopi": writes everything into one readable file (docs/copy-file.md). read_copy.js reads it.

/** @typedef {import('../statement/fields.js').Statement} Statement */
/** @typedef {{statement: string, at: string, document: Statement}} Version */
/** @typedef {import('../meeting/fields.js').Meeting} Meeting */
/** @typedef {import('../exploration/fields.js').Exploration} Exploration */
/**
 * The content of a copy.
 * @typedef {{
 *   statements: Statement[], versions: Version[], meetings: Meeting[], explorations: Exploration[],
 *   settings: Record<string, unknown>
 * }} Everything
 */

export const FORMAT = 'egne-ord';
export const FORMAT_VERSION = 3;

/**
 * Everything as readable JSON.
 * @param {Everything} everything
 * @param {string} saved ISO 8601 in UTC
 */
export function writeCopy({ statements, versions, meetings, explorations, settings }, saved) {
  const file = {
    format: FORMAT,
    version: FORMAT_VERSION,
    saved,
    statements,
    versions,
    meetings,
    explorations,
    settings,
  };
  return `${JSON.stringify(file, null, 2)}\n`;
}
