// Opens a shared link when its reader presses the button, and lets the reader answer.
import { fragment } from './fragment.js';
import { ShareError, readShare } from '../../core/sharing/document.js';
import { sharedText } from '../../core/views/shared_text.js';
import { ApiError } from '../../data/http/api_client.js';
import { readerApi } from '../../data/share/api.js';
import { LinkError, readFragment } from '../../data/share/link.js';
import { openShare } from '../../data/share/sealed_share.js';
import { SealedError } from '../../data/sealing/sealed_body.js';
import { all, onActs, one, show } from '../dom.js';
import { fitOnPaper } from '../widgets/paper.js';
import { say, words } from '../shell.js';
import { answerForm } from './answer_form.js';
import { goneText, linkErrorText, openErrorText } from './reader_words.js';

/** When the share ends, once the server has told it. @type {string | null} */
let expires = null;
/** Guards against a double press, which would set up the answer form twice and send each answer twice. */
let isOpening = false;

/**
 * A sentence for what went wrong. `isFinal`: trying again cannot help.
 * @param {unknown} error @returns {{sentence: string, isFinal: boolean}}
 */
function errorText(error) {
  if (error instanceof LinkError) return { sentence: linkErrorText(error.code, words), isFinal: true };
  if (error instanceof ApiError && error.code === 'gone')
    return { sentence: goneText(expires, new Date().toISOString(), words), isFinal: true };
  const code =
    error instanceof ApiError || error instanceof SealedError || error instanceof ShareError
      ? error.code
      : 'failed';
  return {
    sentence: openErrorText(code, words),
    isFinal: error instanceof SealedError || error instanceof ShareError,
  };
}

/** @param {unknown} error */
function tell(error) {
  const { sentence, isFinal } = errorText(error);
  say(sentence);
  if (!isFinal) return;
  one('h1').textContent = words.t('Linket kan ikke åbnes');
  for (const part of all('[data-closed] > :not(h1, .said)')) part.hidden = true;
}

async function open() {
  if (isOpening) return;
  isOpening = true;
  say(words.t('Et øjeblik …'));
  try {
    const { id, key } = await readFragment(fragment);
    const found = await readerApi(id).look();
    expires = found.expires;
    const { shared, notesTo } = readShare(await openShare(id, key, found.sealed));
    const place = one('[data-view=shared]');
    show(place, sharedText({ shared, expires }, words));
    one('[data-closed]').hidden = true;
    place.hidden = one('[data-opened]').hidden = false;
    fitOnPaper(place);
    say('');
    if (notesTo) answerForm({ id, notesTo, gone: () => goneText(expires, new Date().toISOString(), words) });
    one('main').focus();
  } catch (error) {
    tell(error);
  } finally {
    isOpening = false;
  }
}

onActs({ open, print: () => window.print() }, tell);

// Show the number of the link to whoever wants it removed. Threat: they would send the host the key with it.
const showNumber = (/** @type {{id: string}} */ { id }) => {
  for (const place of all('[data-number]')) {
    place.hidden = false;
    for (const number of all('strong', place)) number.textContent = id;
  }
};

// Report a link that was cut off at once, without a press.
readFragment(fragment).then(showNumber).catch(tell);
// The hash changes only when another link is opened in this page.
window.addEventListener('hashchange', () => location.reload());
// Threat: on a borrowed phone the next person presses Back, and the browser restores the words and the key.
window.addEventListener('pagehide', () => {
  document.body.hidden = true;
});
window.addEventListener('pageshow', ({ persisted }) => persisted && location.reload());
