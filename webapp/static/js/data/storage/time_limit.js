// A database may not answer for long, or ever: WebKit's bug 226547, or another tab that was put to sleep in the
// middle of a change. Nothing waits for that in silence: it is tried once more, then said.

/** How long something on this phone may take to answer. */
export const ANSWER_MS = 2_000;
const TICK_MS = 100;

/**
 * Call `wake` after `ms`, in ticks: where the thread itself was busy, an answer that came meanwhile is listener
 * first.
 * @param {number} ms @param {() => void} wake @returns {() => void} takes it back
 */
function after(ms, wake) {
  let left = Math.ceil(ms / TICK_MS);
  let timer = setTimeout(tick, TICK_MS);
  function tick() {
    left -= 1;
    if (left <= 0) wake();
    else timer = setTimeout(tick, TICK_MS);
  }
  return () => clearTimeout(timer);
}

/**
 * What `work` gives, or `otherwise` where it takes longer than `ms`.
 * @template T, U @param {Promise<T>} work @param {U} otherwise @param {number} [ms] @returns {Promise<T | U>}
 */
export async function within(work, otherwise, ms = ANSWER_MS) {
  /** @type {() => void} */
  let stop = () => {};
  const late = new Promise((wake) => {
    stop = after(ms, () => wake(otherwise));
  });
  return /** @type {Promise<T | U>} */ (Promise.race([work, late])).finally(stop);
}

/**
 * Those who say that the phone's memory does not answer, and that it does again.
 * @type {Set<(isSilent: boolean) => void>}
 */
const listeners = new Set();
let silent = 0;

/** @param {(isSilent: boolean) => void} listener */
export function whenSilent(listener) {
  listeners.add(listener);
  if (silent) listener(true);
}

export const isSilent = () => silent > 0;

/** @param {1 | -1} more */
function count(more) {
  const before = silent > 0;
  silent += more;
  if (before !== silent > 0) for (const listener of listeners) listener(silent > 0);
}

/**
 * The first answer to any of several tries. The second one begins when the first has been silent too long; then
 * it is said, and one waits on.
 * @template T @param {() => Promise<T>} attempt what may be done twice @returns {Promise<T>}
 */
export function answered(attempt) {
  return new Promise((resolve, reject) => {
    let [tries, isOver, stop] = [0, false, () => {}];
    function end() {
      if (!isOver && tries > 2) count(-1);
      isOver = true;
      stop();
    }
    function next() {
      if (isOver) return;
      tries += 1;
      if (tries === 3) count(1);
      attempt().finally(end).then(resolve, reject);
      stop = after(ANSWER_MS * 2 ** Math.max(0, tries - 2), next);
    }
    next();
  });
}
