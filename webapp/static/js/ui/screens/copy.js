// "Hent dine ord" from a saved copy: imports all of it or nothing, and keeps what the phone already has.
import { COPY_MAX_BYTES, CopyError, readCopy } from '../../core/backup/read_copy.js';
import { importCopy } from '../../data/backup/import.js';
import { decodeCopy } from '../../data/backup/decode.js';
import { one } from '../dom.js';
import { setChoice } from '../editing/form_fields.js';
import { failed, say, words } from '../page.js';

const { t } = words;

/** @param {CopyError} error */
const refusal = ({ code }) =>
  ({
    'too-large': t('Filen er for stor til at være en kopi herfra. Der er ikke ændret noget.'),
    damaged: t('Filen er gået i stykker undervejs. Der er ikke ændret noget.'),
    encoding: t(
      'Filen er gemt om af et andet program. Bogstaver som æ, ø og å er gået i stykker. Brug den kopi, du fik herfra. Der er ikke ændret noget.',
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
 * Start the part that uses the twelve words, once the vault's code has loaded. Until then the words stay in
 * their box, and a press is remembered.
 * @param {import('../lifecycle.js').Loaders['vaultCode']} vaultCode
 */
async function fetchWords(vaultCode) {
  const form = one('[data-words-form]');
  const pressed = { words: false, scan: false };
  const scan = one('[data-act=scan]');
  const remember = () => {
    pressed.scan = true;
  };
  scan.addEventListener('click', remember);
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    pressed.words = true;
  });
  const noCode = () => say(t('Det her skal bruge net. Ordene bliver stående.'));
  const code = await vaultCode().catch(() => null);
  scan.removeEventListener('click', remember);
  if (code) return code.fetchByWords(pressed);
  form.addEventListener('submit', noCode);
  scan.addEventListener('click', noCode);
  if (pressed.words || pressed.scan) noCode();
}

/** Starts the screen. @param {import('../lifecycle.js').Loaders} loaders */
export function start({ vaultCode }) {
  void fetchWords(vaultCode).catch(failed);
  const input = /** @type {HTMLInputElement} */ (one('input[type=file]'));
  one('[data-form]').addEventListener('submit', (event) => event.preventDefault());
  const fetchChosen = () => {
    const file = input.files?.[0];
    if (!file) return;
    say('');
    importFile(file)
      .then(say)
      .catch((error) => (error instanceof CopyError ? say(refusal(error)) : failed(error)))
      .finally(() => {
        setChoice(input, '');
      });
  };
  input.addEventListener('change', fetchChosen);
  fetchChosen(); // a file chosen before this script loaded
}
