// Opens what a link holds when its reader presses, and takes an answer back.
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
import { goneWords, linkTrouble, openTrouble } from './reader_words.js';

/** The end that the server named, once it has. @type {string | null} */
let expires = null;
/** Pressed twice, the form for an answer would be set up twice, and would send each answer twice. */
let isOpening = false;

/** A sentence for what went wrong, and whether to try again can help. @param {unknown} error @returns {{sentence: string, isFinal: boolean}} */
function troubleOf(error) {
  if (error instanceof LinkError) return { sentence: linkTrouble(error.code, words), isFinal: true };
  if (error instanceof ApiError && error.code === 'gone')
    return { sentence: goneWords(expires, new Date().toISOString(), words), isFinal: true };
  const code =
    error instanceof ApiError || error instanceof SealedError || error instanceof ShareError
      ? error.code
      : 'failed';
  return {
    sentence: openTrouble(code, words),
    isFinal: error instanceof SealedError || error instanceof ShareError,
  };
}

/** @param {unknown} error */
function tell(error) {
  const { sentence, isFinal } = troubleOf(error);
  say(sentence);
  if (!isFinal) return;
  one('h1').textContent = words.t('Linket kan ikke åbnes');
  for (const part of all('[data-closed] > p')) part.hidden = true;
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
    if (notesTo) answerForm({ id, notesTo, gone: () => goneWords(expires, new Date().toISOString(), words) });
    one('main').focus();
  } catch (error) {
    tell(error);
  } finally {
    isOpening = false;
  }
}

onActs({ open, print: () => window.print() }, tell);

// A link that was cut needs no press to be known as one.
readFragment(fragment).catch(tell);
// A link pressed while this page is open is another link.
window.addEventListener('hashchange', () => location.reload());
// Threat: the next person at a borrowed phone presses Back, and the browser shows this page as it stood, with words and key.
window.addEventListener('pagehide', () => {
  document.body.hidden = true;
});
window.addEventListener('pageshow', ({ persisted }) => persisted && location.reload());
