// "Skriv tilbage": seals an answer that only the phone that made the link can read.
import { NOTE_TEXT_MAX, noteText } from '../../core/sharing/document.js';
import { ApiError } from '../../data/http/api_client.js';
import { readerApi } from '../../data/share/api.js';
import { sealNote } from '../../data/share/note.js';
import { SealedError } from '../../data/sealing/sealed_body.js';
import { one } from '../dom.js';
import { textIn, write } from '../editing/form_fields.js';
import { onSubmit, refuse } from '../forms.js';
import { say, words } from '../shell.js';

const { t } = words;

/** @param {unknown} error @param {() => string} gone */
function errorText(error, gone) {
  if (error instanceof SealedError) {
    return error.code === 'too-long'
      ? t('Svaret er for langt. Gør det lidt kortere.')
      : t('Linket kan ikke tage imod et svar. Måske er det ændret på vejen. Dit svar er ikke sendt.');
  }
  if (!(error instanceof ApiError)) return t('Det gik ikke lige nu. Dit svar står her stadig.');
  if (error.code === 'gone') return [gone(), t('Dit svar er ikke sendt.')].join(' ');
  if (error.code === 'full') return t('Der er ikke plads til flere svar. Dit svar er ikke sendt.');
  if (error.code === 'no-room')
    return t('Der er ikke plads på serveren lige nu. Dit svar står her stadig. Prøv igen senere.');
  if (error.code === 'offline')
    return t('Der er ikke net lige nu. Dit svar står her stadig. Prøv igen om lidt.');
  return t('Serveren svarer ikke lige nu. Dit svar står her stadig. Prøv igen om lidt.');
}

/** @param {{id: string, notesTo: string, gone: () => string}} share `gone` says that the link has ended */
export function answerForm({ id, notesTo, gone }) {
  const form = /** @type {HTMLFormElement} */ (one('[data-note]'));
  const box = /** @type {HTMLTextAreaElement} */ (one('textarea', form));
  /** The last sealed answer. After a lost response the same bytes are sent again and stored only once. */
  let last = { text: '', sealed: '' };

  async function send() {
    const text = textIn(box);
    if (!text.trim()) return refuse(box, t('Skriv noget først.'));
    if (text.length > NOTE_TEXT_MAX) return refuse(box, t('Svaret er for langt. Gør det lidt kortere.'));
    say(t('Et øjeblik …'));
    try {
      if (last.text !== text)
        last = { text, sealed: await sealNote(id, notesTo, noteText(text, new Date().toISOString())) };
      await readerApi(id).answer(last.sealed);
      if (textIn(box) === text) write(box, '');
      last = { text: '', sealed: '' };
      return say(t('Dit svar er sendt. Kun den, der delte ordene, kan læse det.'));
    } catch (error) {
      return say(errorText(error, gone));
    }
  }

  onSubmit(form, send, (error) => say(errorText(error, gone)));
  form.hidden = false;
}
