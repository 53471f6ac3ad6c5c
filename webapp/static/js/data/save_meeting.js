// Keeping a meeting on the phone, together with what another tab or the vault wrote meanwhile.
import { mergeMeeting } from '../core/merge_meeting.js';
import { tell } from './channel.js';
import { change } from './database.js';

/** @typedef {import('../core/meeting.js').Meeting} Meeting */

const now = () => new Date().toISOString();

/**
 * Save what this tab holds. `base` is what it last read or saved. There are no earlier versions of a meeting, so what
 * two tabs wrote in the same place both stays, as with two devices.
 * @param {Meeting | null} base @param {Meeting} mine @returns {Promise<Meeting>} what is stored now
 */
export async function saveMeeting(base, mine) {
  const saved = await change(async (transaction) => {
    const store = transaction.objectStore('meetings');
    const stored = await store.get(mine.id);
    const at = now();
    const next = { ...(stored ? mergeMeeting(base ?? stored, { ...mine, updated: at }, stored) : mine), updated: at };
    await store.put(next);
    return next;
  });
  tell(saved.id);
  return saved;
}

/** @param {string} id @param {Partial<Meeting>} fields */
async function edit(id, fields) {
  await change(async (transaction) => {
    const stored = await transaction.objectStore('meetings').get(id);
    if (stored) await transaction.objectStore('meetings').put({ ...stored, ...fields });
  });
  tell(id);
}

/** @param {string} id */
export const binMeeting = (id) => edit(id, { deleted: now() });

/** @param {string} id */
export const restoreMeeting = (id) => edit(id, { deleted: null, updated: now() });
