// Streams a view's words first, so that they are painted before the tools and the script below them arrive.

/** The only view that is streamed. */
const VIEW = 'five';
/** Long enough for the first paint on a slow phone; too short to reach for a button. */
const REST_AFTER_MS = 120;

/**
 * @param {string} view @param {[string, string]} page up to the end of the words, and the rest
 * @returns {BodyInit}
 */
export function wordsFirst(view, [first, rest]) {
  if (view !== VIEW) return first + rest;
  const utf8 = new TextEncoder();
  return new ReadableStream({
    async start(stream) {
      stream.enqueue(utf8.encode(first));
      await new Promise((wake) => setTimeout(wake, REST_AFTER_MS));
      stream.enqueue(utf8.encode(rest));
      stream.close();
    },
  });
}
