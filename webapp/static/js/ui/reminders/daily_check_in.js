// Tells the server once a day that this phone is still in use, and its push address, which can end or change.
import { reportAddress } from '../../data/reminders/push_address.js';
import { choose, readSettings } from '../../data/settings.js';
import { words } from '../page.js';
import { askForPush, pushAddress } from './push.js';

/** Report this phone's push address, at most once a day. */
export async function checkIn() {
  const today = new Date().toISOString().slice(0, 10);
  const { reminders_seen } = await readSettings();
  if (reminders_seen === today) return;
  const address = await pushAddress();
  const { vapid, isWanted } = await reportAddress(words.lang, address);
  // The browser dropped the address, or the server has a new key: get a new address without asking the
  // person.
  if (vapid && isWanted && globalThis.Notification?.permission === 'granted') {
    const now = await askForPush(vapid);
    if (now && now.endpoint !== address?.endpoint) await reportAddress(words.lang, now);
  }
  await choose({ reminders_seen: today });
}
