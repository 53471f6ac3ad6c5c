// Once a day the server is told that this phone still listens, and under which address: pushes end, and addresses change.
import { reportAddress } from '../../data/reminders/push_address.js';
import { choose, readSettings } from '../../data/settings.js';
import { words } from '../page.js';
import { askForPush, pushAddress } from './push.js';

/** Say that this phone is here, at most once a day. */
export async function checkIn() {
  const today = new Date().toISOString().slice(0, 10);
  const { reminders_seen } = await readSettings();
  if (reminders_seen === today) return;
  const address = await pushAddress();
  const { vapid, isWanted } = await reportAddress(words.lang, address);
  // The browser let go of the address, or the server has another key: get one that it can ring, without a question to the person.
  if (vapid && isWanted && globalThis.Notification?.permission === 'granted') {
    const now = await askForPush(vapid);
    if (now && now.endpoint !== address?.endpoint) await reportAddress(words.lang, now);
  }
  await choose({ reminders_seen: today });
}
