// What every screen does: caches the app, asks for a new version, leaves quickly, and stays handed over.
import { isClosedForGood } from '../data/storage/database.js';
import { whenSilent, within } from '../data/storage/time_limit.js';
import { useLock } from '../data/storage/sealed_database.js';
import { StorageError } from '../data/storage/storage_error.js';
import { all, one } from './dom.js';
import { carryId, failed, idHere, say, words } from './page.js';
import { HANDED_OVER } from '../data/handed_over.js';
import { flags, watchElsewhere } from './elsewhere.js';
import { leaver, offerQuickExit } from './quick_exit.js';

/**
 * Load the code that a first visit does not need. Each throws if its code is not cached and the network is
 * gone.
 * @typedef {{
 *   secondaryCode: () => Promise<typeof import('../secondary.js')>,
 *   vaultCode: () => Promise<typeof import('../vault.js')>,
 *   lockCode: () => Promise<typeof import('../app_lock.js')>,
 * }} Loaders
 */
/** Starts a screen. @typedef {(loaders: Loaders) => unknown} Screen */

/**
 * Screens add what saves their unsaved words; called before a restart or the quick exit.
 * @type {(() => Promise<boolean>)[]}
 */
export const beforeUnload = [];
/** A save that takes longer counts as failed: no screen waits longer for it. */
export const SAVING_MS = 5_000;

/** Save what every part of the screen holds; a part that could not is false. */
export const saveAll = () => Promise.all(beforeUnload.map((save) => within(save(), false, SAVING_MS)));

/** A hidden page paints no frame. */
const FRAME_MS = 200;
const painted = () =>
  within(new Promise((done) => requestAnimationFrame(() => setTimeout(done))), null, FRAME_MS);

/** @type {Promise<unknown>} */
let drawn = Promise.resolve();
/** Once the screen shows its words, or takes long: for what reads the phone's storage beside it. */
export const whenDrawn = () => drawn;

/** @typedef {{createScriptURL: (url: string) => string}} ScriptUrls */

/**
 * The worker's URL, as a trusted one where the browser requires that. Only the script that starts the screen
 * may create the policy, because a page can have only one policy of each name.
 */
function workerUrl() {
  /** @type {{createPolicy: (name: string, rules: ScriptUrls) => ScriptUrls} | undefined} */
  const trustedTypes = Reflect.get(globalThis, 'trustedTypes');
  return trustedTypes
    ? trustedTypes
        .createPolicy('egne-ord', { createScriptURL: (url) => (url === '/sw.js' ? url : '') })
        .createScriptURL('/sw.js')
    : '/sw.js';
}

/** @param {Loaders} loaders */
async function keepOffline(loaders) {
  if (!('serviceWorker' in navigator)) return;
  // From the second visit on, the worker also caches what a first visit does not need.
  if (navigator.serviceWorker.controller) navigator.serviceWorker.controller.postMessage('keep-the-rest');
  const registration = await navigator.serviceWorker.register(workerUrl());
  // A version that waits is offered, and one that was refused is told of. A first visit has neither, so its
  // script does not hold the code for that.
  /** @param {Event} [event] */
  const offer = async (event) => {
    const isRefused = /** @type {ServiceWorker} */ (event?.target)?.state === 'redundant';
    if (isRefused || (registration.waiting && navigator.serviceWorker.controller))
      (await loaders.secondaryCode()).offerNewVersion(registration);
  };
  registration.addEventListener('updatefound', () => {
    registration.installing?.addEventListener('statechange', offer, { once: true });
  });
  await offer();
}

/** The other tabs are told before this screen is left; the worker keeps it when it answers. */
function markHandOver() {
  for (const link of all(`a[href^="${words.paths.handover}"]`)) {
    const { pathname } = /** @type {HTMLAnchorElement} */ (link);
    link.addEventListener('click', () => {
      flags[HANDED_OVER] = `${pathname}#${idHere()}`;
    });
  }
}

function skipToContent() {
  for (const link of all('[data-skip]')) {
    link.addEventListener('click', (event) => {
      event.preventDefault(); // the fragment is for a statement's id
      one('main').focus();
    });
  }
}

/**
 * Run a screen, unless the phone is handed over.
 * @param {Screen} screen @param {Loaders} loaders for screens that need more code
 * @param {() => Promise<unknown>} background jobs to run once the page has loaded and shows its words
 */
export function openScreen(screen, loaders, background) {
  useLock(async (...database) => (await loaders.lockCode()).unseal(loaders, ...database));
  const leave = leaver(saveAll);
  if (watchElsewhere(leave)) return;
  if (idHere()) carryId(idHere());
  markHandOver();
  offerQuickExit(leave);
  skipToContent();
  window.addEventListener('hashchange', () => location.reload());
  whenSilent((isSilent) => (isSilent ? failed(new StorageError('silent')) : say('')));
  drawn = within(Promise.resolve(loaders).then(screen).catch(failed), null).then(painted);
  // Without a service worker the app still works, but needs the network to open.
  // Threat: a page that has erased everything would cache the app again, after the last thing was gone.
  const keep = () => (isClosedForGood() ? null : Promise.allSettled([keepOffline(loaders), background()]));
  const later = () => void drawn.then(keep);
  if (document.readyState === 'complete') later();
  else window.addEventListener('load', later, { once: true });
}
