// Small choices about a meeting, each saved in one transaction. The meeting screen uses save_meeting.js.
import { leaveOut, leftOutNow } from '../../core/meeting/lines_left_out.js';
import { broadcast } from '../storage/channel.js';
import { change } from '../storage/database.js';
import { rowsOf } from '../storage/stored_documents.js';

/** @typedef {import('../../core/meeting/fields.js').Meeting} Meeting */

/**
 * @param {string} id @param {(meeting: Meeting, now: string) => Meeting} edit
 * @returns {Promise<Meeting | null>}
 */
async function update(id, edit) {
  const next = await change(async (transaction) => {
    const store = rowsOf(transaction, 'meetings');
    const meeting = await store.get(id);
    const now = new Date().toISOString();
    const changed = meeting && { ...edit(meeting, now), updated: now };
    if (changed) await store.put(changed);
    return changed ?? null;
  });
  broadcast(id);
  return next;
}

/** The person has looked back on this meeting, or declined: do not ask again. @param {string} id */
export const putAside = (id) => update(id, (meeting, now) => ({ ...meeting, asked: meeting.asked ?? now }));

/**
 * Leave a line out at a meeting, or include it again.
 * @param {string} id of the meeting @param {import('../../core/statement/fields.js').Statement} statement
 * @param {import('../../core/meeting/fields.js').Line} line
 */
export const leaveOutAt = (id, statement, line) =>
  update(id, (meeting) => {
    const isOut = leftOutNow(meeting, statement).some(
      ({ part, text }) => part === line.part && text === line.text,
    );
    return leaveOut({ ...meeting, statement: statement.id }, statement, line, !isOut);
  });

/** Mark an agreement as done. @param {string} id of the meeting @param {string} agreement its id */
export const settleAgreement = (id, agreement) =>
  update(id, (meeting) => ({
    ...meeting,
    agreements: meeting.agreements.map((row) => (row.id === agreement ? { ...row, done: true } : row)),
  }));
