// "Gem en kopi": everything in one readable file. Described in docs/copy-file.md; reading one is core/backup/read_copy.js.

/** @typedef {import('../statement/fields.js').Statement} Statement */
/** @typedef {{statement: string, at: string, document: Statement}} Version */
/** @typedef {import('../meeting/fields.js').Meeting} Meeting */
/** @typedef {import('../exploration/fields.js').Exploration} Exploration */
/**
 * What a copy is made of.
 * @typedef {{statements: Statement[], versions: Version[], meetings: Meeting[], explorations: Exploration[], settings: Record<string, unknown>}} Everything
 */

export const FORMAT = 'egne-ord';
export const FORMAT_VERSION = 3;

/** Everything as one readable JSON text. @param {Everything} everything @param {string} saved ISO 8601 in UTC */
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
