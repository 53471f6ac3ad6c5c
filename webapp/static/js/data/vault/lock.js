// One sync at a time on a device, so that no other changes the vault's state in the middle of it.
import { withLock } from '../storage/lock.js';

/** @template T @param {() => Promise<T>} work @returns {Promise<T>} */
export const withVaultLock = (work) => withLock('egne-ord-vault', work);
