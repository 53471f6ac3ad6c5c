// Turns the app lock on and off. A kill at any moment leaves all words in one of the two forms.
import { deleteDB } from '../../../vendor/idb.js';
import { NAME as MAIN } from '../storage/database.js';
import { NAME as DRAFTS, openNew } from '../storage/drafts.js';
import { SEALED, SEALED_BUT_HAND_OVER, SEALED_NAME, versionOf } from '../storage/sealed_database.js';
import { withLock } from '../storage/lock.js';
import { changeLock, findLock, openSealed, readLock, readOpenHandOver } from './lock_database.js';
import { isPlainGone, markSealed, readPlain, sealPlain, writePlain } from './plain_rows.js';
import { makeSealedDrafts } from './sealed_drafts.js';
import { rowOfText, sealedRow, textOfRow } from './sealed_row.js';
import { sealedDatabase, whileNobodyWrites } from './sealed_store.js';
import { deleteForGood } from './sweep.js';
import { newDataKey, wrapByCode, wrapBySecret } from './wrapped_key.js';

/** @typedef {import('./plain_rows.js').Row} Row */

/** Another tab may write meanwhile; then it is done again. */
const TRIES = 5;

/**
 * One change of the main database's form at a time, in all tabs. Threat: sweeping up after the lock was turned on
 * deletes that database, which is the only one with words once the lock was turned off meanwhile.
 * @template T @param {() => Promise<T>} work @returns {Promise<T>}
 */
const inTurn = (work) => withLock('egne-ord-lock-turn', work);

/** @param {CryptoKey} key @param {Row[]} rows @param {import('./lock_database.js').Lock} lock */
async function writeSealed(key, rows, lock) {
  const sealed = await Promise.all(rows.map(({ store, key: at, text }) => sealedRow(key, [store, at], text)));
  await deleteDB(SEALED_NAME); // what an interrupted try left
  const database = await openSealed(() => {}, true);
  try {
    const transaction = database.transaction(['rows', 'lock'], 'readwrite', { durability: 'strict' });
    const store = transaction.objectStore('rows');
    const puts = rows.map((row, i) => store.put(/** @type {any} */ (sealed[i]), [row.store, row.key]));
    puts.push(/** @type {any} */ (transaction.objectStore('lock').put(lock, 'lock')));
    for (const put of puts) put.catch(() => {}); // `done` rejects too
    await transaction.done;
  } finally {
    database.close();
  }
}

/**
 * Turn the lock on.
 * @param {string} code @param {number} minutes
 * @param {{hold(key: CryptoKey | null): void, recoverDrafts(): Promise<unknown>}} page `hold`: other tabs ask
 *   this page for the key as soon as the rows are sealed
 * @returns {Promise<boolean>} false if other tabs kept writing
 */
export const turnOn = (code, minutes, page) => inTurn(() => turnOnNow(code, minutes, page));

/**
 * Seal everything; the last step decides that the sealed rows count.
 * @param {CryptoKey} key @param {string} code @param {number} minutes @param {(key: CryptoKey) => void} hold
 */
async function sealAll(key, code, minutes, hold) {
  const wrapped = await wrapByCode(key, code);
  for (let i = 0; i < TRIES; i += 1) {
    const rows = await readPlain();
    const vault = rows.find(({ store, key: at }) => store === 'vault' && at === 'vault');
    const words = vault && { words: await wrapBySecret(key, rowOfText(vault.text).secret, 'words') };
    await writeSealed(key, rows, { code: wrapped, minutes, swept: false, ...words });
    hold(key);
    if (await sealPlain(rows)) return;
  }
}

/** @type {(...of: Parameters<typeof turnOn>) => Promise<boolean>} */
async function turnOnNow(code, minutes, { hold, recoverDrafts }) {
  if (await isPlainGone()) return false; // another tab was quicker, and its rows count
  let trouble = null;
  await sealAll(await newDataKey(), code, minutes, hold).catch((error) => (trouble = error));
  if (!(await isPlainGone())) {
    hold(null);
    await deleteDB(SEALED_NAME);
    if (trouble) throw trouble; // such as a full phone: everything is as it was
    return false;
  }
  await sweepNow(recoverDrafts).catch(() => {}); // the next page tries again
  return true;
}

