// Which reminder belongs to which meeting: known on this phone only. The server knows a time and an id.
import { change, withDatabase } from './database.js';

/**
 * `wall` is the local time it was set for. `shows` is what the notice may say besides its greeting.
 * @typedef {{id: string, meeting: string, wall: string, shows: 'nothing'|'time'}} Reminder
 */

/** @returns {Promise<Reminder[]>} */
export const allReminders = () => withDatabase((database) => database.getAll('reminders'));

/** @param {string} id @returns {Promise<Reminder | undefined>} */
export const getReminder = (id) => withDatabase((database) => database.get('reminders', id));

/** @param {Reminder[]} reminders */
export const keepReminders = (reminders) => change(async (transaction) => {
  for (const reminder of reminders) await transaction.objectStore('reminders').put(reminder);
});

/** @param {string[]} ids */
export const forgetReminders = (ids) => change(async (transaction) => {
  for (const id of ids) await transaction.objectStore('reminders').delete(id);
});
