// "Hent dine ord" from a saved copy: imports all of it or nothing, and keeps what the phone already has.
import { COPY_MAX_BYTES, CopyError, readCopy } from '../../core/backup/read_copy.js';
import { importCopy } from '../../data/backup/import.js';
import { decodeCopy } from '../../data/backup/decode.js';
import { onActs, one } from '../dom.js';
import { setChoice } from '../editing/form_fields.js';
import { onSubmit, refuse } from '../forms.js';
import { failed, say, words } from '../page.js';
import { press } from '../press.js';

const { t } = words;

/** @param {CopyError} error */
const refusal = ({ code }) =>
  ({
    'too-large': t('Filen er for stor til at være en kopi herfra. Der er ikke ændret noget.'),
    damaged: t('Filen er gået i stykker undervejs. Der er ikke ændret noget.'),
    encoding: t(
      'Et andet program har lavet filen om. Bogstaver som æ, ø og å er gået i stykker. Brug den kopi, du fik herfra. Der er ikke ændret noget.',
    ),
    foreign: t('Det ligner ikke en kopi herfra. Der er ikke ændret noget.'),
    newer: t('Kopien er fra en nyere udgave af appen. Hent den nye udgave først. Der er ikke ændret noget.'),
  })[code];

/** What was imported, and where it is. @param {import('../../data/backup/import.js').Counts} counts */
function importSummary({ added, joined, restored, binned, older }) {
  const news = [
    added && t('Hentet: {n}.', { n: added }),
    joined && t('Føjet til det, du havde: {n}.', { n: joined }),
    restored && t('Taget op af papirkurven: {n}.', { n: restored }),
    binned && t('Hentet til papirkurven: {n}.', { n: binned }),
  ].filter(Boolean);
  const first = news.length ? t('Nu er dine ord her.') : t('Du havde det hele i forvejen.');
  return [first, ...news, older && t('Nogle af ordene i kopien er ældre. De ligger under Tidligere udgaver.')]
    .filter(Boolean)
    .join(' ');
}

/** @param {File} file */
async function importFile(file) {
  if (file.size > COPY_MAX_BYTES) throw new CopyError('too-large');
  return importSummary(await importCopy(readCopy(decodeCopy(new Uint8Array(await file.arrayBuffer())))));
}

/**
 * Start the part that uses the twelve words, once the vault's code has loaded; a press waits for it. Without it
 * the words stay in their box.
 * @param {import('../lifecycle.js').Loaders['vaultCode']} vaultCode
 */
function fetchWords(vaultCode) {
  const ready = vaultCode().then(
    (code) => code.fetchByWords(),
    () => null,
  );
  const whenReady = (/** @type {'typed' | 'scan' | 'pair'} */ name) => async () => {
    const acts = await ready;
    return acts ? acts[name]() : say(t('Det her skal bruge net. Ordene bliver stående.'));
  };
  onSubmit(one('[data-words-form]'), whenReady('typed'), failed);
  onActs({ scan: whenReady('scan'), 'pair-show': whenReady('pair') }, failed);
}

/** @param {HTMLInputElement} input */
async function fetchFile(input) {
  const file = input.files?.[0];
  if (!file) return;
  say('');
  try {
    say(await importFile(file));
    one('[data-fetched]').hidden = false;
  } catch (error) {
    if (!(error instanceof CopyError)) throw error;
    refuse(input, refusal(error));
  } finally {
    setChoice(input, '');
  }
}

/** Starts the screen. @param {import('../lifecycle.js').Loaders} loaders */
export function start({ vaultCode }) {
  fetchWords(vaultCode);
  const input = /** @type {HTMLInputElement} */ (one('input[type=file]'));
  one('[data-form]').addEventListener('submit', (event) => event.preventDefault());
  const fetchChosen = () => void press(input, () => fetchFile(input), failed);
  input.addEventListener('change', fetchChosen);
  fetchChosen(); // a file chosen before this script loaded
}
