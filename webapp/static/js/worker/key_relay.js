// Hands the app lock's key from the page that is left to the next one. It stays in memory, and only for that.

/** Pages answer at once; one that sleeps does not. */
const ANSWER_MS = 300;

/** As in data/storage/sealed_database.js, which the worker has in another bundle. */
export const OPEN_HAND_OVER = 2_000;

/** The longest a page takes until it says that it has the key. */
const KEPT_MS = 10_000;
const NOTHING = { key: /** @type {CryptoKey | null} */ (null), steady: 0, date: 0 };

/** For the page that is about to ask, until it says that it has the key: it may be left before. */
let kept = NOTHING;
/** Navigations that wait for a page's key. @type {((key: CryptoKey | null) => void)[]} */
const waiting = [];

/** When a navigation last went on without a key, while pages were open: one may have been too busy to answer. */
let missed = -Infinity;

export function forget() {
  kept = NOTHING;
  missed = -Infinity;
}

/** By two clocks: one stands still while the phone sleeps, one can be set. */
function keyNow() {
  const date = Date.now() - kept.date;
  if (date < 0 || Math.max(date, performance.now() - kept.steady) > KEPT_MS) forget();
  return kept.key;
}

/**
 * Ask the pages that are open. One that is left may send its key only as it goes, or before it was given any.
 * @param {{matchAll: () => Promise<{postMessage: (message: string) => void}[]>}} clients
 * @returns {Promise<CryptoKey | null>} null when none has it
 */
export async function keyOfPages(clients) {
  const pages = await clients.matchAll();
  if (!pages.length) forget(); // the app was closed
  return (
    keyNow() ??
    new Promise((done) => {
      waiting.push(done);
      for (const page of pages) page.postMessage('key');
      const goOn = () => {
        const place = waiting.indexOf(done);
        if (place < 0) return; // it has its key
        waiting.splice(place, 1);
        if (!keyNow() && pages.length) missed = performance.now();
        done(kept.key);
      };
      setTimeout(goOn, pages.length && ANSWER_MS);
    })
  );
}

/** @param {CryptoKey | null} key for the page that a navigation opens */
export function keep(key) {
  if (key) kept = { key, steady: performance.now(), date: Date.now() };
  return key;
}

/**
 * A page gives its key, asks for the one that is kept, or locks.
 * @param {{data: any, ports: readonly MessagePort[]}} message @param {any} clients
 */
export async function relayKey({ data, ports: [port] }, clients) {
  if (data.key) {
    if (performance.now() - missed < KEPT_MS) keep(data.key); // the page that was opened without it asks again
    missed = -Infinity;
    return waiting.splice(0).forEach((done) => done(data.key));
  }
  if (data.key === false) forget();
  const asked = kept;
  if (port) port.onmessage = () => asked === kept && forget(); // a navigation since then may need it
  return port?.postMessage(data.key === false ? null : await keyOfPages(clients));
}
