// Links that wait, to be made or to be taken back: tried again when the network returns, when the app comes into sight, and
// after a while, each time a longer one.
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

/** Something waits since just now: the try that somebody else made of it may have failed. */
async function changed() {
  if (!timer && (await hasShareWork()) && !timer) later(WAIT_MS);
}

/** For as long as the page is open. @param {Look} [own] what this page does besides, such as asking for notes */
export function startShareScheduler(own) {
  if (own) look = own;
  later(0);
  if (isOn) return;
  isOn = true;
  whenSharesChange(() => void changed().catch(() => {}));
  window.addEventListener('online', () => later(0));
  document.addEventListener('visibilitychange', () => document.visibilityState === 'visible' && later(0));
}
