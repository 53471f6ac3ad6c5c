// One run at a time on a device, in whatever tab: what one has begun, no other changes under its hands.

/** @template T @param {() => Promise<T>} work @returns {Promise<T>} */
export const oneRun = (work) => ('locks' in navigator ? navigator.locks.request('egne-ord-vault', work) : work());
