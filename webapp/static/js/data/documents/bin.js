// The bin, and when this phone saw it. Two clocks together decide what is deleted (core/documents/bin.js).
import { NO_VISITS, daysLeft, afterVisit } from '../../core/documents/bin.js';
import { change, withDatabase } from '../storage/database.js';

/** @typedef {import('../../core/documents/bin.js').Binned} Binned */
/** @typedef {import('../../core/documents/bin.js').Clocks} Clocks */
/** @typedef {import('../../core/documents/bin.js').Visits} Seen */
/** @typedef {import('../storage/database.js').StoreName} StoreName */
/** @typedef {Binned & {store: typeof BINS[number]}} StoredBinned */
/** A transaction that reads. @typedef {{objectStore(name: StoreName): any}} ReadTransaction */
/**
 * `synced`: ids of documents that are in the vault, which would learn of their deletion.
 * @typedef {{seen: Seen, binned: StoredBinned[], clocks: Clocks, synced: Set<string>}} BinState
 */

/** The setting that holds what this phone has seen. */
const SEEN = 'bin_seen';
export const BINS = /** @type {const} */ (['statements', 'meetings', 'explorations']);
/** @type {StoreName[]} */
const READ = [...BINS, 'settings', 'vault', 'synced'];

/** @param {ReadTransaction} transaction @returns {Promise<BinState>} */
async function read(transaction) {
  const stores = await Promise.all(BINS.map((name) => transaction.objectStore(name).getAll()));
  const all = stores.flatMap((rows, i) =>
    rows.map((/** @type {Binned} */ row) => ({ ...row, store: BINS[i] })),
  );
  const [seen, vault, synced] = await Promise.all([
    transaction.objectStore('settings').get(SEEN),
    transaction.objectStore('vault').get('vault'),
    transaction.objectStore('synced').getAll(),
  ]);
  return {
    seen: seen ?? NO_VISITS,
    binned: all.filter(({ deleted }) => deleted),
    clocks: { now: new Date().toISOString(), heard: vault?.heard ?? null },
    synced: new Set(synced.flatMap((/** @type {any} */ { id, document }) => (document ? [id] : []))),
  };
}

/**
 * Record what is in the bin, and delete what was there for thirty days; a statement with its versions.
 */
export const emptyOldBin = () =>
  change(async (transaction) => {
    const { seen, binned, clocks, synced } = await read(transaction);
    const next = afterVisit(seen, binned, clocks);
    for (const row of binned) {
      if (daysLeft(next, row, synced.has(row.id), clocks) > 0) continue;
      delete next.rows[row.id];
      await transaction.objectStore(row.store).delete(row.id);
      await deleteVersions(transaction, row.id);
    }
    const settings = transaction.objectStore('settings');
    // An empty bin needs no record.
    if (!Object.keys(next.rows).length) await settings.delete(SEEN);
    else if (JSON.stringify(next) !== JSON.stringify(seen)) await settings.put(next, SEEN);
  });

/** @param {import('../storage/database.js').Transaction} transaction @param {string} id */
export async function deleteVersions(transaction, id) {
  const snapshots = transaction.objectStore('snapshots');
  const range = IDBKeyRange.bound([id, ''], [id, '\uffff']);
  for (const key of await snapshots.index('statement').getAllKeys(range)) await snapshots.delete(key);
}

/**
 * Forget when documents were seen in the bin.
 * @param {import('../storage/database.js').Transaction} transaction @param {string[]} ids
 */
export async function forgetSeen(transaction, ids) {
  const settings = transaction.objectStore('settings');
  const seen = /** @type {Seen | undefined} */ (await settings.get(SEEN));
  if (!seen) return;
  for (const id of ids) delete seen.rows[id];
  await (Object.keys(seen.rows).length ? settings.put(seen, SEEN) : settings.delete(SEEN));
}

/**
 * The least number of days that each document stays in the bin, by id.
 * @returns {Promise<Map<string, number>>}
 */
export const binDays = () =>
  withDatabase(async (database) => {
    const { seen, binned, clocks, synced } = await read(database.transaction(READ));
    return new Map(binned.map((row) => [row.id, daysLeft(seen, row, synced.has(row.id), clocks)]));
  });
