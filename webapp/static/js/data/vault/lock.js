// One run of the vault at a time on a device: what one has begun, no other changes under its hands.
import { inTurn } from '../storage/lock.js';

/** @template T @param {() => Promise<T>} work @returns {Promise<T>} */
export const oneRun = (work) => inTurn('egne-ord-vault', work);
