// Letters that are not kept yet when a page goes away: put down in one step, for the next page to take in. Saving itself reads what
// other tabs wrote before it writes; a page that is left right after a letter is gone before that has ended.
// In a database of its own: in the other one, what a page puts down waits for what the page is still saving, and goes with it.
import { openDB } from '../../../vendor/idb.js';
import { within } from './time_limit.js';
import { commit } from './database.js';

/** @typedef {import('../../core/sync/document.js').Kind} Kind */
/** @typedef {import('../../core/sync/document.js').Document} Document */
/**
 * `base` is what the page last knew to be kept, null for nothing; `sent` is what it was keeping, null for nothing.
 * @typedef {{key: string, kind: Kind, at: string, base: Document | null, sent: Document | null, mine: Document}} StoredDraft
 */
/** @typedef {import('idb').IDBPDatabase<{drafts: {key: string, value: StoredDraft}}>} Database */

const NAME = 'egne-ord-drafts';

/** @type {Promise<Database> | null} */
let connection = null;

function forget() {
  connection = null;
}

/** @returns {Promise<Database>} */
async function open() {
  if (!('indexedDB' in globalThis) || !globalThis.indexedDB) throw new Error('no database');
  return openDB(NAME, 1, {
    upgrade: (database) => void database.createObjectStore('drafts', { keyPath: 'key' }),
    blocking: (_now, _next, event) => {
      /** @type {IDBDatabase} */ (event.target).close();
      forget();
    },
    terminated: forget,
  });
}

/** Where a page opens it in time, putting down takes no more than one step. One that does not open is opened once more. */
export function openDrafts() {
  connection ??= openedInTime().catch((error) => {
    forget();
    throw error;
  });
  return connection;
}

/** @returns {Promise<Database>} */
async function openedInTime() {
  const opening = open();
  return (await within(opening, null)) ?? Promise.race([opening, open()]);
}

/** @param {(store: {put(draft: StoredDraft): Promise<unknown>, delete(key: string): Promise<unknown>}) => Promise<unknown>} write */
async function inOneStep(write) {
  const transaction = (await openDrafts()).transaction('drafts', 'readwrite', { durability: 'relaxed' });
  write(transaction.store).catch(() => {}); // `done` says so too
  commit(transaction);
  await transaction.done;
}

/** @param {StoredDraft} draft */
export const putDraft = (draft) => inOneStep((store) => store.put(draft));

/** @param {string} key */
export const dropDraft = (key) => inOneStep((store) => store.delete(key));

/** The oldest first. @returns {Promise<StoredDraft[]>} */
export const allDrafts = async () =>
  (await (await openDrafts()).getAll('drafts')).sort((a, b) => (a.at < b.at ? -1 : 1));

/** Asked on every page, so it needs nothing of the code that takes them in. @returns {Promise<boolean>} */
export const hasDrafts = async () => (await (await openDrafts()).count('drafts')) > 0;
