// Giv telefonen videre: text to read, five large answers, and no way further into the app but the person's own.
import { forMeeting } from '../../core/meeting/lines_left_out.js';
import { handOver as view } from '../../core/views/hand_over.js';
import { within } from '../../data/storage/time_limit.js';
import { readSettings } from '../../data/settings.js';
import { all, one, show } from '../dom.js';
import { handOver, takePhoneBack } from '../handed_over.js';
import { onLongPress } from '../widgets/long_press.js';
import { idHere, words, wordsHere } from '../page.js';
import { keepAwake } from '../widgets/wake_lock.js';

/** So long the plea waits for the words that follow it. */
const PLEA_MS = 1_000;
const shown = () => one('[data-answer-shown]');

/** The answer fills the screen, until it is put away. @param {HTMLElement} button */
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
  // Threat: the Back button would open the screen before this one. Each Back lands here again.
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
  const plea = () => show(place, view({ statement: null }, words)); // it stands on its own
  const reading = Promise.all([wordsHere(), readSettings()]);
  if (!(await within(reading, null, PLEA_MS).catch(() => null))) plea();
  await reading.then(
    ([{ statement, meeting }, { handover }]) =>
      show(place, view({ statement: statement && forMeeting(statement, meeting), handover }, words)),
    plea,
  );
}
