// Erases for good, at once: a document of the bin with its versions and drafts, or one earlier version. What
// is left for the vault says that it is erased, and holds no word (core/sync/erased.js).
import { withoutErased } from '../../core/sync/account_rows.js';
import { erasedRow } from '../../core/sync/erased.js';
import { broadcast } from '../storage/channel.js';
import { change } from '../storage/database.js';
import { allDrafts, dropDraft } from '../storage/drafts.js';
import { rowsOf } from '../storage/stored_documents.js';
import { BINS, deleteVersions, forgetSeen } from './bin.js';

/** @typedef {import('../storage/database.js').Transaction} Transaction */

/** @param {Transaction} transaction @param {string} id */
async function eraseIn(transaction, id) {
  for (const name of BINS) await transaction.objectStore(name).delete(id);
  await deleteVersions(transaction, id);
  const rows = rowsOf(transaction, 'synced');
  const row = await rows.get(id);
  if (row) await rows.put(erasedRow(row, 'due'));
  if (row) await forgetTitle(transaction, id, true);
}

/** @param {Transaction} transaction @param {string} id @param {boolean} isWhole see `withoutErased` */
async function forgetTitle(transaction, id, isWhole) {
  const vaults = transaction.objectStore('vault');
  const vault = await vaults.get('vault');
  if (!vault?.account) return;
  await vaults.put({ ...vault, account: withoutErased(vault.account, id, isWhole) }, 'vault');
}

/** @param {(mine: {id: string}) => boolean} isErased */
async function dropDrafts(isErased) {
  for (const { key, mine } of await allDrafts()) if (isErased(mine)) await dropDraft(key);
}

/**
 * Erase documents that are in the bin; one that was fetched back meanwhile stays.
 * @param {string[]} ids
 */
export async function eraseNow(ids) {
  const erased = await change(async (transaction) => {
    /** @type {string[]} */
    const found = [];
    for (const id of ids) if (await isBinned(transaction, id)) found.push(id);
    for (const id of found) await eraseIn(transaction, id);
    await forgetSeen(transaction, found);
    return found;
  });
  await dropDrafts(({ id }) => erased.includes(id)).catch(() => {}); // no drafts where they cannot be read
  erased.forEach(broadcast);
}

/** @param {Transaction} transaction @param {string} id */
async function isBinned(transaction, id) {
  const found = await Promise.all(BINS.map((name) => transaction.objectStore(name).get(id)));
  return found.some((document) => document?.deleted);
}

/**
 * Erase an earlier version, and what the vault's side of the statement keeps of older texts to merge against:
 * one of them may hold the same words.
 * @param {number} key
 */
export const eraseVersion = (key) =>
  change(async (transaction) => {
    const snapshots = rowsOf(transaction, 'snapshots');
    const snapshot = await snapshots.get(key);
    if (!snapshot) return;
    await snapshots.delete(key);
    const rows = rowsOf(transaction, 'synced');
    const row = await rows.get(snapshot.statement);
    if (!row) return;
    await forgetTitle(transaction, row.id, false);
    const { earlier = [] } = row;
    await rows.put({ ...row, earlier: earlier.map(({ name }) => ({ name, document: null })) });
  });
