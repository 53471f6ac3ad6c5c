// "Vis en kode": the new device shows a code that an old one scans, and gets the vault from it.
import { PairingError } from '../../data/pairing/pairing_error.js';
import { receiveSecret } from '../../data/pairing/pairing.js';
import { join } from '../../data/vault/join.js';
import { beginVault, readVault } from '../../data/vault/state.js';
import { one, show } from '../dom.js';
import { words } from '../page.js';
import { showQr } from '../widgets/qr.js';
import { openWords } from './joined.js';
import { begin, compare, ended, pairingActs, stand, tell } from './pairing_page.js';

const { t } = words;
/** The code on the screen; '' while there is none. */
let code = '';

/** @param {string} made */
async function showCode(made) {
  code = made;
  tell('');
  stand('code');
  await showQr(one('[data-pair-qr]'), code, t('Kode til den anden telefon'));
}

function hideCode() {
  code = '';
  show(one('[data-pair-qr]'), null);
}

/** @param {Uint8Array<ArrayBuffer>} secret */
async function open(secret) {
  tell(t('Et øjeblik …'));
  const joined = await join(secret);
  if (joined === 'joined') return openWords();
  // The secret came from a vault that is on: without a network, the vault's own screen waits for it.
  if (joined === 'offline') await beginVault(secret);
  if (joined === 'offline' || joined === 'later') return location.assign(words.paths.vault);
  throw new PairingError('failed'); // the vault was deleted meanwhile, or another one turned on here
}

async function copyCode() {
  await navigator.clipboard.writeText(code).then(
    () => tell(t('Kopieret. Nu kan du sætte det ind, hvor du vil.')),
    () => tell(`${t('Det kunne ikke kopieres. Markér teksten, og kopiér den selv.')} ${code}`),
  );
}

/** @param {string} another what to say if this phone has a vault already @returns {Promise<unknown>} */
async function start(another) {
  if (await readVault()) return tell(another);
  const surroundings = begin();
  const ways = {
    ...surroundings,
    show: (/** @type {string} */ made) => void showCode(made).catch(ended),
    compare: async (/** @type {number[]} */ numbers, /** @type {string} */ list) => {
      hideCode();
      await compare(numbers, list, 'agreed');
    },
  };
  stand('wait');
  void receiveSecret(location.origin, ways)
    .then(open)
    .catch((error) => surroundings.signal.aborted || ended(error))
    .finally(hideCode);
  return one('[data-pair~=wait] button');
}

/** @param {() => string} another @returns {{show: () => unknown, acts: import('../dom.js').Acts}} */
export const showingCode = (another) => ({
  show: () => start(another()),
  acts: { ...pairingActs(), 'pair-copy': copyCode },
});
