// What was decided in another tab, or before this entry of the history: the phone is handed over, it was left
// quickly, or everything is erased. Then this page shows nothing, and goes where it belongs. Told through
// localStorage, which every tab reads at once, before it paints; guard.js reads it where no worker answers.
import { HANDED_OVER } from '../data/handed_over.js';
import { closeForGood } from '../data/storage/database.js';
import { one } from './dom.js';

/** How often this phone was left quickly. Each entry of the history knows how often it was before it. */
const LEFT = 'left';

/**
 * `handed-over`: the address of the hand-over, while the phone is handed over. `erasing`: while all of it is
 * erased. `called`: the name under which the app is installed, if not its own. Nothing is told where storage
 * is blocked; nothing is stored then either.
 * @returns {Record<string, string>}
 */
function openFlags() {
  try {
    return localStorage;
  } catch {
    return {};
  }
}
export const flags = openFlags();

/** Whatever hides the words stops the voice that reads them: a page may stay until it has saved. */
export const silence = () => globalThis.speechSynthesis?.cancel();

/** Show nothing and say nothing, before anything else happens (css/base.css). */
export function blank(isBlank = true) {
  document.documentElement.hidden = isBlank;
  if (isBlank) silence();
}

/** @param {string} place */
function go(place) {
  blank();
  location.replace(place);
}

const isOn = (/** @type {string} */ name) => document.documentElement.dataset.screen === name;
const timesLeft = () => Number(flags[LEFT] ?? 0);

/** The other tabs leave too. */
export const countExit = () => {
  flags[LEFT] = String(timesLeft() + 1);
};

/** An entry of the history that begins now. */
const stampHistory = () => history.replaceState({ ...history.state, [LEFT]: timesLeft() }, '');

/** Once everything is erased: a tab of another beginning. */
export function clearFlags() {
  for (const name of Object.keys(flags)) delete flags[name];
  stampHistory();
}

/**
 * Leave this page if it has no business on the screen. @param {() => void} leave quickly
 * @returns {boolean} whether it leaves
 */
function mustGo(leave) {
  const place = flags[HANDED_OVER];
  if ((history.state?.[LEFT] ?? timesLeft()) !== timesLeft()) leave();
  else if (place && !isOn('handover')) go(place);
  else return false;
  return true;
}

function eraseHere() {
  if (!flags.erasing || isOn('erase')) return;
  closeForGood(); // what is written here is not put down either
  go('about:blank');
}

/** What a page names for the browser: how the files begin for the app's own name, and for the other. */
const FILES = /** @type {const} */ ([
  ['manifest', '/manifest.', '/notes.'],
  ['apple-touch-icon', '/apple-', '/notes-'],
]);

/**
 * Show the name under which the app is installed. Each page says it to the browser too: one installs from any
 * page, and takes over what a page says later.
 */
export function showName() {
  document.title = document.title.replace(/[^·]+$/, ` ${flags.called ?? 'Egne ord'}`);
  for (const [rel, own, discreet] of FILES) {
    const link = /** @type {HTMLLinkElement} */ (one(`link[rel=${rel}]`));
    link.href = flags.called ? link.href.replace(own, discreet) : link.href.replace(discreet, own);
  }
}

/**
 * Look whether this page may be shown: now, and whenever another tab decides, or this one comes back.
 * @param {() => void} leave quickly @returns {boolean} whether it must not be shown
 */
export function watchElsewhere(leave) {
  const look = () => {
    eraseHere();
    return mustGo(leave);
  };
  window.addEventListener('storage', look);
  document.addEventListener('visibilitychange', look);
  // A page that Back restores from the browser's cache is blank until it has looked.
  window.addEventListener('pagehide', () => blank());
  window.addEventListener('pageshow', ({ persisted }) => persisted && !look() && blank(false));
  if (mustGo(leave)) return true;
  if (flags.called) showName();
  stampHistory();
  return false;
}
