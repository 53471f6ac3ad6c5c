// The data key in this page's memory, and its way to the next page: only pages hold it, and none of them
// writes it down.
import { within } from '../../data/storage/time_limit.js';

/** The worker asks other pages meanwhile. */
const ASK_MS = 1_000;

/** @type {CryptoKey | null} */
let key = null;
/** Whether this page gives the key away: not once it was left for too long, nor while it is handed over. */
let gives = () => true;

/** @param {CryptoKey | null} next */
export const hold = (next) => {
  key = next;
};

export const heldKey = () => key;

/** @param {() => boolean} rule */
export const giveKeyWhile = (rule) => {
  gives = rule;
};

const worker = () => navigator.serviceWorker?.controller;

/** Also as this page goes: where the next one is of this app, the worker waits for the key. */
function give() {
  if (key && gives()) worker()?.postMessage({ key });
}

navigator.serviceWorker?.addEventListener('message', ({ data }) => data === 'key' && give());
window.addEventListener('pagehide', give);

/**
 * Ask the worker, and say when its answer has come.
 * @param {null | false} what null for the key of the page before this one, or of another tab; false to forget it
 * @returns {Promise<CryptoKey | null>}
 */
async function ask(what) {
  if (!worker()) return null;
  const { port1, port2 } = new MessageChannel();
  const answer = new Promise((done) => {
    port1.onmessage = ({ data }) => done(data);
  });
  worker()?.postMessage({ key: what }, [port2]);
  const found = await within(/** @type {Promise<CryptoKey | null>} */ (answer), null, ASK_MS);
  if (found) port1.postMessage('here');
  return found;
}

/** This page has no key any more, and the worker keeps none for the next one. */
export async function forgetKey() {
  await ask(false);
  key = null; // last: whatever reads without one leads away from this screen
}

/** @type {Promise<CryptoKey | null> | null} */
let asking = null;

/**
 * Until the page is seen. Threat: a page that nobody sees is not left either, so it would hold the key for
 * ever, and two of them would hand it to each other.
 */
const seen = () =>
  new Promise((done) => {
    if (document.visibilityState === 'visible') done(undefined);
    else document.addEventListener('visibilitychange', done, { once: true });
  });

/** @returns {Promise<CryptoKey | null>} null when this phone is locked */
export async function pageKey() {
  if (!key) {
    asking ??= seen()
      .then(() => ask(null))
      .finally(() => (asking = null));
    key = (await asking) ?? key;
  }
  return key;
}
