// What every screen does: caches the app, offers a new version, leaves quickly, and stays handed over.
import { h } from '../core/markup/tree.js';
import { whenSilent, within } from '../data/storage/time_limit.js';
import { StorageError } from '../data/storage/storage_error.js';
import { all, one, toDom } from './dom.js';
import { carryId, failed, idHere, say, words } from './page.js';
import { handOver, redirectIfHandedOver } from './handed_over.js';

/**
 * Load the code that a first visit does not need. Each throws if its code is not cached and the network is
 * gone.
 * @typedef {{
 *   secondaryCode: () => Promise<typeof import('../secondary.js')>,
 *   vaultCode: () => Promise<typeof import('../vault.js')>,
 * }} Loaders
 */
/** Starts a screen. @typedef {(loaders: Loaders) => unknown} Screen */

/**
 * Screens add what saves their unsaved words; called before a restart or the quick exit.
 * @type {(() => Promise<boolean>)[]}
 */
export const beforeUnload = [];
/** The quick exit waits no longer than this for a save, however slow the phone is. */
const LEAVING_MS = 500;
/** A save that takes longer counts as failed: no screen waits longer for it. */
export const SAVING_MS = 5_000;

const saveAll = () => Promise.all(beforeUnload.map((save) => within(save(), false, SAVING_MS)));

/** @param {ServiceWorkerRegistration} registration */
function offerNewVersion(registration) {
  if (!registration.waiting || !navigator.serviceWorker.controller) return;
  const { t } = words;
  const button = /** @type {HTMLElement} */ (
    toDom(h('button', { type: 'button', class: 'button' }, t('Brug den nye')))
  );
  button.addEventListener('click', () => void restart(registration, button));
  const notice = /** @type {HTMLElement} */ (
    toDom(
      h(
        'div',
        { class: 'notice update', role: 'status' },
        h('p', {}, t('Ny udgave er klar')),
        h('p', { class: 'hint' }, t('Den venter, til du har tid.')),
      ),
    )
  );
  notice.append(button);
  one('[data-calls]').replaceChildren(notice);
}

/** @param {ServiceWorkerRegistration} registration @param {HTMLElement} button */
async function restart(registration, button) {
  // Threat: a reload would lose words that are not saved, so the old version stays until they are.
  if ((await saveAll()).includes(false)) {
    button.before(toDom(h('p', {}, words.t('Dine ord er ikke gemt endnu. Derfor venter den nye udgave.'))));
    return;
  }
  navigator.serviceWorker.addEventListener('controllerchange', () => location.reload(), { once: true });
  registration.waiting?.postMessage('use-new-version');
}

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

async function keepOffline() {
  if (!('serviceWorker' in navigator)) return;
  // From the second visit on, the worker also caches what a first visit does not need.
  if (navigator.serviceWorker.controller) navigator.serviceWorker.controller.postMessage('keep-the-rest');
  const registration = await navigator.serviceWorker.register(workerUrl(), { updateViaCache: 'none' });
  offerNewVersion(registration);
  registration.addEventListener('updatefound', () => {
    registration.installing?.addEventListener('statechange', () => offerNewVersion(registration));
  });
}

/** Set the flag before this screen is left, so that its words never flash up behind the hand-over. */
function markHandOver() {
  for (const link of all(`a[href^="${words.paths.handover}"]`)) {
    link.addEventListener(
      'click',
      ({ ctrlKey, metaKey, shiftKey }) => ctrlKey || metaKey || shiftKey || handOver(idHere()),
    );
  }
}

function leaveQuickly() {
  for (const link of all('[data-way-out]')) {
    link.addEventListener('click', (event) => {
      event.preventDefault();
      document.body.hidden = true; // hide everything at once; then save the last letters
      const leave = () => location.replace('/ud');
      void Promise.race([saveAll(), new Promise((wake) => setTimeout(wake, LEAVING_MS))]).then(leave, leave);
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
 * @param {() => Promise<unknown>} background jobs to run beside the screen once the page has loaded
 */
export function openScreen(screen, loaders, background) {
  if (redirectIfHandedOver(words.paths.handover)) return;
  if (idHere()) carryId(idHere());
  markHandOver();
  leaveQuickly();
  skipToContent();
  window.addEventListener('hashchange', () => location.reload());
  whenSilent((isSilent) => (isSilent ? failed(new StorageError('silent')) : say('')));
  Promise.resolve(loaders).then(screen).catch(failed);
  // Without a service worker the app still works, but needs the network to open.
  const later = () => void Promise.allSettled([keepOffline(), background()]);
  if (document.readyState === 'complete') later();
  else window.addEventListener('load', later, { once: true });
}
