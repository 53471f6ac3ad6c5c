// Retries links that wait to be made or withdrawn: when the network returns, when the app becomes visible,
// and after a growing delay.
import { hasShareWork } from '../../data/share/has_work.js';
import { flushOutbox } from '../../data/share/outbox.js';
import { whenSharesChange } from '../../data/share/shares.js';

/** @typedef {() => Promise<import('../../data/share/outbox.js').Outcome>} Look */

const WAIT_MS = 5_000;
const WAIT_MS_MAX = 15 * 60_000;

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
  if (done) return;
  const wait = Math.min(WAIT_MS_MAX, WAIT_MS * 2 ** Math.min(failures - 1, 10));
  later(Math.max(retryAfter * 1000, wait * (0.5 + Math.random() / 2)));
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
