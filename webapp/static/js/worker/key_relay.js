// Hands the app lock's key from the page that is left to the next one. It stays in memory, and only for that.

/** Pages answer at once; one that sleeps does not. */
const ANSWER_MS = 300;

/** As in data/storage/sealed_database.js, which the worker has in another bundle. */
export const OPEN_HAND_OVER = 2_000;

/** For the page that is about to ask. @type {CryptoKey | null} */
let kept = null;
/** Navigations that wait for a page's key. @type {((key: CryptoKey | null) => void)[]} */
const waiting = [];

/**
 * Ask the pages that are open. One that is left may send its key only as it goes.
 * @param {{matchAll: () => Promise<{postMessage: (message: string) => void}[]>}} clients
 * @returns {Promise<CryptoKey | null>} null when none has it
 */
export async function keyOfPages(clients) {
  const pages = await clients.matchAll();
  return new Promise((done) => {
    waiting.push(done);
    for (const page of pages) page.postMessage('key');
    setTimeout(done, pages.length && ANSWER_MS, null);
  });
}

/** @param {CryptoKey | null} key for the page that a navigation opens */
export const keep = (key) => (kept = key);

/**
 * A page gives its key, or asks for the one that is kept, which is then forgotten here.
 * @param {{data: any, ports: readonly MessagePort[]}} message @param {any} clients
 */
export async function relayKey({ data, ports }, clients) {
  if (data.key) return waiting.splice(0).forEach((done) => done(data.key));
  const key = kept;
  kept = null;
  return ports[0]?.postMessage(key ?? (await keyOfPages(clients)));
}
