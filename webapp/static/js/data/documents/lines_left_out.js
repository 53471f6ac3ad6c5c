// Keeps the lines left out of meetings with their sentences, whatever changes a statement.
import { withLinesCarried } from '../../core/meeting/lines_left_out.js';
import { rowsOf } from '../storage/stored_documents.js';

/** @typedef {import('../../core/statement/fields.js').Statement} Statement */

/**
 * Update the lines left out of a changed statement's meetings, in the same transaction.
 * @param {import('../storage/database.js').Transaction} transaction @param {Statement} before
 * @param {Statement} next
 * @returns {Promise<string[]>} ids of the meetings that changed
 */
export async function carryLeftOut(transaction, before, next) {
  const store = rowsOf(transaction, 'meetings');
  /** @type {string[]} */
  const changed = [];
  for (const meeting of await store.getAll()) {
    if (meeting.statement !== next.id || !meeting.left_out.length) continue;
    // A meeting pulled with the new words already refers to them; going by the old could lose a line.
    const updated = withLinesCarried(meeting.left_from ? meeting : withLinesCarried(meeting, before), next);
    if (updated === meeting) continue;
    await store.put(updated);
    changed.push(meeting.id);
  }
  return changed;
}
