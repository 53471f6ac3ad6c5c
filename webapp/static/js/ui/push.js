// This phone's address for pushes, from its browser. Only the browser's own push service can use it, and only with our key.
import { toBase64url } from '../data/vault/base64url.js';

/** @typedef {{endpoint: string, p256dh: string, auth: string}} PushAddress */
/** `no`: this browser cannot. `home`: only the installed app can. `denied`: the person said no to notices. @typedef {'yes'|'no'|'home'|'denied'} CanPush */

/** @returns {CanPush} */
export function canPush() {
  const isApple = /iPhone|iPad/.test(navigator.userAgent);
  if (!('serviceWorker' in navigator) || !('PushManager' in window) || !('Notification' in window)) return isApple ? 'home' : 'no';
  return Notification.permission === 'denied' ? 'denied' : 'yes';
}

/** @param {PushSubscription} subscription @returns {PushAddress} */
function addressOf(subscription) {
  const key = (/** @type {PushEncryptionKeyName} */ name) => toBase64url(new Uint8Array(subscription.getKey(name) ?? new ArrayBuffer(0)));
  return { endpoint: subscription.endpoint, p256dh: key('p256dh'), auth: key('auth') };
}

/** The address as it is now, without asking for one. @returns {Promise<PushAddress | null>} */
export async function pushAddress() {
  if (canPush() !== 'yes' || Notification.permission !== 'granted') return null;
  const subscription = await (await navigator.serviceWorker.ready).pushManager.getSubscription();
  return subscription && addressOf(subscription);
}

/**
 * Ask the person, and then the browser, for an address. Must be called from a press.
 * @param {string} vapid the server's public key as base64url @returns {Promise<PushAddress | null>} null when either says no
 */
export async function askForPush(vapid) {
  if (canPush() !== 'yes' || (await Notification.requestPermission()) !== 'granted') return null;
  const { pushManager } = await navigator.serviceWorker.ready;
  const choices = { userVisibleOnly: true, applicationServerKey: vapid };
  const old = await pushManager.getSubscription();
  if (old) return addressOf(old);
  return pushManager.subscribe(choices).then(addressOf, () => null);
}
