// Opens the lock: by the code, a passkey or the twelve words. Then the screen that it stands for comes.
import { stopNotices } from '../../data/erase/wipe.js';
import { eraseLocked } from '../../data/lock/turn.js';
import { unwrapBySecret } from '../../data/lock/wrapped_key.js';
import { readSettings } from '../../data/settings.js';
import { all, onActs, one } from '../dom.js';
import { onSubmit, refuse } from '../forms.js';
import { facts, failed, say, words } from '../page.js';
import { onLongPress } from '../widgets/long_press.js';
import { keyOfCode, waitFromBefore } from './code.js';
import { hold } from './page_key.js';
import { secretOfPasskey } from './passkey.js';

/** @typedef {import('../../data/lock/lock_database.js').Lock} Lock */
/** @typedef {import('../lifecycle.js').Loaders} Loaders */

const { t } = words;
const form = () => /** @type {HTMLFormElement} */ (one('[data-unlock]'));
const box = () => /** @type {HTMLInputElement} */ (one('#code'));

/** The screen that the lock stands for, with the key in this page for it. @param {CryptoKey} key */
async function open(key) {
  hold(key);
  const isStart = location.pathname === facts.paths.start;
  const { language } = isStart ? await readSettings() : {};
  if (isStart && language && language !== facts.lang) location.replace(`/${language}/`);
  else if (location.pathname === facts.paths.lock) location.replace(facts.paths.start);
  else location.reload();
}

/** @param {Lock} lock */
async function tryCode(lock) {
  const key = await keyOfCode(lock, box());
  if (key) await open(key);
}

/** @param {Loaders} loaders @param {Lock} lock */
async function tryWords({ vaultCode }, { words: wrapped }) {
  const field = /** @type {HTMLTextAreaElement} */ (one('#words'));
  const code = await vaultCode().catch(() => null);
  if (!code) return say(t('Det her skal bruge net første gang. Dine ord er her stadig.'));
  const secret = code.secretOf(field.value);
  const key = secret && wrapped ? await unwrapBySecret(wrapped, secret, 'words') : null;
  return key ? open(key) : refuse(field, t('De ord passer ikke her. Se, om de er skrevet rigtigt.'));
}

/** @param {Lock} lock */
async function tryPasskey({ passkey }) {
  const secret = passkey && (await secretOfPasskey(passkey).catch(() => null));
  const key = secret && (await unwrapBySecret(passkey, secret, 'passkey'));
  return key ? open(key) : say(t('Det gik ikke. Brug din kode.'));
}

/**
 * Forget what is locked. Without its key nobody can withdraw its links; its reminders end with the address to
 * which they are sent.
 */
async function beginAnew() {
  await eraseLocked();
  await stopNotices();
  location.replace(facts.paths.copy);
}

/** The browser has lost what was locked: no code opens it. */
export const gone = () => onActs({ anew: beginAnew }, failed);

/**
 * The phone is locked.
 * @param {Loaders} loaders @param {Lock} lock @param {boolean} hasOpenHandOver
 */
export async function locked(loaders, lock, hasOpenHandOver) {
  one('[data-act=passkey]').hidden = !lock.passkey;
  one('[data-open-hand-over]').hidden = !hasOpenHandOver;
  one('[data-words]').hidden = !lock.words;
  onSubmit(form(), () => tryCode(lock), failed);
  onSubmit(/** @type {HTMLFormElement} */ (one('[data-words]')), () => tryWords(loaders, lock), failed);
  onActs({ passkey: () => tryPasskey(lock) }, failed);
  onLongPress(one('[data-erase]'), () => void beginAnew().catch(failed));
  await waitFromBefore();
  if (!all('details[open]').length) box().focus();
}
