// Helps to install the app: one press if the browser can do it, otherwise the steps for this browser alone.
import { all, onActs, one } from '../dom.js';
import { flags, showName } from '../elsewhere.js';
import { failed, say, words } from '../page.js';

/** @typedef {Event & {prompt: () => Promise<{outcome: string}>}} InstallEvent */

/** @type {InstallEvent | null} */
let offer = null;
const button = () => one('[data-act=install]');

/** @param {Event} event */
function showOffer(event) {
  event.preventDefault();
  offer = /** @type {InstallEvent} */ (event);
  button().hidden = false;
}

/** @type {import('../dom.js').Acts} */
const acts = {
  install: async () => {
    await offer?.prompt();
    offer = null;
    button().hidden = true;
  },
};

/**
 * Install the app under its own name, or under one that says nothing. The system reads the name when the
 * person installs it.
 * @param {string} called '' for the app's own name
 */
function choose(called) {
  if (called) flags.called = one('[data-name-choice]').dataset.notes ?? '';
  else delete flags.called;
  showName();
}

function offerNames() {
  for (const radio of /** @type {HTMLInputElement[]} */ (all('[name=called]'))) {
    radio.checked = Boolean(radio.value) === Boolean(flags.called);
    radio.addEventListener('change', () => choose(radio.value));
  }
}

/**
 * Whether the page is open inside another app, such as Facebook. There the words can get lost. Such an app names
 * itself, or is no whole browser: on an iPhone it then lacks the word Safari, and so does the installed app.
 * @param {string} userAgent
 */
function isInsideApp(userAgent) {
  const isInstalled = matchMedia('(display-mode: standalone)').matches;
  const isBare = /iPhone|iPad/.test(userAgent) && !/Safari\//.test(userAgent);
  return !isInstalled && (isBare || /FB(AN|AV|_IAB)|Messenger|Instagram|; wv\)/.test(userAgent));
}

/** Starts the screen. */
export function start() {
  window.addEventListener('beforeinstallprompt', showOffer);
  window.addEventListener('appinstalled', () => say(words.t('Nu ligger Egne ord på din telefon.')));
  onActs(acts, failed);
  offerNames();
  const { userAgent } = navigator;
  const place = /iPhone|iPad/.test(userAgent)
    ? 0
    : /SamsungBrowser/.test(userAgent)
      ? 2
      : /Android.*Firefox/.test(userAgent)
        ? 3
        : /Android/.test(userAgent)
          ? 1
          : 4;
  one('[data-page=inside]').hidden = !isInsideApp(userAgent);
  const guides = /** @type {HTMLDetailsElement[]} */ (all('.install details'));
  const others = /** @type {HTMLDetailsElement} */ (guides.pop());
  for (const guide of guides.splice(place, 1)) guide.open = true;
  others.append(...guides);
  others.hidden = false;
}
