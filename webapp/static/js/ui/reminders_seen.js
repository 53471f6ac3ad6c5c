// Once a day the server is told that this phone still listens, and under which address: pushes end, and addresses change.
import { choose, readSettings } from '../data/settings.js';
import { reminderKey } from '../data/reminders.js';
import { words } from './page.js';
import { askForPush, pushAddress } from './push.js';

const VAPID = /data-vapid="([\w-]+)"/;

/** @param {Record<string, string>} fields */
async function look(fields) {
  const body = new URLSearchParams({ key: await reminderKey(), zone: Intl.DateTimeFormat().resolvedOptions().timeZone, ...fields });
  const answer = await fetch(`/reminders/${words.lang}/list`, { method: 'POST', body, credentials: 'omit', cache: 'no-store', redirect: 'error' });
  if (!answer.ok) throw new Error('the list did not come');
  return answer.text();
}

/** Say that this phone is here, at most once a day. */
export async function reminders() {
  const today = new Date().toISOString().slice(0, 10);
  const { reminders_seen } = await readSettings();
  if (reminders_seen === today) return;
  const address = await pushAddress();
  const list = await look(address ?? {});
  // The browser let go of the address although the person said yes: ask for one again, without a question to the person.
  const vapid = VAPID.exec(list)?.[1];
  if (!address && vapid && list.includes('data-reminder=') && globalThis.Notification?.permission === 'granted') {
    const again = await askForPush(vapid);
    if (again) await look(again);
  }
  await choose({ reminders_seen: today });
}
