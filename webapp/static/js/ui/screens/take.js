// "Som tekst eller billede": the words out of the app, to whom and where the person wants; nothing is sent by
// itself.
import { pictureBlocks } from '../../core/picture/blocks.js';
import { forMeeting } from '../../core/meeting/lines_left_out.js';
import { own } from '../../core/markup/own_words.js';
import { textToSend } from '../../core/sharing/text_to_send.js';
import { openingLine } from '../../core/statement/short_view.js';
import { takenText } from '../../core/views/take.js';
import { readSettings } from '../../data/settings.js';
import { all, onActs, one, show } from '../dom.js';
import { carryId, failed, say, words, wordsHere } from '../page.js';
import { download } from '../widgets/file.js';
import { drawPicture } from '../widgets/picture.js';

const { t } = words;
/** Made beforehand: browsers allow the share sheet and the clipboard only directly in a click handler. */
const made = { text: '', picture: /** @type {File | null} */ (null) };

/** @param {ShareData} what */
async function send(what) {
  try {
    await navigator.share(what);
  } catch (error) {
    if (error instanceof DOMException && error.name === 'AbortError') return; // the person cancelled
    say(t('Telefonen kunne ikke sende det. Det ligger her stadig.'));
  }
}

async function copyText() {
  try {
    await navigator.clipboard.writeText(made.text);
    say(t('Kopieret. Nu kan du sætte det ind, hvor du vil.'));
  } catch {
    one('details').toggleAttribute('open', true);
    say(t('Det kunne ikke kopieres. Markér teksten, og kopiér den selv.'));
  }
}

function savePicture() {
  if (!made.picture) return;
  download('egne-ord.png', made.picture, 'image/png');
  say(t('Billedet er gemt.'));
}

/** @type {import('../dom.js').Acts} */
const acts = {
  'send-text': () => send({ text: made.text }),
  'copy-text': copyText,
  'send-picture': () => made.picture && send({ files: [made.picture] }),
  'save-picture': savePicture,
};

/** @param {import('../../data/documents/meetings.js').WordsHere} here */
function showText({ statement, meeting }) {
  made.text = statement ? textToSend(statement, meeting, words) : '';
  show(one('[data-view=text]'), takenText(made.text, words));
  one('[data-text-acts]').hidden = !made.text;
  one('[data-act=send-text]').hidden = !('share' in navigator);
}

/** @param {import('../../data/documents/meetings.js').WordsHere} here @param {string} plea */
async function showPicture({ statement, meeting }, plea) {
  const line = statement && openingLine(forMeeting(statement, meeting), words.lang);
  const [headline = '', rest = ''] = all('[data-plea] p').map(({ textContent }) => textContent ?? '');
  const canvas = /** @type {HTMLCanvasElement} */ (/** @type {unknown} */ (one('canvas')));
  if (plea.trim()) show(one('[data-plea]'), own('p', {}, plea));
  if (line) show(one('[data-first-line]'), own('p', {}, line.text));
  made.picture = await drawPicture(canvas, pictureBlocks({ own: plea, headline, rest }, line));
  one('[data-too-much]').hidden = Boolean(made.picture);
  canvas.hidden = one('[data-picture-acts]').hidden = !made.picture;
  const canSend = made.picture && navigator.canShare?.({ files: [made.picture] });
  for (const element of all('[data-can-send]')) element.hidden = !canSend;
}

/** Starts the screen. */
export async function start() {
  onActs(acts, failed);
  const [{ id, ...here }, { handover = '' }] = await Promise.all([wordsHere(), readSettings()]);
  carryId(id);
  await showPicture(here, handover);
  showText(here);
}
