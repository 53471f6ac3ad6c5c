// A database may take long to answer, or never answer: WebKit bug 226547, or another tab that was suspended
// in the middle of a transaction. Nobody waits for that in silence: the call is tried once more, then the
// person is told.

/** How long the phone's own storage may take to answer. */
export const ANSWER_MS = 2_000;
const TICK_MS = 100;

/**
 * Call `wake` after `ms`, counted in ticks: after a long task, an answer that came meanwhile goes first.
 * @param {number} ms @param {() => void} wake @returns {() => void} cancels it
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
 * The result of `work`, or `otherwise` if it takes longer than `ms`.
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
 * Told when the database stops answering, and when it answers again.
 * @type {Set<(isSilent: boolean) => void>}
 */
const listeners = new Set();
/** Calls that wait for an answer after two tries. */
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
 * The first answer to any of several tries. A try that is silent too long gets another one beside it; from
 * the third on the listeners are told, and each wait is twice as long.
 * @template T @param {() => Promise<T>} attempt may run more than once @returns {Promise<T>}
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
