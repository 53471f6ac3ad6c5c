// The words of a view are painted before what stands below them is read: tools, and the script.

/** The view that this is for. */
const VIEW = 'five';
/** Long enough for the first paint on a slow phone; too short to reach for a button. */
const REST_AFTER_MS = 120;

/**
 * @param {string} view @param {[string, string]} page up to the words, and what comes after them
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
