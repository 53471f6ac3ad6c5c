// "Tilføj en telefon": the old device scans the code of a new one, and sends it the vault's secret once the
// person says that both show the same words.
import { languageOf } from '../../core/language/languages.js';
import { sendSecret } from '../../data/pairing/pairing.js';
import { readVault } from '../../data/vault/state.js';
import { one } from '../dom.js';
import { textIn, write } from '../editing/form_fields.js';
import { onSubmit } from '../forms.js';
import { failed, words } from '../page.js';
import { begin, compare, ended, pairingActs, release, section, stand, tell } from './pairing_page.js';
import { readCode } from './scanner.js';

/** @typedef {import('../../data/vault/state.js').Vault} Vault */

const { t, lang } = words;
const box = () => /** @type {HTMLInputElement} */ (one('#pair-code'));

/** The secret, read when it is sent and not before. */
async function secret() {
  const vault = await readVault();
  if (!vault) throw new Error('no vault');
  return vault.secret;
}

/** @param {string} text the code of the new device */
function answerCode(text) {
  const surroundings = begin();
  const { signal } = surroundings;
  let isSent = false;
  const ways = {
    ...surroundings,
    isSlow: (/** @type {boolean} */ slow) => isSent || surroundings.isSlow(slow),
    list: languageOf(lang).recovery_words,
    compare: (/** @type {number[]} */ numbers, /** @type {string} */ list) => compare(numbers, list, 'wait'),
    secret,
    sent: () => {
      isSent = true;
      release();
      stand('off');
      tell(t('Nu kan du gå videre på den anden telefon.'));
    },
  };
  stand('wait');
  void sendSecret(text, location.origin, ways).catch(
    (error) => isSent || signal.aborted || ended(error), // after the secret it only waits to clean up
  );
}

async function scan() {
  stand('scan');
  const text = await readCode(one('[data-scanner]')).catch(() => null);
  if (text) return answerCode(text);
  stand('off');
  return text === null && tell(t('Kameraet kan ikke bruges her. Kopiér koden i stedet.'));
}

function useTyped() {
  const text = textIn(box());
  write(box(), '');
  answerCode(text);
}

/** Offer to add a device while the vault is on and on the server. @param {Vault | null} vault */
export function offerDevice(vault) {
  section().hidden = !(vault?.made && vault.saved && !vault.leaving);
}

/** @returns {import('../dom.js').Acts} what the buttons do */
export function addingDevice() {
  onSubmit(/** @type {HTMLFormElement} */ (one('[data-pair-form]')), useTyped, failed);
  return { ...pairingActs(), 'pair-scan': () => void scan().catch(failed) };
}
