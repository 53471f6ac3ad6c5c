// A screen whose code is not in the app's first script.
import { all } from './dom.js';
import { say, words } from './page.js';

/** What was pressed last, to be pressed again when the code is here. */
let again = () => {};

/** @param {Event} event */
function remember({ type, target }) {
  const act = target instanceof HTMLElement ? target.closest('[data-act]') : null;
  if (type === 'submit') again = () => /** @type {HTMLFormElement} */ (target).requestSubmit();
  else if (act instanceof HTMLElement) again = () => act.click();
}

/**
 * A screen that fetches its code, and says so where that cannot be had.
 * @param {string} name @returns {import('./lifecycle.js').Screen}
 */
export const loadScreen = (name) => async (loaders) => {
  for (const type of ['click', 'submit']) document.addEventListener(type, remember);
  const code = await loaders.secondaryCode().catch(() => null);
  for (const type of ['click', 'submit']) document.removeEventListener(type, remember);
  if (!code) {
    for (const form of all('[data-form]')) form.inert = true; // what is typed there could not be kept
    return say(words.t('Det her skal bruge net første gang. Dine ord er her stadig.'));
  }
  const started = code.SCREENS[name]?.(loaders);
  again(); // on a slow network a button can be pressed before the code is here
  return started;
};
