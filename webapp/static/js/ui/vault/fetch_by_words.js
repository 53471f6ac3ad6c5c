// "Hent dine ord" with the twelve words: typed, pasted, or scanned with the camera; or from another device.
import { WordsError, completions, wordsToSecret } from '../../core/sync/recovery_words.js';
import { join } from '../../data/vault/join.js';
import { LISTS } from '../../../vendor/recovery_words.js';
import { h } from '../../core/markup/tree.js';
import { onActs, one, show } from '../dom.js';
import { textIn, write } from '../editing/form_fields.js';
import { refuse } from '../forms.js';
import { failed, say, words } from '../page.js';
import { openWords } from './joined.js';
import { readCode, stopCamera } from './scanner.js';
import { showingCode } from './show_code.js';

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

/**
 * The secret that twelve words stand for.
 * @param {string} text as typed @returns {Uint8Array<ArrayBuffer> | null} null if they are no such words
 */
export function secretOf(text) {
  try {
    return /** @type {Uint8Array<ArrayBuffer>} */ (wordsToSecret(text, lists));
  } catch {
    return null;
  }
}

/** @type {Record<Exclude<import('../../data/vault/join.js').Joined, 'joined'|'later'>, () => string>} */
const NOT_JOINED = {
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
    if (joined === 'not-found') return refuse(box(), NOT_JOINED[joined]());
    if (joined === 'offline' || joined === 'another') return say(NOT_JOINED[joined]());
    write(box(), ''); // show the key no longer than necessary
    return joined === 'later' ? location.assign(words.paths.vault) : openWords(); // the vault says why
  } catch (error) {
    if (!(error instanceof WordsError)) throw error;
    if (error.code === 'unknown-word') pointAt(error.at);
    return refuse(box(), refusal(error));
  }
}

/** Offer completions of the last word; a press inserts one. */
function offerCompletions() {
  const typed = /\p{L}+$/u.exec(box().value)?.[0] ?? '';
  const found = completions(typed, lists);
  const place = one('[data-completions]');
  show(
    place,
    found.length > 0 &&
      h(
        'p',
        { class: 'link-row' },
        found.map((word) =>
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
  if (found.length) place.scrollIntoView({ block: 'nearest' }); // on a small phone the bar would cover it
}

/** Fetch with the words that the camera reads. */
async function scan() {
  const text = await readCode(one('[data-scanner]')).catch(() => null);
  if (text === null) return say(t('Kameraet kan ikke bruges her. Skriv ordene i stedet.'));
  return text ? fetchWords(text) : undefined;
}

/** Start the parts of the screen that use the vault's code; returns what their three buttons do. */
export function fetchByWords() {
  const pairing = showingCode(NOT_JOINED.another);
  onActs(
    {
      ...pairing.acts,
      complete: (button) => {
        write(box(), `${textIn(box()).replace(/\p{L}+$/u, button.dataset.word ?? '')} `);
        show(one('[data-completions]'), null);
        box().focus();
      },
      'stop-scan': () => {
        stopCamera();
        return one('[data-act=scan]');
      },
    },
    failed,
  );
  box().addEventListener('input', offerCompletions);
  return { typed: () => fetchWords(box().value), scan, pair: pairing.show };
}
