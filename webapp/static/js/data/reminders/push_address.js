// The push subscription of this phone, bound to the server's key, and how the server learns of it.
import { reminderKey } from './reminders.js';
import { toBase64url } from '../sealing/base64url.js';

/** @typedef {{endpoint: string, p256dh: string, auth: string}} PushAddress */

/** The server's public key, in its HTML fragment. */
const VAPID = /data-vapid="([\w-]+)"/;

/** @param {PushSubscription} subscription @returns {PushAddress} */
export function addressOf(subscription) {
  const key = (/** @type {PushEncryptionKeyName} */ name) =>
    toBase64url(new Uint8Array(subscription.getKey(name) ?? new ArrayBuffer(0)));
  return { endpoint: subscription.endpoint, p256dh: key('p256dh'), auth: key('auth') };
}

/**
 * Whether it was made for another key: the server cannot push to it.
 * @param {PushSubscription} subscription @param {string} vapid
 */
function isForAnotherKey({ options }, vapid) {
  const key = options?.applicationServerKey;
  return Boolean(key) && toBase64url(new Uint8Array(/** @type {ArrayBuffer} */ (key))) !== vapid;
}

/**
 * An address that this server can push to: the present one, or a new one bound to its key.
 * @param {PushManager} manager @param {string} vapid the server's public key as base64url
 * @returns {Promise<PushAddress>}
 */
export async function addressFor(manager, vapid) {
  const present = await manager.getSubscription();
  if (present && !isForAnotherKey(present, vapid)) return addressOf(present);
  await present?.unsubscribe();
  return addressOf(await manager.subscribe({ userVisibleOnly: true, applicationServerKey: vapid }));
}

/**
 * Tell the server that this phone still listens, and its address if there is one.
 * @param {string} lang @param {PushAddress | null} address
 * @returns {Promise<{vapid: string, isWanted: boolean}>} its key, and whether it has reminders to send
 */
export async function reportAddress(lang, address) {
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  const body = new URLSearchParams({ key: await reminderKey(), zone, ...address });
  const answer = await fetch(`/reminders/${lang}/list`, {
    method: 'POST',
    body,
    credentials: 'omit',
    cache: 'no-store',
    redirect: 'error',
  });
  if (!answer.ok) throw new Error('no list of reminders');
  const list = await answer.text();
  return { vapid: VAPID.exec(list)?.[1] ?? '', isWanted: list.includes('data-reminder=') };
}