/** What the main database says of the hand-over. */
const levelNow = async () => ((await readOpenHandOver()) ? SEALED_BUT_HAND_OVER : SEALED);

/** Say anew that the rows are sealed, and whether the hand-over is not. */
async function markNow() {
  if (!(await isPlainGone())) return;
  await deleteDB(MAIN);
  await markSealed(await levelNow());
}

export const markAgain = () => inTurn(markNow);

/**
 * Say that the rows are sealed, where the main database is missing. Threat: said while another page begins anew,
 * it would be left without any rows.
 */
export const markMissing = () => inTurn(async () => markSealed(await levelNow()));

/** Whether drafts are kept in the clear. */
async function arePlainDrafts() {
  const version = await versionOf(DRAFTS);
  return version > 0 && version < SEALED;
}

/** @param {() => Promise<unknown>} recoverDrafts */
async function sweepNow(recoverDrafts) {
  if ((await readLock()).swept && !(await arePlainDrafts())) return;
  await recoverDrafts();
  if (!(await isPlainGone())) return;
  await deleteForGood([MAIN, DRAFTS], async () => {
    await markSealed(await levelNow());
    await makeSealedDrafts();
  });
  await changeLock({ swept: true });
}

/**
 * Remove from the disk what was in the clear. What an interruption left is removed after the next unlocking.
 * @param {() => Promise<unknown>} recoverDrafts those in the clear are taken in first
 */
export const sweepPlain = (recoverDrafts) => inTurn(() => sweepNow(recoverDrafts));

/** @param {CryptoKey} key @returns {Promise<Row[]>} */
async function everyRow(key) {
  const real = await openSealed();
  const database = sealedDatabase(real, key);
  try {
    const places = await real.getAllKeys('rows');
    const opened = places.map(async ([store, at]) => ({
      store,
      key: at,
      text: textOfRow(await database.get(store, at)),
    }));
    return await Promise.all(opened);
  } finally {
    real.close();
  }
}

/**
 * Turn the lock off. Drafts must have been taken in before.
 * @param {CryptoKey} key @returns {Promise<boolean>} false if other pages kept coming in between
 */
export const turnOff = (key) => inTurn(() => whileNobodyWrites(() => turnOffNow(key)));

/** @param {Row[]} rows @throws on a full phone, whose sealed rows go on counting */
const writeOrMark = (rows) =>
  writePlain(rows).catch(async (error) => {
    await markNow().catch(() => {}); // the next page does it
    throw error;
  });

/** @type {typeof turnOff} */
async function turnOffNow(key) {
  const rows = await everyRow(key);
  await changeLock({ swept: false }); // an interruption is tidied up after the next unlocking
  for (let i = 0; i < TRIES; i += 1) {
    await deleteDB(MAIN);
    await deleteDB(DRAFTS); // before the rows are plain: a phone without the lock cannot open sealed ones
    if (!(await writeOrMark(rows))) continue;
    await deleteDB(SEALED_NAME);
    return true;
  }
  await markNow();
  return false;
}

/**
 * A phone without the lock whose drafts are sealed: another page made them while the lock was turned off. No key
 * opens them.
 */
export async function plainDrafts() {
  await deleteDB(DRAFTS);
  return openNew();
}

/**
 * Forget all that is locked, to begin anew with a copy. What the lock is opened by goes last: interrupted, this
 * is still a locked phone, where one can begin anew again.
 */
export const eraseLocked = () =>
  inTurn(async () => {
    if (await findLock()) await changeLock({ swept: false });
    for (const name of [DRAFTS, MAIN, SEALED_NAME]) await deleteDB(name);
  });
