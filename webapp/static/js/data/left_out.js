// Lines left out at meetings follow their sentences when a statement changes.
import { carried } from '../core/for_meeting.js';

/** @typedef {import('../core/parts.js').Statement} Statement */

/**
 * A statement has changed: what is left out of its meetings is found again, in the same transaction.
 * @param {import('./database.js').Transaction} transaction @param {Statement} statement as it was before the change
 * @param {Statement} next
 */
export async function carryLeftOut(transaction, statement, next) {
  const store = transaction.objectStore('meetings');
  for (const meeting of await store.getAll()) {
    if (meeting.statement !== next.id || !meeting.left_out.length) continue;
    const now = carried(carried(meeting, statement), next);
    if (now !== meeting) await store.put(now);
  }
}
