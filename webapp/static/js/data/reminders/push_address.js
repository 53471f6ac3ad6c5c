// Where pushes reach this phone: an address bound to the server's key, and what the server is told of it.
import { reminderKey } from './reminders.js';
import { toBase64url } from '../sealing/base64url.js';

/** @typedef {{endpoint: string, p256dh: string, auth: string}} PushAddress */

/** The server's public key, as its fragment names it. */
const VAPID = /data-vapid="([\w-]+)"/;

/** @param {PushSubscription} subscription @returns {PushAddress} */
export function addressOf(subscription) {
  const key = (/** @type {PushEncryptionKeyName} */ name) =>
    toBase64url(new Uint8Array(subscription.getKey(name) ?? new ArrayBuffer(0)));
  return { endpoint: subscription.endpoint, p256dh: key('p256dh'), auth: key('auth') };
}

/**
 * Whether it was made for another key: the server cannot ring it.
 * @param {PushSubscription} subscription @param {string} vapid
 */
function isForAnother({ options }, vapid) {
  const own = options?.applicationServerKey;
  return Boolean(own) && toBase64url(new Uint8Array(/** @type {ArrayBuffer} */ (own))) !== vapid;
}

/**
 * An address that this server can ring: the one there is, or a new one where it has another key by now.
 * @param {PushManager} manager @param {string} vapid the server's public key as base64url
 * @returns {Promise<PushAddress>}
 */
export async function addressFor(manager, vapid) {
  const old = await manager.getSubscription();
  if (old && !isForAnother(old, vapid)) return addressOf(old);
  await old?.unsubscribe();
  return addressOf(await manager.subscribe({ userVisibleOnly: true, applicationServerKey: vapid }));
}

/**
 * Tell the server that this phone is here, and perhaps where it is reached.
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
  if (!answer.ok) throw new Error('the list did not come');
  const list = await answer.text();
  return { vapid: VAPID.exec(list)?.[1] ?? '', isWanted: list.includes('data-reminder=') };
}
