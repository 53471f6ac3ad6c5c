// Locks when the person leaves the app, and covers the page while it is hidden: no frame of it is painted when
// it returns after the chosen time.
import { draftsStored } from '../../data/lock/sealed_drafts.js';
import { within } from '../../data/storage/time_limit.js';
import { saveAll } from '../lifecycle.js';
import { all } from '../dom.js';
import { blank, flags, silence } from '../elsewhere.js';
import { LONGEST_MS, isOutside, watchOutside } from './outside.js';
import { isOver, now } from './two_clocks.js';
import { forgetKey, giveKeyWhile, heldKey } from './page_key.js';

const MINUTE_MS = 60_000;
/** A save that takes longer is left to the draft. */
const SAVE_MS = 2_000;
/** Back within the app restores a page that was left only now. */
const BACK_MS = 3_000;
/** Other tabs hear of it meanwhile. */
const OTHERS_MS = 150;
const LEFT = 'left-at';
/** How often a hidden page looks at the clocks: before one is set, if the phone slept. */
const LOOK_MS = 5_000;
/** How often the app was locked by hand, in localStorage: a page that is just opening hears no message. */
const LOCKS = 'locks';

/** Minutes that the person may be away. */
let minutes = 0;
/** When this page was hidden. */
let left = now();
let isAway = false;
let looking = 0;

/** Whether the chosen time has passed. */
const isTimeOver = () => isOver(left, minutes * MINUTE_MS) && !isOutside();

/** @param {boolean} isCovered */
export function cover(isCovered) {
  document.body.style.opacity = isCovered ? '0' : ''; // hiding it would take the focus from what is written
  if (isCovered) silence();
}

const tabs = 'BroadcastChannel' in globalThis ? new BroadcastChannel('egne-ord-lock') : null;
let isLocking = false;

/** Give the key to no page from now on. @returns {boolean} whether this page was open */
function beginLocking() {
  if (isLocking || !heldKey()) return false;
  isLocking = true;
  cover(true);
  document.body.inert = true; // out of reach of copying, finding and screen readers
  return true;
}

/**
 * Save, forget the key, and let the worker answer with the lock.
 * @param {() => Promise<unknown>} [tell] called once neither this page nor the worker has the key
 */
async function finishLocking(tell = async () => {}) {
  const saved = await within(saveAll(), [false], SAVE_MS).catch(() => [false]);
  await within(draftsStored(), null, SAVE_MS);
  await forgetKey();
  await tell();
  // Threat: who stops the reload would have the words in a covered page. Letters that could not be saved stay
  // in it, unseen, because its draft is read from the page as it goes.
  blank();
  if (saved.every(Boolean)) document.body.replaceChildren();
  location.reload();
}

export const locksSoFar = () => flags[LOCKS] ?? '0';

const lockThisPage = async () => beginLocking() && finishLocking();

/** Lock the pages that listen, and those that count the locks before they listen. */
async function tellOthers() {
  flags[LOCKS] = String(Number(locksSoFar()) + 1);
  tabs?.postMessage('lock');
  await new Promise((done) => setTimeout(done, OTHERS_MS));
}

/**
 * Lock every page of the app. The others stop giving their keys before this one asks for the lock. Threat: one
 * that began to open after the press had its key from the worker, and opened this one again. So all are told
 * twice, the second time when there is no key to be had.
 */
export async function lockNow() {
  if (!beginLocking()) return;
  await tellOthers();
  await finishLocking(tellOthers);
}

/** Lock the other pages: this one is handed over. */
export const lockOthers = () => tabs?.postMessage('lock');

function leave() {
  if (isAway) return;
  [isAway, left] = [true, now()];
  cover(true);
  if (isTimeOver()) return void lockThisPage();
  const most = Math.max(minutes * MINUTE_MS, isOutside() ? LONGEST_MS : 0);
  looking = setInterval(() => isTimeOver() && void lockThisPage(), Math.min(most, LOOK_MS));
  return undefined;
}

function comeBack() {
  if (!isAway || isLocking) return;
  if (isTimeOver()) return void lockThisPage();
  isAway = false;
  clearInterval(looking);
  return cover(false);
}

let isLeaving = false;

/** The page is left by a link or Back: it stays in memory for Back. */
function putAside() {
  isLeaving = true;
  left = now();
  cover(true);
  // Threat: Back from the lock to a page that the browser kept, since this one was left only now, too.
  sessionStorage.setItem(LEFT, isLocking ? '' : `${left.steady} ${left.date}`);
}

/** Back: within the app the page before was left only now. */
function restored() {
  isLeaving = false;
  const [steady = NaN, date = NaN] = (sessionStorage.getItem(LEFT) ?? '').split(' ').map(Number);
  if (isOver({ steady, date }, Math.max(minutes * MINUTE_MS, BACK_MS))) void lockThisPage();
  else cover(false);
}

let isWatching = false;

/**
 * From now on, leaving locks.
 * @param {string} locks how often the app was locked by hand before this page asked for the key
 * @param {import('../../data/lock/lock_database.js').SealedDatabase} database
 */
export async function watch(locks, database) {
  const lock = await database.get('lock', 'lock');
  if (isWatching) return; // only now: a phone that did not answer is asked again
  isWatching = true;
  ({ minutes } = lock);
  watchOutside();
  giveKeyWhile(() => !(isAway && isTimeOver()) && !isLocking && locks === locksSoFar());
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'visible') comeBack();
    else if (!isLeaving) leave();
  });
  if (document.visibilityState === 'hidden') leave(); // it was hidden before this listened
  window.addEventListener('pagehide', putAside);
  window.addEventListener('pageshow', ({ persisted }) => persisted && restored());
  tabs?.addEventListener('message', () => void lockThisPage());
  if (locks !== locksSoFar()) void lockThisPage();
  for (const button of all('[data-lock-now]')) {
    button.hidden = false;
    button.addEventListener('click', () => void lockNow());
  }
}

/** @param {number} chosen */
export const useMinutes = (chosen) => {
  minutes = chosen;
};
