// The person's choices on this phone.
import { withDatabase, write } from './storage/database.js';

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

/** What was chosen last. A second try writes nothing older over it. @type {Partial<Settings>} */
const newest = {};

/** @param {Partial<Settings>} chosen null or '' undoes a choice */
export function choose(chosen) {
  Object.assign(newest, chosen);
  return write('settings', (store) =>
    Object.entries(chosen)
      .filter(([key, value]) => newest[/** @type {keyof Settings} */ (key)] === value)
      .map(([key, value]) => (value === null || value === '' ? store.delete(key) : store.put(value, key))),
  );
}
