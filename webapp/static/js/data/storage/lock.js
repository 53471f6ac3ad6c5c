// Work of one name, one at a time on a device, in whatever tab.

/** @template T @param {string} name @param {() => Promise<T>} work @returns {Promise<T>} */
export const withLock = (name, work) => ('locks' in navigator ? navigator.locks.request(name, work) : work());
