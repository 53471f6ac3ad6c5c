// The bin, and what this phone has seen of it. What the clocks say together decides what goes (core/documents/bin.js).
import { NOTHING_SEEN, daysLeft, lookedAt } from '../../core/documents/bin.js';
import { change, withDatabase } from '../storage/database.js';

/** @typedef {import('../../core/documents/bin.js').Binned} Binned */
/** @typedef {import('../../core/documents/bin.js').Clocks} Clocks */
/** @typedef {import('../../core/documents/bin.js').Seen} Seen */
/** @typedef {import('../storage/database.js').StoreName} StoreName */
/** @typedef {Binned & {store: typeof BINS[number]}} Kept */
/** What reads the stores of one transaction. @typedef {{objectStore(name: StoreName): any}} Reading */
/**
 * `sent`: ids of what the vault would hear of.
 * @typedef {{seen: Seen, binned: Kept[], clocks: Clocks, sent: Set<string>}} Found
 */

/** The setting that holds what was seen. */
const SEEN = 'bin_seen';
const BINS = /** @type {const} */ (['statements', 'meetings', 'explorations']);
/** @type {StoreName[]} */
const READ = [...BINS, 'settings', 'vault', 'synced'];

/** @param {Reading} transaction @returns {Promise<Found>} */
async function read(transaction) {
  const stores = await Promise.all(BINS.map((name) => transaction.objectStore(name).getAll()));
  const all = stores.flatMap((kept, i) =>
    kept.map((/** @type {Binned} */ one) => ({ ...one, store: BINS[i] })),
  );
  const [seen, vault, synced] = await Promise.all([
    transaction.objectStore('settings').get(SEEN),
    transaction.objectStore('vault').get('vault'),
    transaction.objectStore('synced').getAll(),
  ]);
  return {
    seen: seen ?? NOTHING_SEEN,
    binned: all.filter(({ deleted }) => deleted),
    clocks: { now: new Date().toISOString(), heard: vault?.heard ?? null },
    sent: new Set(synced.flatMap((/** @type {any} */ { id, document }) => (document ? [id] : []))),
  };
}

/** Look at the bin, and let go of what has been there for thirty days, a statement with its earlier versions. */
export const emptyOldBin = () =>
  change(async (transaction) => {
    const { seen, binned, clocks, sent } = await read(transaction);
    const next = lookedAt(seen, binned, clocks);
    for (const one of binned) {
      if (daysLeft(next, one, sent.has(one.id), clocks) > 0) continue;
      delete next.rows[one.id];
      await transaction.objectStore(one.store).delete(one.id);
      await forgetVersions(transaction, one.id);
    }
    const settings = transaction.objectStore('settings');
    // Of an empty bin there is nothing to remember.
    if (!Object.keys(next.rows).length) await settings.delete(SEEN);
    else if (JSON.stringify(next) !== JSON.stringify(seen)) await settings.put(next, SEEN);
  });

/** @param {import('../storage/database.js').Transaction} transaction @param {string} id */
async function forgetVersions(transaction, id) {
  const snapshots = transaction.objectStore('snapshots');
  const range = IDBKeyRange.bound([id, ''], [id, '\uffff']);
  for (const key of await snapshots.index('statement').getAllKeys(range)) await snapshots.delete(key);
}

/** How many days each thing in the bin stays at least, by id. @returns {Promise<Map<string, number>>} */
export const binDays = () =>
  withDatabase(async (database) => {
    const { seen, binned, clocks, sent } = await read(database.transaction(READ));
    return new Map(binned.map((one) => [one.id, daysLeft(seen, one, sent.has(one.id), clocks)]));
  });
