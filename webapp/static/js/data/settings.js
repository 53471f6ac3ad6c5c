// The person's choices on this phone.
import { change, withDatabase } from './storage/database.js';

/**
 * @typedef {{
 *   language: string, text: 'normal'|'large'|'largest', pace: number|null, handover: string,
 *   layer: 'first_line'|'essence'|'spoken', install_asked: boolean, lock_asked: boolean,
 *   persist_asked: boolean, copied: string,
 *   reminder_key: string, reminders_seen: string, bin_seen: import('../core/documents/bin.js').Visits,
 *   writing: 'one'|'all',
 *   together: import('../core/statement/together.js').Place,
 *   say: import('../core/views/say.js').Place
 * } & import('../core/views/hand_over.js').OwnAnswers} Settings
 */

/** @returns {Promise<Partial<Settings>>} only those the person has chosen */
export function readSettings() {
  return withDatabase(async (database) => {
    const transaction = database.transaction('settings');
    const [keys, values] = await Promise.all([transaction.store.getAllKeys(), transaction.store.getAll()]);
    return Object.fromEntries(keys.map((key, i) => [key, values[i]]));
  });
}

/** @param {Partial<Settings>} chosen null or '' undoes a choice */
export function choose(chosen) {
  return change(async (transaction) => {
    const store = transaction.objectStore('settings');
    for (const [key, value] of Object.entries(chosen)) {
      await (value === null || value === '' ? store.delete(key) : store.put(value, key));
    }
  });
}
