// A mutex across the tabs of a device, by Web Locks. A browser without them runs the work unlocked.

/** @template T @param {string} name @param {() => Promise<T>} work @returns {Promise<T>} */
export const withLock = (name, work) => ('locks' in navigator ? navigator.locks.request(name, work) : work());
