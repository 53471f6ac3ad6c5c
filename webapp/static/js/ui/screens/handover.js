// "Giv telefonen videre": a text to read and five large answers. Only its owner can go further into the app.
import { forMeeting } from '../../core/meeting/lines_left_out.js';
import { handOver as view } from '../../core/views/hand_over.js';
import { within } from '../../data/storage/time_limit.js';
import { readSettings } from '../../data/settings.js';
import { all, one, show } from '../dom.js';
import { handOver, takePhoneBack } from '../handed_over.js';
import { onLongPress } from '../widgets/long_press.js';
import { idHere, words, wordsHere } from '../page.js';
import { keepAwake } from '../widgets/wake_lock.js';

/** How long the plea waits for the statement that follows it. */
const PLEA_MS = 1_000;
const shown = () => one('[data-answer-shown]');

/** Fill the screen with the answer until it is closed. @param {HTMLElement} button */
function answer(button) {
  const back = one('[data-answer-back]');
  one('[data-answer-word]').textContent = button.textContent;
  shown().hidden = false;
  back.onclick = () => {
    shown().hidden = true;
    button.focus();
  };
  back.focus();
}

function stayHere() {
  // Threat: Back would open the screen before this one, so each Back leads here again.
  history.pushState(null, '', location.href);
  window.addEventListener('popstate', () => history.pushState(null, '', location.href));
}

/** Starts the screen. */
export async function start() {
  keepAwake();
  handOver(idHere());
  stayHere();
  for (const button of all('button[data-answer]')) button.addEventListener('click', () => answer(button));
  onLongPress(one('[data-way-back]'), () => {
    takePhoneBack();
    location.replace(`${words.paths.five}#${idHere()}`);
  });
  const place = one('[data-view=handover]');
  if (place.hasAttribute('data-painted')) return;
  const plea = () => show(place, view({ statement: null }, words)); // the plea without a statement
  const reading = Promise.all([wordsHere(), readSettings()]);
  if (!(await within(reading, null, PLEA_MS).catch(() => null))) plea();
  await reading.then(
    ([{ statement, meeting }, { handover }]) =>
      show(place, view({ statement: statement && forMeeting(statement, meeting), handover }, words)),
    plea,
  );
}
