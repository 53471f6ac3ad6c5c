// "Giv telefonen videre": a text to read and large answers. Only its owner can go further into the app.
import { forMeeting } from '../../core/meeting/lines_left_out.js';
import { handOver as view, ownAnswers } from '../../core/views/hand_over.js';
import { readSettings } from '../../data/settings.js';
import { one, show } from '../dom.js';
import { handOver, takePhoneBack } from '../handed_over.js';
import { onLongPress } from '../widgets/long_press.js';
import { idHere, words, wordsHere } from '../page.js';
import { keepAwake } from '../widgets/wake_lock.js';

/**
 * Cover the screen until it is closed. @param {Element} opener @param {string} cover @param {string} focused
 */
function cover(opener, cover, focused) {
  const shown = one(cover);
  shown.hidden = false;
  one(focused, shown).focus();
  one('[data-close]', shown).onclick = () => {
    shown.hidden = true;
    /** @type {HTMLElement} */ (opener).focus();
  };
}

/** Fill the screen with the answer that was pressed, or with the pad. @param {Event} event */
function answer({ target }) {
  const button = /** @type {Element} */ (target).closest('button');
  if (button?.matches('[data-pad-opener]')) cover(button, '[data-pad]', 'textarea');
  if (!button?.dataset.answer) return;
  const word = one('[data-answer-word]');
  word.replaceChildren(...button.cloneNode(true).childNodes);
  const lengths = (word.textContent ?? '').split(/\s/).map(({ length }) => length);
  word.style.setProperty('--letters', String(Math.max(...lengths)));
  cover(button, '[data-answer-shown]', '[data-close]');
}

function stayHere() {
  // Threat: Back would open the screen before this one, so each Back leads here again.
  history.pushState(null, '', location.href);
  window.addEventListener('popstate', () => history.pushState(null, '', location.href));
}

/** Starts the screen. The shell's own request is shown after a second, even if nothing can be read. */
export async function start() {
  keepAwake();
  handOver(idHere());
  stayHere();
  one('[data-answers]').addEventListener('click', answer);
  onLongPress(one('[data-way-back]'), () => {
    takePhoneBack();
    location.replace(`${words.paths.five}#${idHere()}`);
  });
  const place = one('[data-view=handover]');
  if (place.hasAttribute('data-painted')) return;
  const [{ statement, meeting }, settings] = await Promise.all([wordsHere(), readSettings()]);
  show(one('[data-own-answers]'), ownAnswers(settings));
  one('[data-plea]').hidden = Boolean(settings.handover?.trim());
  show(place, view({ ...settings, statement: statement && forMeeting(statement, meeting) }, words));
}
