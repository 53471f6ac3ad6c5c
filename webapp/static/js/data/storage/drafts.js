// Drafts: what is not saved yet when a page goes away, written in one step for the next page to recover. An
// ordinary save reads what other tabs wrote before it writes; a page left right after a keystroke is gone
// before that ends.
// A separate database, because a write in the main one would queue behind the page's unfinished save and be
// cancelled with it.
import { within } from './time_limit.js';
import { NAME as MAIN, assertOpen, commit, hooksOf } from './database.js';
import { openUnsealed, undo, unsealedBeside } from './sealed_database.js';

/** @typedef {import('../../core/sync/document.js').Kind} Kind */
/** @typedef {import('../../core/sync/document.js').Document} Document */
/**
 * `base` is what the page last knew to be saved, `sent` what it was saving; null for nothing.
 * @typedef {{
 *   key: string, kind: Kind, at: string, base: Document | null, sent: Document | null, mine: Document
 * }} StoredDraft
 */
/** @typedef {import('idb').IDBPDatabase<{drafts: {key: string, value: StoredDraft}}>} Database */

export const NAME = 'egne-ord-drafts';

/** @type {Promise<Database> | null} */
let connection = null;

function forget() {
  connection = null;
}

/**
 * @param {boolean} [isNew] whether this phone may get a new database in the clear: it has no lock
 * @returns {Promise<Database>}
 */
async function open(isNew) {
  assertOpen();
  try {
    return await openUnsealed(NAME, 1, {
      ...hooksOf(forget),
      upgrade: (/** @type {any} */ database, /** @type {any[]} */ ...[, , made]) =>
        isNew ? void database.createObjectStore('drafts', { keyPath: 'key' }) : undo(made),
    });
  } catch (error) {
    if (/** @type {DOMException} */ (error).name !== 'AbortError' || isNew) throw error;
    return (await unsealedBeside(MAIN, NAME, forget)) ?? openNew();
  }
}

/** For a phone without the lock. */
export const openNew = () => open(true);

/**
 * Opened early by a page, so that writing a draft later takes only one step. If it does not open in time, it
 * is opened once more.
 */
export function openDrafts() {
  connection ??= openInTime().catch((error) => {
    forget();
    throw error;
  });
  return connection;
}

/** @returns {Promise<Database>} */
async function openInTime() {
  const opening = open();
  return (await within(opening, null)) ?? Promise.race([opening, open()]);
}

/** @typedef {{put(draft: StoredDraft): Promise<unknown>, delete(key: string): Promise<unknown>}} Store */
/** @param {(store: Store) => Promise<unknown>} write */
async function inOneStep(write) {
  const transaction = (await openDrafts()).transaction('drafts', 'readwrite', { durability: 'relaxed' });
  write(transaction.store).catch(() => {}); // `done` rejects too
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

/** Every page asks this, so it must not import the code that recovers drafts. @returns {Promise<boolean>} */
export const hasDrafts = async () => (await (await openDrafts()).count('drafts')) > 0;
