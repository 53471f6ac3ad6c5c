// Which reminder belongs to which meeting. Only this phone knows; the server knows a time and an id.
import { toBase64url } from '../sealing/base64url.js';
import { change, withDatabase } from '../storage/database.js';

/**
 * `wall` is the local time of the reminder, and `at` the time of the meeting when it was set. `shows` is what
 * the notice may say besides its greeting.
 * @typedef {{id: string, meeting: string, at: string, wall: string, shows: 'nothing'|'time'}} Reminder
 */

/** @returns {Promise<Reminder[]>} */
export const allReminders = () => withDatabase((database) => database.getAll('reminders'));

/** @param {string} id @returns {Promise<Reminder | undefined>} */
export const getReminder = (id) => withDatabase((database) => database.get('reminders', id));

/** @param {Reminder[]} reminders */
export const keepReminders = (reminders) =>
  change(async (transaction) => {
    for (const reminder of reminders) await transaction.objectStore('reminders').put(reminder);
  });

/** @param {string[]} ids */
export const forgetReminders = (ids) =>
  change(async (transaction) => {
    for (const id of ids) await transaction.objectStore('reminders').delete(id);
  });

/** @param {string} meeting its id @returns {Promise<Reminder[]>} the earliest first */
export const remindersOf = async (meeting) =>
  (await allReminders())
    .filter((reminder) => reminder.meeting === meeting)
    .sort((a, b) => (a.wall < b.wall ? -1 : 1));

const KEY_BYTES = 32;

/**
 * The unguessable name of this phone's list on the server, made with the first reminder.
 * @returns {Promise<string>}
 */
export const reminderKey = () =>
  change(async (transaction) => {
    const settings = transaction.objectStore('settings');
    const known = await settings.get('reminder_key');
    if (typeof known === 'string') return known;
    const made = toBase64url(crypto.getRandomValues(new Uint8Array(KEY_BYTES)));
    await settings.put(made, 'reminder_key');
    return made;
  });

/**
 * Once the server has listed its reminders, forget those it never got, those cancelled, and those long past.
 * @param {Set<string>} listed ids that the server has @param {string} now
 * @param {string} longAgo local, as `wall`
 */
export async function forgetUnlisted(listed, now, longAgo) {
  const gone = (await allReminders()).filter(
    ({ id, wall }) => !listed.has(id) && (wall > now || wall < longAgo),
  );
  if (gone.length) await forgetReminders(gone.map(({ id }) => id));
}
