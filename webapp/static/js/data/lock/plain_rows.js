// Everything in the plain database, and the way between it and the sealed one: one transaction decides.
import { openDB } from '../../../vendor/idb.js';
import { NAME, SCHEMA, STORES, abort, hooksOf } from '../storage/database.js';
import { upgrade } from '../storage/stores.js';
import { SEALED, versionOf } from '../storage/sealed_database.js';
import { KEY_FIELDS } from './row_indexes.js';
import { rowOfText, textOfRow } from './sealed_row.js';

/** @typedef {{store: string, key: IDBValidKey, text: string}} Row */

/** @param {{objectStore(name: any): any}} transaction @returns {Promise<Row[]>} */
async function rowsIn(transaction) {
  const read = STORES.map(async (store) => {
    const source = transaction.objectStore(store);
    const [keys, rows] = await Promise.all([source.getAllKeys(), source.getAll()]);
    return keys.map((/** @type {IDBValidKey} */ key, /** @type {number} */ i) => ({
      store,
      key,
      text: textOfRow(rows[i]),
    }));
  });
  return (await Promise.all(read)).flat();
}

/** @returns {Promise<Row[]>} as it is at one moment */
export async function readPlain() {
  const database = await openDB(NAME, SCHEMA, {
    upgrade: (made, from, _to, open) => upgrade(made, from, open),
  });
  try {
    return await rowsIn(database.transaction(STORES));
  } finally {
    database.close();
  }
}

/** Another tab that does not close its connection keeps a change of version waiting. */
const BLOCKED_MS = 10_000;

/**
 * Change the version of the main database in one transaction, alone on it.
 * @param {number} version
 * @param {(transaction: any, from: number) => Promise<boolean>} work false takes it back
 * @returns {Promise<boolean>} whether it is done
 */
async function alone(version, work) {
  let [isLate, isDone] = [false, false];
  /** Why it could not be written: a full phone only tells its transaction. @type {() => unknown} */
  let trouble = () => null;
  const timer = setTimeout(() => (isLate = true), BLOCKED_MS);
  const opening = openDB(NAME, version, {
    ...hooksOf(() => {}),
    async upgrade(_database, from, _to, transaction) {
      trouble = () => transaction.error;
      transaction.done.catch(() => {});
      try {
        isDone = !isLate && (await work(transaction, from));
        if (!isDone) abort(transaction);
      } catch (error) {
        trouble = () => transaction.error ?? error;
        abort(transaction);
      }
    },
  });
  try {
    (await opening).close();
  } catch (error) {
    if (isDone || trouble()) throw trouble() ?? error;
  } finally {
    clearTimeout(timer);
  }
  return isDone;
}

/** @param {any} transaction */
function dropStores({ db }) {
  for (const name of [...db.objectStoreNames]) db.deleteObjectStore(name);
}

/**
 * From here on the sealed rows count, unless another tab wrote since they were read.
 * @param {Row[]} rows as sealed @returns {Promise<boolean>}
 */
export const sealPlain = (rows) =>
  alone(SEALED + SCHEMA, async (transaction, from) => {
    if (from !== SCHEMA || JSON.stringify(await rowsIn(transaction)) !== JSON.stringify(rows)) return false;
    dropStores(transaction);
    return true;
  });

/**
 * Say that the rows are sealed, where the main database is missing or says something else of the hand-over.
 * Threat: plain rows must not come to be taken for sealed ones.
 * @param {number} level SEALED or SEALED_BUT_HAND_OVER
 */
export const markSealed = (level) => alone(level + SCHEMA, async (_made, from) => !from || from >= SEALED);

/** Whether the main database holds no plain rows. It may be missing. */
export async function isPlainGone() {
  const version = await versionOf(NAME);
  return !version || version >= SEALED;
}

/** Wait until the disk has what was committed before: a change of version does not, and the other form goes next. */
async function toDisk() {
  const database = await openDB(NAME);
  const transaction = database.transaction('settings', 'readwrite', { durability: 'strict' });
  void transaction.store.delete('-');
  await transaction.done;
  database.close();
}

/**
 * From here on the plain rows count. The database that said they were sealed must be deleted before.
 * @param {Row[]} rows @returns {Promise<boolean>} false when another page said so again meanwhile
 */
export async function writePlain(rows) {
  try {
    const isDone = await alone(SCHEMA, async (transaction, from) => {
      if (from) return false;
      await upgrade(transaction.db, 0, transaction);
      for (const { store, key, text } of rows) {
        const place = transaction.objectStore(store);
        await (store in KEY_FIELDS ? place.put(rowOfText(text)) : place.put(rowOfText(text), key));
      }
      return true;
    });
    if (isDone) await toDisk();
    return isDone;
  } catch (error) {
    if (/** @type {DOMException} */ (error).name === 'VersionError') return false;
    throw error;
  }
}
