// Opens the sealed databases for a page: with the key of the page before it, or it goes to the lock.
import { openHandOverDatabase, refreshOpenHandOver } from '../../data/lock/open_hand_over.js';
import { openSealed } from '../../data/lock/lock_database.js';
import { isPlainGone } from '../../data/lock/plain_rows.js';
import { sealedDrafts } from '../../data/lock/sealed_drafts.js';
import { sealedDatabase } from '../../data/lock/sealed_store.js';
import { markMissing, plainDrafts, sweepPlain } from '../../data/lock/turn.js';
import { NAME as DRAFTS } from '../../data/storage/drafts.js';
import { StorageError } from '../../data/storage/storage_error.js';
import { whenDrawn } from '../lifecycle.js';
import { facts } from '../shell.js';
import { cover, lockOthers, locksSoFar, watch } from './away.js';
import { giveKeyWhile, heldKey, pageKey } from './page_key.js';

/** @typedef {import('../lifecycle.js').Loaders} Loaders */

export const isLockScreen = () => document.body.dataset.screen === 'lock';
const isHandOver = () => document.documentElement.dataset.screen === 'handover';

/** @type {Promise<any> | null} */
let handOver = null;

/**
 * On the hand-over: what the person chose to have open, and no key. Else the lock is what leads out of it, so
 * this page gives its key to none, and the others lock.
 */
async function openForHandOver() {
  handOver ??= openHandOverDatabase();
  const open = await handOver;
  giveKeyWhile(() => false);
  lockOthers();
  return open;
}

export const isReloaded = () => {
  const [entry] = performance.getEntriesByType('navigation');
  return /** @type {PerformanceNavigationTiming | undefined} */ (entry)?.type === 'reload';
};

/**
 * To the lock at this page's address, so that what the person opened comes after it. The worker may also have
 * the key by then: it came too late from a page that was busy.
 * @returns {Promise<never>} this page is about to go
 */
function goToLock() {
  if (isLockScreen()) throw new StorageError('locked');
  if (isReloaded()) location.replace(facts.paths.lock);
  else location.reload();
  return new Promise(() => {});
}

let isTidied = false;

/** Once a page: finish what was interrupted, and bring the open hand-over up to date. @param {Loaders} loaders */
async function tidy({ secondaryCode }) {
  if (isTidied || isHandOver()) return;
  isTidied = true;
  await sweepPlain(async () => (await secondaryCode()).recoverDrafts());
  await refreshOpenHandOver(facts.lang);
}

/**
 * @param {Loaders} loaders @param {string} name @param {number} version of the database, 1 if it is missing
 * @param {() => void} forget called when the connection closes
 * @returns {Promise<any>} what stands for it
 */
export async function unseal(loaders, name, version, forget) {
  const open = isHandOver() ? await openForHandOver() : null;
  if (open && name !== DRAFTS) return open;
  if (name === DRAFTS && !(await isPlainGone())) return plainDrafts();
  // A page that shows words already, since the lock was turned on in another tab, is not seen before it is open.
  const isUnseen = !heldKey() && document.visibilityState === 'hidden';
  if (isUnseen) cover(true);
  const locks = locksSoFar();
  if (!open && !heldKey()) giveKeyWhile(() => locks === locksSoFar()); // until `watch` has a stricter rule
  const key = open ? null : await pageKey();
  if (!key) return open ? Promise.reject(new StorageError('locked')) : goToLock();
  if (name === DRAFTS) return sealedDrafts(key, forget);
  if (version === 1) await markMissing();
  if (isUnseen) cover(false);
  const real = await openSealed(forget);
  if (!isHandOver()) await watch(locks, real);
  void whenDrawn().then(() => tidy(loaders).catch(() => {})); // what fails is tried again by the next page
  return sealedDatabase(real, /** @type {CryptoKey} */ (heldKey()));
}
