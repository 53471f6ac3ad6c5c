// Stands for the database of drafts while the app lock is on: what a page leaves behind is sealed first.
import { openDB } from '../../../vendor/idb.js';
import { hooksOf } from '../storage/database.js';
import { NAME } from '../storage/drafts.js';
import { SEALED } from '../storage/sealed_database.js';
import { rowOfText, seal, textOfRow, unseal } from './sealed_row.js';

/** The last write that began: they happen in turn. @type {Promise<unknown>} */
let last = Promise.resolve();

/** Ends when every draft so far is sealed and stored. */
export const draftsStored = () => last.catch(() => {});

/** @param {() => void} [forget] */
const open = (forget = () => {}) =>
  openDB(NAME, SEALED + 1, {
    ...hooksOf(forget),
    upgrade(database, from) {
      // Threat: drafts in the clear. Turning the lock on has taken them in, so what is here came later.
      if (from && from < SEALED) database.deleteObjectStore('drafts');
      if (from < SEALED) database.createObjectStore('drafts', { keyPath: 'key' });
    },
  });

/** Make the database refuse drafts in the clear, also from an older app. */
export const makeSealedDrafts = async () => (await open()).close();

/** @param {CryptoKey} key @param {() => void} forget called when the connection closes */
export async function sealedDrafts(key, forget) {
  const database = await open(forget);
  /** @param {() => Promise<unknown>} write */
  const next = (write) => (last = last.catch(() => {}).then(write));
  /** @param {any} draft */
  const put = async (draft) =>
    database.put('drafts', {
      key: draft.key,
      sealed: await seal(key, ['drafts', draft.key], textOfRow(draft)),
    });
  const opened = (/** @type {any} */ { key: name, sealed }) => unseal(key, ['drafts', name], sealed);
  return {
    transaction: () => ({
      store: {
        put: (/** @type {any} */ draft) => next(() => put(draft)),
        delete: (/** @type {string} */ name) => next(() => database.delete('drafts', name)),
      },
      commit() {},
      get done() {
        return last;
      },
    }),
    getAll: async () =>
      Promise.all((await database.getAll('drafts')).map(async (row) => rowOfText(await opened(row)))),
    count: () => database.count('drafts'),
    close: () => database.close(),
  };
}
