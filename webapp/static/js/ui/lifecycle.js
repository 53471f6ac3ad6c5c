// What every screen does: keeps the app for offline use, offers the new version, leaves quickly, and stays handed over.
import { h } from '../core/markup/tree.js';
import { whenSilent, within } from '../data/storage/time_limit.js';
import { StorageError } from '../data/storage/storage_error.js';
import { all, one, toDom } from './dom.js';
import { carry, failed, idHere, say, words } from './page.js';
import { handOver, isHandedOver } from './handed_over.js';

/** How code that a first visit does not need is fetched; each throws where it is not here yet. */
/** @typedef {{secondaryCode: () => Promise<typeof import('../secondary.js')>, vaultCode: () => Promise<typeof import('../vault.js')>}} Loaders */
/** Starts a screen. @typedef {(loaders: Loaders) => unknown} Screen */

/** Screens add what must be saved before the app starts anew or is left. @type {(() => Promise<boolean>)[]} */
export const beforeUnload = [];
/** However slow the phone is, the way out takes no longer. */
const LEAVING_MS = 500;
/** What is not saved by then is not saved: nothing on a screen waits longer for that. */
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
  const call = /** @type {HTMLElement} */ (
    toDom(
      h(
        'div',
        { class: 'notice update', role: 'status' },
        h('p', {}, t('Ny udgave er klar')),
        h('p', { class: 'hint' }, t('Den venter, til du har tid.')),
      ),
    )
  );
  call.append(button);
  one('[data-calls]').replaceChildren(call);
}

/** @param {ServiceWorkerRegistration} registration @param {HTMLElement} button */
async function restart(registration, button) {
  // Threat: a reload over words that are not saved. Then the old version stays.
  if ((await saveAll()).includes(false)) {
    button.before(toDom(h('p', {}, words.t('Dine ord er ikke gemt endnu. Derfor venter den nye udgave.'))));
    return;
  }
  navigator.serviceWorker.addEventListener('controllerchange', () => location.reload(), { once: true });
  registration.waiting?.postMessage('use-new-version');
}

/** As a trusted URL where the browser asks for one. Only the script that starts the screen may make the policy: a page has one of a name. */
function workerUrl() {
  /** @type {{createPolicy: (name: string, rules: {createScriptURL: (url: string) => string}) => {createScriptURL: (url: string) => string}} | undefined} */
  const trustedTypes = Reflect.get(globalThis, 'trustedTypes');
  return trustedTypes
    ? trustedTypes
        .createPolicy('egne-ord', { createScriptURL: (url) => (url === '/sw.js' ? url : '') })
        .createScriptURL('/sw.js')
    : '/sw.js';
}

async function keepOffline() {
  if (!('serviceWorker' in navigator)) return;
  // From the second visit on the phone keeps what a first one does not need.
  if (navigator.serviceWorker.controller) navigator.serviceWorker.controller.postMessage('keep-the-rest');
  const registration = await navigator.serviceWorker.register(workerUrl(), { updateViaCache: 'none' });
  offerNewVersion(registration);
  registration.addEventListener('updatefound', () => {
    registration.installing?.addEventListener('statechange', () => offerNewVersion(registration));
  });
}

/** Before the screen is left, so that what is on it never flashes up behind the hand-over. */
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
      document.body.hidden = true; // nothing to see from the first moment; then the last letters are saved
      const leave = () => location.replace('/ud');
      void Promise.race([saveAll(), new Promise((wake) => setTimeout(wake, LEAVING_MS))]).then(leave, leave);
    });
  }
}

function skipToContent() {
  for (const link of all('[data-skip]')) {
    link.addEventListener('click', (event) => {
      event.preventDefault(); // the fragment names a statement
      one('main').focus();
    });
  }
}

/**
 * Run a screen, unless the phone is handed over.
 * @param {Screen} screen @param {Loaders} loaders for screens that need more code
 * @param {() => Promise<unknown>} background what runs beside the screen, once the page is loaded
 */
export function open(screen, loaders, background) {
  if (isHandedOver(words.paths.handover)) return;
  if (idHere()) carry(idHere());
  markHandOver();
  leaveQuickly();
  skipToContent();
  window.addEventListener('hashchange', () => location.reload());
  whenSilent((isSilent) => (isSilent ? failed(new StorageError('silent')) : say('')));
  Promise.resolve(loaders).then(screen).catch(failed);
  // Without a worker the app still works; it only needs the network to open.
  const later = () => void Promise.allSettled([keepOffline(), background()]);
  if (document.readyState === 'complete') later();
  else window.addEventListener('load', later, { once: true });
}
