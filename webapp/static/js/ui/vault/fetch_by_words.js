// "Hent dine ord" with the twelve words: typed, pasted, or scanned with the camera.
import { WordsError, completions, wordsToSecret } from '../../core/sync/recovery_words.js';
import { join } from '../../data/vault/join.js';
import { formatDay } from '../../core/language/catalogue.js';
import { newestSentence } from '../../core/views/vault_account.js';
import { readVault } from '../../data/vault/state.js';
import { LISTS } from '../../../vendor/recovery_words.js';
import { h } from '../../core/markup/tree.js';
import { onActs, one, show } from '../dom.js';
import { textIn, write } from '../editing/form_fields.js';
import { failed, say, words } from '../page.js';
import { startVaultScheduler } from './scheduler.js';
import { readCode, stopCamera } from './scanner.js';

const { t } = words;
const lists = Object.values(LISTS);
const form = () => one('[data-words-form]');
const box = () => /** @type {HTMLTextAreaElement} */ (one('textarea', form()));

/** @param {WordsError} error */
function refusal({ code, at, count }) {
  if (code === 'empty') return t('Skriv dine 12 ord i feltet først.');
  if (code === 'unknown-word')
    return t('Ord nummer {n} er ikke på listen. Se, om det er stavet rigtigt.', { n: at + 1 });
  if (code === 'count') return t('Der skal være 12 ord. Du har skrevet {n}.', { n: count });
  return t('Ordene passer ikke sammen. Er de i den rigtige rækkefølge?');
}

/** Select the wrong word, so that it can be corrected at once. @param {number} at */
function pointAt(at) {
  const found = [...box().value.matchAll(/\p{L}+/gu)][at];
  if (!found) return;
  box().focus();
  box().setSelectionRange(found.index, found.index + found[0].length);
}

/** @type {Record<import('../../data/vault/join.js').Joined, () => string>} */
const JOINED = {
  joined: () => t('Nu er dine ord her.'),
  'not-found': () =>
    t('Der er ikke nogen boks med de ord. Måske er den slettet, eller også er den et andet sted.'),
  offline: () => t('Der er ikke net lige nu. Prøv igen om lidt. Ordene her bliver stående.'),
  another: () => t('Der er allerede en anden boks på den her telefon. Slå den fra først.'),
};

/** @param {string} text */
async function fetchWords(text) {
  try {
    const secret = wordsToSecret(text, lists);
    say(t('Et øjeblik …'));
    const joined = await join(secret);
    const found = joined === 'joined' ? (await readVault())?.account?.joined : null;
    say([JOINED[joined](), found && newestSentence(found, words)].filter(Boolean).join(' '));
    if (joined !== 'joined') return;
    write(box(), ''); // show the key no longer than necessary
    one('[data-fetched]').hidden = false;
    startVaultScheduler();
  } catch (error) {
    if (!(error instanceof WordsError)) throw error;
    say(refusal(error));
    if (error.code === 'unknown-word') pointAt(error.at);
  }
}

/** Offer completions of the last word; a press inserts one. */
function offerCompletions() {
  const typed = /\p{L}+$/u.exec(box().value)?.[0] ?? '';
  show(
    one('[data-completions]'),
    h(
      'span',
      {},
      completions(typed, lists).map((word) =>
        h(
          'button',
          {
            type: 'button',
            class: 'button quiet',
            'data-act': 'complete',
            'data-word': word,
            translate: 'no',
          },
          word,
        ),
      ),
    ),
  );
}

/**
 * Start the part of the screen that uses the words.
 * @param {{words: boolean, scan: boolean}} pressed the buttons pressed before this code loaded
 */
export function fetchByWords(pressed) {
  const scan = async () => {
    const text = await readCode(one('[data-scanner]')).catch(() => null);
    if (text === null) return say(t('Kameraet kan ikke bruges her. Skriv ordene i stedet.'));
    return text ? fetchWords(text) : undefined;
  };
  onActs(
    {
      complete: (button) => {
        write(box(), `${textIn(box()).replace(/\p{L}+$/u, button.dataset.word ?? '')} `);
        show(one('[data-completions]'), null);
        box().focus();
      },
      scan,
      'stop-scan': () => stopCamera(),
    },
    failed,
  );
  box().addEventListener('input', offerCompletions);
  // A language's first formatter takes long to make: not when the words are here, but while they are typed.
  setTimeout(() => formatDay(new Date().toISOString(), words.lang));
  form().addEventListener('submit', (event) => {
    event.preventDefault();
    void fetchWords(box().value).catch(failed);
  });
  if (pressed.words) void fetchWords(box().value).catch(failed);
  if (pressed.scan) void scan().catch(failed);
}
