// What runs beside a screen, whatever screen it is. Each job asks first whether there is anything to do, with code that every page
// has; the code that does it is fetched then.
import { hasDrafts } from './data/storage/drafts.js';
import { allReminders } from './data/reminders/reminders.js';
import { hasShareWork } from './data/share/has_work.js';
import { vaultIfOn } from './data/vault/is_on.js';

/** @typedef {import('./ui/lifecycle.js').Loaders} Loaders */

/** Save what a page put down when it went away. @param {Loaders} loaders */
async function recoverDrafts({ secondaryCode }) {
  if (await hasDrafts()) await (await secondaryCode()).recoverDrafts();
}

/** With a vault, every screen syncs it. @param {Loaders} loaders */
async function syncVault({ vaultCode }) {
  if (await vaultIfOn()) (await vaultCode()).startVaultScheduler();
}

/** With reminders, tell the server once a day that this phone still listens. @param {Loaders} loaders */
async function checkInReminders({ secondaryCode }) {
  if ((await allReminders()).length) await (await secondaryCode()).checkIn();
}

/** Make and take back links that wait for a network. @param {Loaders} loaders */
async function syncShares({ secondaryCode }) {
  if (await hasShareWork()) (await secondaryCode()).startShareScheduler();
}

/** Run every job; one that fails stops no other. @param {Loaders} loaders */
export const background = (loaders) =>
  Promise.allSettled([recoverDrafts, syncVault, checkInReminders, syncShares].map((job) => job(loaders)));
