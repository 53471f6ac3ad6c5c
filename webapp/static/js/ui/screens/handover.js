// "Giv telefonen videre": a text to read and large answers. Only its owner can go further into the app.
import { forMeeting } from '../../core/meeting/lines_left_out.js';
import { handOver as view, ownAnswers } from '../../core/views/hand_over.js';
import { HANDED_OVER } from '../../data/handed_over.js';
import { readSettings } from '../../data/settings.js';
import { within } from '../../data/storage/time_limit.js';
import { one, show } from '../dom.js';
import { flags } from '../elsewhere.js';
import { onLongPress } from '../widgets/long_press.js';
import { idHere, words, wordsHere } from '../page.js';
import { keepAwake } from '../widgets/wake_lock.js';

/** Cover the screen with the pressed answer, or with the pad, until it is closed. @param {Event} event */
function press({ target }) {
  const button = /** @type {Element} */ (target).closest('button');
  if (!button) return;
  const isAnswer = button.dataset.answer;
  const cover = one(isAnswer ? '[data-answer-shown]' : '[data-pad]');
  if (isAnswer) one('[data-answer-word]').replaceChildren(...button.cloneNode(true).childNodes);
  cover.hidden = false;
  one('textarea, button', cover).focus();
  one('button', cover).onclick = () => {
    cover.hidden = true;
    button.focus();
  };
}

function stayHere() {
  // Threat: Back would open the screen before this one, so each Back leads here again.
  const stay = () => history.pushState(history.state, '', location.href);
  stay();
  window.addEventListener('popstate', stay);
}

const leave = () => location.replace(`${words.paths.five}#${idHere()}`);

/** Back in its owner's hands, in every tab. */
async function takeBack() {
  await within(caches.delete(HANDED_OVER), false).catch(() => {});
  delete flags[HANDED_OVER];
  leave();
}

/** Starts the screen. The shell's own request is shown after a second, even if nothing can be read. */
export async function start() {
  keepAwake();
  flags[HANDED_OVER] = location.pathname + location.hash; // the worker keeps it too, before it answers
  stayHere();
  window.addEventListener('storage', () => flags[HANDED_OVER] || leave());
  one('[data-answers]').onclick = press;
  onLongPress(one('[data-way-back]'), () => void takeBack());
  const place = one('[data-view=handover]');
  if (place.hasAttribute('data-painted')) return;
  const [{ statement, meeting }, settings] = await Promise.all([wordsHere(), readSettings()]);
  show(one('[data-own-answers]'), ownAnswers(settings));
  if (settings.handover?.trim()) one('[data-plea]').remove();
  show(place, view({ ...settings, statement: statement && forMeeting(statement, meeting) }, words));
}
