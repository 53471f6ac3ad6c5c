// Helps to install the app: one press if the browser can do it, otherwise the steps for this browser alone.
import { all, onActs, one } from '../dom.js';
import { flags } from '../elsewhere.js';
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
 * person installs it; titles follow at the next page.
 * @param {string} called '' for the app's own name
 */
function choose(called) {
  const place = one('[data-name-choice]');
  const isPlain = called === 'notes';
  setHref('link[rel=manifest]', `/${words.lang}/${isPlain ? 'notes' : 'manifest'}.webmanifest`);
  setHref('link[rel=apple-touch-icon]', (isPlain && place.dataset.touch) || touchIcon);
  if (isPlain) flags.called = place.dataset.notes ?? '';
  else delete flags.called;
  document.title = document.title.replace(/[^·]+$/, ` ${flags.called ?? 'Egne ord'}`);
}

/** @param {string} selector @param {string} href */
const setHref = (selector, href) => {
  /** @type {HTMLLinkElement} */ (one(selector)).href = href;
};

let touchIcon = '';

function offerNames() {
  touchIcon = /** @type {HTMLLinkElement} */ (one('link[rel=apple-touch-icon]')).href;
  for (const radio of /** @type {HTMLInputElement[]} */ (all('[name=called]'))) {
    radio.checked = Boolean(radio.value) === Boolean(flags.called);
    radio.addEventListener('change', () => choose(radio.value));
  }
  if (flags.called) choose('notes');
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
  const guides = /** @type {HTMLDetailsElement[]} */ (all('.install details'));
  const others = /** @type {HTMLDetailsElement} */ (guides.pop());
  for (const guide of guides.splice(place, 1)) guide.open = true;
  others.append(...guides);
  others.hidden = false;
}
