// Answers the five minutes before anything is read: the headers, then the head, the words, and the rest.

/** Long enough for the first paint on a slow phone; too short to reach for a button. */
const REST_AFTER_MS = 120;
/** @param {number} ms */
const wait = (ms) => new Promise((wake) => setTimeout(wake, ms));

/** @typedef {{shell: {body: string} | null}} Locking */

/**
 * `load` runs the code that reads and draws, and gives it; `otherwise` is the page where no shell is cached.
 * `instead`: the address to go to, for a phone that is handed over; else ''. `lock`: null where the app lock
 * is off; its shell is null where a page has the key. `lockCode`: the elements that load its code.
 * @typedef {{
 *   shell: Promise<{body: string} | null>, id: string, otherwise: () => Promise<string>,
 *   instead: Promise<string>, lock: () => Promise<Locking | null>, lockCode: string,
 *   load: () => {
 *     read: (view: string, id: string) => Promise<unknown>,
 *     page: (shell: string, view: string, words: unknown) => [string, string]
 *   }
 * }} Sources
 */

/** @param {Sources['load']} load */
function loaded(load) {
  try {
    return load();
  } catch {
    return null; // the browser lost the script
  }
}

/** The styles of another screen, in the head that was sent, and its body. @param {string} shell */
function withItsStyles(shell) {
  const body = shell.indexOf('<body');
  return (shell.slice(0, body).match(/<link rel="stylesheet"[^>]*>/g) ?? []).join('') + shell.slice(body);
}

/** @param {(part: string) => void} send @param {Sources} sources */
async function write(send, { shell, id, load, lock, lockCode, otherwise, instead }) {
  const phone = loaded(load);
  const [words, locking] = [phone?.read('five', id), lock()];
  const [found, place] = await Promise.all([shell, instead]);
  if (place) return send(`<!doctype html><meta http-equiv="refresh" content="0;url=${place}">`);
  const body = found?.body;
  if (!phone || !body) return send(await otherwise());
  const head = body.indexOf('<body');
  send(body.slice(0, head)); // its styles are parsed while the words are read
  const locked = await locking;
  if (locked) send(lockCode);
  if (locked?.shell) return send(withItsStyles(locked.shell.body));
  const [first, rest] = phone.page(body, 'five', await words);
  send(first.slice(head));
  if (!rest) return; // no words: the page reads them, as soon as it has ended
  await wait(REST_AFTER_MS);
  send(rest);
}

/**
 * While the words are read, the browser makes a process ready for the page.
 * @param {{waitUntil: (work: Promise<unknown>) => void}} event @param {HeadersInit} headers
 * @param {Sources} sources
 */
export function wordsFirst(event, headers, sources) {
  const utf8 = new TextEncoder();
  /** @param {ReadableStreamDefaultController<Uint8Array>} stream */
  const start = (stream) => {
    /** @param {string} part */
    const send = (part) => stream.enqueue(utf8.encode(part));
    const written = wait(0).then(() => write(send, sources)); // the headers go first
    event.waitUntil(written.finally(() => stream.close()).catch(() => {}));
  };
  return new Response(new ReadableStream({ start }), { headers });
}
