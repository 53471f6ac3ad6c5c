// Erases the rest, what the server has, as long as a page of the app is open: now, when the network returns,
// and after a growing delay.
import { backoffMs } from '../../data/backoff.js';
import { eraseOnServer } from '../../data/erase/server.js';
import { allJobs } from '../../data/erase/jobs.js';
import { wipeDatabases } from '../../data/erase/wipe.js';
import { words } from '../page.js';

/** @typedef {import('../../data/erase/jobs.js').Job} Job */

let timer = 0;
let failures = 0;

/**
 * @param {(jobs: Job[]) => void} [changed] called after each job that is done
 * @returns {Promise<boolean>} whether nothing waits after the first round
 */
export async function eraseRest(changed = () => {}) {
  clearTimeout(timer);
  const { done, retryAfter } = await eraseOnServer(words.lang, changed).catch(() => ({
    done: false,
    retryAfter: 0,
  }));
  if (done) return true;
  const again = () => void eraseRest(changed);
  timer = setTimeout(again, backoffMs(failures++, retryAfter));
  window.addEventListener('online', again, { once: true });
  return false;
}

/**
 * Go on where erasing was interrupted. If the phone itself is not done, its screen goes on with that.
 */
export async function finishErasing() {
  const isPhoneLeft = (await allJobs()).some(({ kind, state }) => kind === 'phone' && state === 'waits');
  if (document.documentElement.dataset.screen === 'erase') return;
  if (!isPhoneLeft) return void (await eraseRest());
  // The worker answers with the lock as long as there are sealed rows: their owner has erased them already.
  if (document.body.dataset.screen === 'lock') await wipeDatabases();
  location.replace(words.paths.erase);
}
