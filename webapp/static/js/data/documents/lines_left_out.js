// The lines left out of meetings follow their sentences, whatever changes a statement.
import { carried } from '../../core/meeting/lines_left_out.js';
import { rowsOf } from '../storage/stored_documents.js';

/** @typedef {import('../../core/statement/fields.js').Statement} Statement */

/**
 * A statement has changed: the lines left out of its meetings follow their sentences, in the same transaction.
 * @param {import('../storage/database.js').Transaction} transaction @param {Statement} statement as it was before the change
 * @param {Statement} next
 * @returns {Promise<string[]>} ids of the meetings that changed
 */
export async function carryLeftOut(transaction, statement, next) {
  const store = rowsOf(transaction, 'meetings');
  /** @type {string[]} */
  const changed = [];
  for (const meeting of await store.getAll()) {
    if (meeting.statement !== next.id || !meeting.left_out.length) continue;
    // One that came with the new words knows them already; the way back over the old ones could lose a line.
    const now = carried(meeting.left_from ? meeting : carried(meeting, statement), next);
    if (now === meeting) continue;
    await store.put(now);
    changed.push(meeting.id);
  }
  return changed;
}
