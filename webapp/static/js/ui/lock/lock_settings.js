// Turns the lock on and off, and sets it: when it locks, by what it opens, and whether the hand-over is open.
import { changeLock, putOpenHandOver, readLock, readOpenHandOver } from '../../data/lock/lock_database.js';
import { openHandOver } from '../../data/lock/open_hand_over.js';
import { markAgain, turnOff, turnOn } from '../../data/lock/turn.js';
import { wrapByCode, wrapBySecret } from '../../data/lock/wrapped_key.js';
import { choose as chooseSetting } from '../../data/settings.js';
import { storageError } from '../../data/storage/storage_error.js';
import { all, onActs, one } from '../dom.js';
import { write } from '../editing/form_fields.js';
import { onSubmit, refuse } from '../forms.js';
import { facts, failed, say, words } from '../page.js';
import { useMinutes } from './away.js';
import { keyOfCode } from './code.js';
import { comeInside, goOutside } from './outside.js';
import { hold } from './page_key.js';
import { makePasskey, mayHavePasskey } from './passkey.js';

/** @typedef {import('../lifecycle.js').Loaders} Loaders */

const { t } = words;
/** Shorter ones are guessed by hand. */
const SHORTEST = 4;

/** @param {string} selector */
const field = (selector) => /** @type {HTMLInputElement} */ (one(selector));
/** @param {string} form */
const minutesIn = (form) => Number(field(`${form} [name=minutes]:checked`).value);

/** A new code that may be used; false says why not. @param {HTMLInputElement} box */
function isGood(box) {
  if (box.value.trim().length >= SHORTEST) return true;
  refuse(box, t('Den skal være på mindst fire tegn.'));
  return false;
}

/** Why something did not happen: no word was at stake. @param {unknown} error */
function notDone(error) {
  const { code } = storageError(error);
  if (code === 'quota')
    return say(t('Telefonen er for fuld til det. Dine ord er her som før. Gør lidt plads, og prøv igen.'));
  return code === 'failed' ? say(t('Det gik ikke lige nu. Luk andre faner, og prøv igen.')) : failed(error);
}

/** Show how the lock is set. */
export async function showChoices() {
  const [{ minutes, passkey }, open] = await Promise.all([readLock(), readOpenHandOver()]);
  const choice = /** @type {HTMLInputElement[]} */ (all('[data-choices] [name=minutes]'));
  for (const each of choice) each.checked = Number(each.value) === minutes;
  field('[name=open]').checked = Boolean(open);
  one('[data-act=add-passkey]').hidden = Boolean(passkey) || !mayHavePasskey();
  one('[data-act=remove-passkey]').hidden = !passkey;
}

/** @param {Loaders} loaders @param {() => Promise<unknown>} again */
async function turnOnNow({ secondaryCode }, again) {
  const [code, same] = [field('#new-code'), field('#again')];
  if (!isGood(code)) return;
  if (code.value !== same.value) return void refuse(same, t('De to er ikke ens.'));
  say(t('Et øjeblik …'));
  const { recoverDrafts } = await secondaryCode();
  await recoverDrafts();
  const isOn = await turnOn(code.value, minutesIn('[data-turn-on]'), { hold, recoverDrafts });
  navigator.serviceWorker.controller?.postMessage('keep-the-rest'); // the lock must open without a network
  for (const box of [code, same]) write(box, '');
  if (isOn) await chooseSetting({ lock_asked: true }); // the start screen offers it to nobody who has it
  await again();
  say(isOn ? t('Nu er appen låst med din kode.') : t('Det gik ikke lige nu. Luk andre faner, og prøv igen.'));
}

/** The key, if the code that holds now is typed right: an open app alone is not enough to change the lock. */
async function keyByCode() {
  const box = field('#now');
  const key = await keyOfCode(await readLock(), box);
  if (key) write(box, '');
  return key;
}

async function changeCode() {
  const next = field('#next');
  if (!isGood(next)) return;
  const key = await keyByCode();
  if (!key) return;
  await changeLock({ code: await wrapByCode(key, next.value) });
  write(next, '');
  say(t('Nu gælder den nye kode.'));
}

/** @param {Loaders} loaders @param {() => Promise<unknown>} again */
async function turnOffNow({ secondaryCode }, again) {
  const key = await keyByCode();
  if (!key) return;
  await (await secondaryCode()).recoverDrafts();
  const isOff = await turnOff(key);
  if (isOff) hold(null);
  await again();
  say(isOff ? t('Låsen er slået fra.') : t('Det gik ikke lige nu. Luk andre faner, og prøv igen.'));
}

/** Whether the hand-over opens without the code. @param {boolean} isOpen */
async function chooseOpen(isOpen) {
  await (isOpen ? openHandOver(facts.lang) : putOpenHandOver(null));
  await markAgain();
}

/** @param {EventTarget | null} target */
async function choose(target) {
  const { name, value, checked } = /** @type {HTMLInputElement} */ (target);
  if (name === 'open') await chooseOpen(checked);
  if (name === 'minutes') {
    await changeLock({ minutes: Number(value) });
    useMinutes(Number(value));
  }
  say(t('Gemt på din telefon'));
}

/** Threat: whoever holds an open phone for a moment would add a key of their own. */
async function addPasskey() {
  const box = field('#now');
  one('details', one('[data-when=on]')).toggleAttribute('open', true);
  if (!box.value) {
    box.focus();
    return void refuse(box, t('Skriv først din kode nedenfor. Tryk så på knappen igen.'));
  }
  const key = await keyByCode();
  if (!key) return undefined;
  goOutside();
  const made = await makePasskey()
    .catch(() => null)
    .finally(comeInside);
  if (!made) return say(t('Det kan den her telefon ikke. Brug din kode.'));
  const { secret, ...passkey } = made;
  const wrapped = await wrapBySecret(key, secret, 'passkey');
  await changeLock({ passkey: { ...passkey, ...wrapped } });
  await showChoices();
  return say(t('Nu kan du låse op med finger eller ansigt. Koden virker stadig.'));
}

/** @param {Loaders} loaders @param {() => Promise<unknown>} again shows what holds now */
export function lockSettings(loaders, again) {
  const form = (/** @type {string} */ name) => /** @type {HTMLFormElement} */ (one(name));
  onSubmit(form('[data-turn-on]'), () => turnOnNow(loaders, again), notDone);
  onSubmit(form('[data-change]'), changeCode, notDone);
  const showAgain = (/** @type {unknown} */ error) => showChoices().finally(() => notDone(error));
  form('[data-choices]').addEventListener('change', ({ target }) => {
    void choose(target).catch(showAgain).catch(notDone);
  });
  onActs(
    {
      'turn-off': () => turnOffNow(loaders, again),
      'add-passkey': addPasskey,
      'remove-passkey': async () => {
        await changeLock({ passkey: undefined });
        await showChoices();
        say(t('Nu er det kun koden, der låser op.'));
      },
    },
    notDone,
  );
}
