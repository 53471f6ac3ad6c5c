// One run of the vault at a time on a device: what one has begun, no other changes under its hands.
import { withLock } from '../storage/lock.js';

/** @template T @param {() => Promise<T>} work @returns {Promise<T>} */
export const withVaultLock = (work) => withLock('egne-ord-vault', work);
