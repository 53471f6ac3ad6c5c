// Tries a typed code, and makes wrong ones wait: on the lock, and where an open app asks for the code again.
import { tryOnce, waitAfter, wrongTries } from '../../data/lock/tries.js';
import { unwrapByCode } from '../../data/lock/wrapped_key.js';
import { write } from '../editing/form_fields.js';
import { refuse } from '../forms.js';
import { say, words } from '../page.js';

const { t } = words;

/** Wrong tries so far, and when the wait after them began. A new page begins it anew. */
const wait = { wrong: 0, since: 0 };

const isTime = () => performance.now() - wait.since >= waitAfter(wait.wrong);

/** @param {number} wrong */
function waitFrom(wrong) {
  [wait.wrong, wait.since] = [wrong, performance.now()];
  const ms = waitAfter(wrong);
  if (!ms) return;
  say(t('Vent lidt. Så kan du prøve igen.'));
  setTimeout(() => isTime() && say(t('Nu kan du prøve igen.')), ms);
}

/** Wait for what was tried before this page. */
export const waitFromBefore = async () => waitFrom(await wrongTries());

/**
 * @param {import('../../data/lock/lock_database.js').Lock} lock @param {HTMLInputElement} box where it is typed
 * @returns {Promise<CryptoKey | null>} null for a wrong code, and during a wait; the person is told
 */
export async function keyOfCode({ code }, box) {
  const typed = box.value;
  if (!isTime()) {
    say(t('Vent lidt. Så kan du prøve igen.'));
    return null;
  }
  const { opened, wrong, isEarly } = await tryOnce(wait.wrong, () => unwrapByCode(code, typed));
  if (opened) {
    waitFrom(0);
    return opened;
  }
  if (!isEarly) {
    write(box, '');
    box.focus();
    refuse(box, t('Den passer ikke. Prøv igen.'));
  }
  waitFrom(wrong);
  return null;
}
