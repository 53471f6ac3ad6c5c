// Slows down wrong codes. Nothing is ever wiped: the number of wrong ones is stored before each try, and no
// clock shortens a wait, so neither a restart nor another date does.
import { withLock } from '../storage/lock.js';
import { withLockDatabase } from './lock_database.js';

const FREE = 5;
const FIRST_MS = 5_000;
const LONGEST_MS = 5 * 60_000;

/** How long to wait before the next try, after so many wrong ones. @param {number} wrong */
export const waitAfter = (wrong) =>
  wrong < FREE ? 0 : Math.min(LONGEST_MS, FIRST_MS * 2 ** Math.min(wrong - FREE, 10));

/** @typedef {import('./lock_database.js').SealedDatabase} SealedDatabase */

const read = async (/** @type {SealedDatabase} */ database) => (await database.get('lock', 'tries')) ?? 0;

/** @returns {Promise<number>} wrong tries since the last right one */
export const wrongTries = () => withLockDatabase(read);

/** @param {SealedDatabase} database @param {number} wrong */
async function put(database, wrong) {
  const transaction = database.transaction('lock', 'readwrite', { durability: 'strict' });
  void transaction.store.put(wrong, 'tries');
  await transaction.done;
}

/**
 * One try at a time on this phone. A try counts as wrong before it is decided, so that killing the page saves
 * none.
 * @template T @param {number} waitedFor wrong tries when the wait for this one began
 * @param {() => Promise<T | null>} attempt null for a wrong code
 * @returns {Promise<{opened: T | null, wrong: number, isEarly: boolean}>} `isEarly`: another tab tried meanwhile,
 *   so that this one has not waited long enough
 */
export const tryOnce = (waitedFor, attempt) =>
  withLock('egne-ord-lock-try', () =>
    withLockDatabase(async (database) => {
      const wrong = await read(database);
      if (wrong > waitedFor && waitAfter(wrong)) return { opened: null, wrong, isEarly: true };
      const [opened] = await Promise.all([attempt(), put(database, wrong + 1)]);
      if (opened) await put(database, 0);
      return { opened, wrong: opened ? 0 : wrong + 1, isEarly: false };
    }),
  );
