// Hands the app lock's key from the page that is left to the next one. It stays in memory, and only for that.

/** Pages answer at once; one that sleeps does not. */
const ANSWER_MS = 300;
/** The next page asks as soon as it runs. */
const KEPT_MS = 10_000;

/** @type {CryptoKey | null} */
let key = null;
/** @type {ReturnType<typeof setTimeout> | undefined} */
let forgetting;
/** Takes the key that a page sends, when asked or as it goes: the answer to its navigation may have begun. */
let take = (/** @type {CryptoKey} */ _sent) => {};

/**
 * @param {{matchAll: () => Promise<{postMessage: (message: string) => void}[]>}} clients
 * @returns {Promise<CryptoKey | null>} null when no page that is open has it
 */
export async function keyOfPages(clients) {
  if (key) return key;
  const pages = await clients.matchAll();
  key = await new Promise((done) => {
    take = done;
    for (const page of pages) page.postMessage('key');
    setTimeout(done, pages.length && ANSWER_MS, null);
  });
  clearTimeout(forgetting);
  forgetting = setTimeout(() => (key = null), KEPT_MS);
  return key;
}

/**
 * A page asks for the key, which is then forgotten here, or gives its own.
 * @param {{data: any, ports: readonly MessagePort[]}} message @param {any} clients
 */
export async function relayKey({ data, ports }, clients) {
  if (data.key) return take(data.key);
  ports[0]?.postMessage(await keyOfPages(clients));
  key = null;
  return undefined;
}
