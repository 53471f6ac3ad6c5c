// This phone's push address. Only the browser's own push service can use it, and only with our key.
import { addressFor, addressOf } from '../../data/reminders/push_address.js';

/** @typedef {import('../../data/reminders/push_address.js').PushAddress} PushAddress */
/**
 * `no`: this browser cannot. `home`: only the installed app can. `denied`: the person refused notifications.
 * @typedef {'yes'|'no'|'home'|'denied'} CanPush
 */

/** @returns {CanPush} */
export function canPush() {
  const isApple = /iPhone|iPad/.test(navigator.userAgent);
  if (!('serviceWorker' in navigator) || !('PushManager' in window) || !('Notification' in window))
    return isApple ? 'home' : 'no';
  return Notification.permission === 'denied' ? 'denied' : 'yes';
}

/** The current address; does not ask for one. @returns {Promise<PushAddress | null>} */
export async function pushAddress() {
  if (canPush() !== 'yes' || Notification.permission !== 'granted') return null;
  const subscription = await (await navigator.serviceWorker.ready).pushManager.getSubscription();
  return subscription && addressOf(subscription);
}

/**
 * Ask the person for permission, then the browser for an address. Must be called from a click handler.
 * @param {string} vapid the server's public key as base64url
 * @returns {Promise<PushAddress | null>} null when either refuses
 */
export async function askForPush(vapid) {
  if (canPush() !== 'yes' || (await Notification.requestPermission()) !== 'granted') return null;
  const { pushManager } = await navigator.serviceWorker.ready;
  return addressFor(pushManager, vapid).catch(() => null);
}
