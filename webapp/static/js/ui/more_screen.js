// A screen whose code is not in the app's first script.
import { moreCode } from '../later.js';
import { start } from './app.js';
import { all } from './dom.js';
import { say, words } from './page.js';

/** The button that was pressed last. @type {HTMLElement | null} */
let pressed = null;

/** @param {Event} event */
function remember({ target }) {
  pressed = target instanceof Element ? target.closest('[data-act]') : null;
}

/** @param {string} screen its name */
export async function startMore(screen) {
  document.addEventListener('click', remember);
  const code = await moreCode().catch(() => null);
  document.removeEventListener('click', remember);
  if (code) {
    await code.open(screen);
    pressed?.click(); // on a slow network a button can be pressed before the code is here
  } else {
    for (const form of all('[data-form]')) form.inert = true; // what is typed there could not be kept
    start(() => say(words.t('Det her skal bruge net første gang. Dine ord er her stadig.')));
  }
}
