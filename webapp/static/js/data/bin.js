// The bin, and what this phone has seen of it. What the clocks say together decides what goes (core/bin.js).
import { NOTHING_SEEN, daysLeft, lookedAt } from '../core/bin.js';
import { change, withDatabase } from './database.js';

/** @typedef {import('../core/bin.js').Binned} Binned */
/** @typedef {import('../core/bin.js').Clocks} Clocks */
/** @typedef {import('../core/bin.js').Seen} Seen */
/** @typedef {import('./documents.js').Kept} Kept */
/** What reads one store of the database. @typedef {{get(key: string): Promise<any>, getAll(): Promise<any[]>}} Reader */
/** @typedef {(name: import('./database.js').StoreName) => Reader} Stores */

/** The setting that holds what was seen. */
const SEEN = 'bin_seen';
const BINS = /** @type {const} */ (['statements', 'meetings', 'explorations']);
/** @type {import('./database.js').StoreName[]} */
const READ = [...BINS, 'settings', 'vault', 'synced'];

/** @param {Stores} store @returns {Promise<{seen: Seen, binned: (Binned & {store: Kept})[], clocks: Clocks, isSent: (id: string) => Promise<boolean>}>} */
async function read(store) {
  const stores = await Promise.all(BINS.map(async (name) => (await store(name).getAll()).map((one) => ({ ...one, store: name }))));
  const vault = await store('vault').get('vault');
  return {
    seen: (await store('settings').get(SEEN)) ?? NOTHING_SEEN,
    binned: stores.flat().filter(({ deleted }) => deleted),
    clocks: { now: new Date().toISOString(), heard: vault?.heard ?? null },
    isSent: async (id) => Boolean((await store('synced').get(id))?.document),
  };
}

/** Look at the bin, and let go of what has been in it for thirty days, a statement with its earlier versions. */
export function emptyOldBin() {
  return change(async (transaction) => {
    const { seen, binned, clocks, isSent } = await read((name) => /** @type {Reader} */ (/** @type {unknown} */ (transaction.objectStore(name))));
    const next = lookedAt(seen, binned, clocks);
    for (const one of binned) {
      if (daysLeft(next, one, await isSent(one.id), clocks) > 0) continue;
      delete next.rows[one.id];
      await transaction.objectStore(one.store).delete(one.id);
      await forgetVersions(transaction, one.id);
    }
    if (JSON.stringify(next) !== JSON.stringify(seen)) await transaction.objectStore('settings').put(next, SEEN);
  });
}

/** @param {import('./database.js').Transaction} transaction @param {string} id */
async function forgetVersions(transaction, id) {
  const snapshots = transaction.objectStore('snapshots');
  const range = IDBKeyRange.bound([id, ''], [id, '\uffff']);
  for (const key of await snapshots.index('statement').getAllKeys(range)) await snapshots.delete(key);
}

/** How many days each thing in the bin stays at least, by id. @returns {Promise<Map<string, number>>} */
export const binDays = () => withDatabase(async (database) => {
  const transaction = database.transaction(READ);
  const { seen, binned, clocks, isSent } = await read((name) => /** @type {Reader} */ (/** @type {unknown} */ (transaction.objectStore(name))));
  const left = binned.map(async (one) => /** @type {[string, number]} */ ([one.id, daysLeft(seen, one, await isSent(one.id), clocks)]));
  return new Map(await Promise.all(left));
});
