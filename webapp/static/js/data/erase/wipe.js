// Removes everything that this app has stored in the browser. What another tab holds open is emptied at once,
// and goes when that tab closes.
import { deleteDB, openDB } from '../../../vendor/idb.js';
import { closeForGood } from '../storage/database.js';
import { within } from '../storage/time_limit.js';
import { ERASING } from './is_erasing.js';

const PREFIX = 'egne-ord';
/** Also what a browser does not list: it may list nothing, or be about to make one. */
const DATABASES = ['egne-ord', 'egne-ord-drafts', 'egne-ord-locked'];
/** The longest that one step may take: what is late goes on beside the next one. */
const STEP_MS = 5_000;

/** @template T @param {() => Promise<T>} work @returns {Promise<T | null>} */
const step = (work) => within(Promise.resolve().then(work), null, STEP_MS).catch(() => null);

async function databaseNames() {
  const found = (await indexedDB.databases?.())?.map(({ name = '' }) => name) ?? DATABASES;
  return found.filter((name) => name.startsWith(PREFIX) && name !== ERASING);
}

/** @param {string} name */
async function emptyDatabase(name) {
  const database = await openDB(name);
  const stores = [...database.objectStoreNames];
  try {
    if (!stores.length) return;
    const transaction = database.transaction(stores, 'readwrite', { durability: 'strict' });
    for (const store of stores) void transaction.objectStore(store).clear?.();
    await transaction.done;
  } finally {
    database.close();
  }
}

async function forgetPushes() {
  const registration = await navigator.serviceWorker?.getRegistration();
  const [subscription, notices = []] = await Promise.all([
    registration?.pushManager?.getSubscription(),
    registration?.getNotifications?.(),
  ]);
  for (const notice of notices) notice.close();
  await subscription?.unsubscribe();
}

/** No reminder reaches this phone any more. Never rejects. */
export const stopNotices = () => step(forgetPushes);

async function forgetWorkers() {
  const found = (await navigator.serviceWorker?.getRegistrations()) ?? [];
  await Promise.all(found.map((registration) => registration.unregister()));
}

const forgetCaches = async () =>
  Promise.all((await globalThis.caches?.keys())?.map((name) => caches.delete(name)) ?? []);

/** No database of this app is left. Nothing on this page is stored any more. Never rejects. */
export async function wipeDatabases() {
  closeForGood();
  const names = (await step(databaseNames)) ?? DATABASES;
  for (const name of names) await step(() => emptyDatabase(name));
  for (const name of new Set([...DATABASES, ...names])) await step(() => deleteDB(name));
}

/** Whether another page has begun anew since. Where a browser cannot tell, it may have. */
export const isBegunAnew = async () => Boolean((await step(databaseNames))?.length ?? true);

/** Nothing on this page is stored any more. Never rejects. */
export async function wipePhone() {
  await wipeDatabases();
  await stopNotices();
  await step(forgetWorkers); // first: one that is being installed would make a cache again
  await step(forgetCaches);
}
