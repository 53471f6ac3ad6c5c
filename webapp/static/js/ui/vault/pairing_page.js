// What both devices show of a pairing: one step at a time, the three words, and why it ended.
import { PairingError } from '../../data/pairing/pairing_error.js';
import { LISTS } from '../../../vendor/recovery_words.js';
import { all, one } from '../dom.js';
import { failed, words } from '../page.js';
import { stopCamera } from './scanner.js';

const { t } = words;
/** A step: the part of the section that is shown. @typedef {'off'|'code'|'scan'|'wait'|'words'|'agreed'} Step */

export const section = () => one('[data-pairing]');
let running = new AbortController();
/** What a press on one of the two answers does, while the words are shown. */
let answer = { same: () => {}, different: () => {} };

/** @param {string} sentence */
export const tell = (sentence) => {
  one('[data-pair-said]').textContent = sentence;
};

/** @param {Step} step @returns {HTMLElement | undefined} what takes the focus */
export function stand(step) {
  const { activeElement, body } = document;
  const hadFocus = activeElement === body || section().contains(activeElement);
  for (const part of all('[data-pair]', section()))
    part.hidden = !part.dataset.pair?.split(' ').includes(step);
  const next = all(`[data-pair~=${step}] :is([tabindex], .link-row button)`, section())[0];
  if (hadFocus) next?.focus();
  return next;
}

/** End the pairing of this page, if there is one. */
function leave() {
  running.abort();
  answer.different();
}

/** The pairing is done here: leaving the page takes back nothing that the other device has not fetched yet. */
export function release() {
  running = new AbortController();
}

/** Begin a pairing, and end the one before. */
export function begin() {
  leave();
  running = new AbortController();
  tell(t('Et øjeblik …'));
  let isSlow = false;
  return {
    signal: running.signal,
    isSlow: (/** @type {boolean} */ slow) => {
      if (slow !== isSlow) tell(slow ? t('Der er ikke net lige nu. Telefonen prøver selv igen.') : '');
      isSlow = slow;
    },
  };
}

/**
 * Show the words, and wait until the person says whether they are the same on both devices.
 * @param {number[]} numbers three places in the list @param {string} list its name @param {Step} next
 * @returns {Promise<void>} @throws {PairingError}
 */
export async function compare(numbers, list, next) {
  if (!Object.hasOwn(LISTS, list)) throw new PairingError('newer');
  one('[data-pair-words]').textContent = numbers.map((number) => LISTS[list]?.[number]).join(' ');
  tell('');
  stand('words');
  await new Promise((same, different) => {
    answer = { same: () => same(null), different: () => different(new PairingError('different')) };
  });
  stand(next);
}

const unanswered = () => t('Den anden telefon svarer ikke mere. Prøv igen med en ny kode.');
const mismatch = () => t('Noget passede ikke sammen. Prøv igen med en ny kode.');
/** @type {Record<import('../../data/pairing/pairing_error.js').PairingErrorCode, () => string>} */
const ENDS = {
  ended: () => '',
  foreign: () => t('Det er ikke koden fra den nye telefon. Prøv igen.'),
  newer: () => t('Hent den nye udgave af appen her først.'),
  'another-site': () => t('Koden er fra en anden side på nettet.'),
  stopped: unanswered,
  silent: unanswered,
  used: mismatch,
  changed: mismatch,
  failed: mismatch,
  different: () => t('Godt, du så efter. Prøv igen med en ny kode.'),
};

/** Say why a pairing ended. @param {unknown} error */
export function ended(error) {
  one('[data-pair-words]').textContent = ''; // show them no longer than necessary
  stand('off');
  tell(error instanceof PairingError ? ENDS[error.code]() : '');
  if (!(error instanceof PairingError)) failed(error);
}

/** Leave the pairing, on request or with the page. */
function stop() {
  stopCamera();
  leave();
  stand('off');
  tell('');
}

/** What the buttons of both devices do. */
export function pairingActs() {
  window.addEventListener('pagehide', stop);
  return { 'pair-same': () => answer.same(), 'pair-different': () => answer.different(), 'pair-stop': stop };
}
