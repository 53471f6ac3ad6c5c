// Retries links that wait to be made or withdrawn: when the network returns, when the app becomes visible,
// and after a growing delay.
import { WAIT_MS, backoffMs } from '../../data/backoff.js';
import { hasShareWork } from '../../data/share/has_work.js';
import { flushOutbox } from '../../data/share/outbox.js';
import { whenSharesChange } from '../../data/share/shares.js';

/** @typedef {() => Promise<import('../../data/share/outbox.js').Outcome>} Look */

let timer = 0;
let failures = 0;
let isOn = false;
/** @type {Look} */
let look = flushOutbox;

/** @param {number} ms */
function later(ms) {
  clearTimeout(timer);
  timer = setTimeout(() => void run(), ms);
}

async function run() {
  timer = 0;
  const { done, retryAfter } = await look().catch(() => ({ done: false, retryAfter: 0 }));
  failures = done ? 0 : failures + 1;
  if (!done) later(backoffMs(failures - 1, retryAfter));
}

/** After a change: schedule a retry if work remains, because the attempt of another part may have failed. */
async function changed() {
  if (!timer && (await hasShareWork()) && !timer) later(WAIT_MS);
}

/**
 * Retry for as long as the page is open.
 * @param {Look} [own] what this page runs instead of flushing the outbox, such as fetching notes too
 */
export function startShareScheduler(own) {
  if (own) look = own;
  later(0);
  if (isOn) return;
  isOn = true;
  whenSharesChange(() => void changed().catch(() => {}));
  window.addEventListener('online', () => later(0));
  document.addEventListener('visibilitychange', () => document.visibilityState === 'visible' && later(0));
}
