// Tells a phone with the app lock from others, at no cost for the others (docs/decisions/0053-app-lock.md).
import { openDB } from '../../../vendor/idb.js';
import { StorageError } from './storage_error.js';

/** From this version on, a database only says that its rows are sealed. */
export const SEALED = 1000;
/** From this version on, the hand-over can be read without unlocking. */
export const SEALED_BUT_HAND_OVER = 2000;
/** The database that holds the sealed rows. */
export const SEALED_NAME = 'egne-ord-locked';

/**
 * Opens what is sealed; `forget` is called when its connection closes. Without the lock's code, as in the
 * worker, nothing does.
 * @type {(name: string, version: number, forget: () => void) => Promise<any>}
 */
let unseal = async (_name, version) => {
  throw new StorageError('locked', version);
};

/** @param {typeof unseal} opener */
export function useLock(opener) {
  unseal = opener;
}

/**
 * Open a database, or what stands for it on a phone with the app lock. A version that a newer app made may
 * still be read.
 * @param {string} name @param {number} version @param {any} options as `openDB` takes them @returns {Promise<any>}
 * @throws {StorageError} `locked`
 */
export async function openUnsealed(name, version, options) {
  try {
    return await openDB(name, version, options);
  } catch (error) {
    if (/** @type {DOMException} */ (error).name !== 'VersionError') throw error;
    const database = await openDB(name, undefined, options);
    if (database.version < SEALED) return database;
    database.close();
    return unseal(name, database.version, options.terminated);
  }
}

/**
 * Undo the making of a database, as if nobody had opened it.
 * @param {{abort(): void, done: Promise<unknown>}} transaction
 */
export function undo(transaction) {
  transaction.done.catch(() => {});
  transaction.abort();
}

/** @param {string} name @returns {Promise<number>} the version of a database, 0 for none: asking makes none */
export async function versionOf(name) {
  try {
    const database = await openDB(name, undefined, { upgrade: (...[, , , made]) => undo(made) });
    database.close();
    return database.version;
  } catch (error) {
    // Threat: any other trouble would make a phone look new whose words are all there.
    if (/** @type {DOMException} */ (error).name === 'AbortError') return 0;
    throw error;
  }
}

/**
 * The main database is missing. If sealed rows exist, turning the lock on or off was interrupted: they count.
 * @param {string} name of the missing database @param {() => void} forget
 * @returns {Promise<any>} null for a phone that is new
 */
export const unsealedInstead = async (name, forget) =>
  (await versionOf(SEALED_NAME)) ? unseal(name, 1, forget) : null;

/**
 * A database beside the main one is missing. Threat: a new one in the clear, on a phone with the lock.
 * @param {string} main @param {string} name @param {() => void} forget
 * @returns {Promise<any>} null for a phone without the lock
 */
export async function unsealedBeside(main, name, forget) {
  const version = await versionOf(main);
  if (!version) return unsealedInstead(name, forget);
  return version < SEALED ? null : unseal(name, version, forget);
}
