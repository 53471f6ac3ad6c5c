// Screens whose code is not in the app's first script.
import { all } from './dom.js';
import { say, words } from './page.js';

/** Repeats the last press once the code has loaded. */
let repeatPress = () => {};

/** @param {Event} event */
function remember({ type, target }) {
  const act = target instanceof HTMLElement ? target.closest('[data-act]') : null;
  if (type === 'submit') repeatPress = () => /** @type {HTMLFormElement} */ (target).requestSubmit();
  else if (act instanceof HTMLElement) repeatPress = () => act.click();
}

/**
 * A screen that fetches its code first, and says so when it cannot.
 * @param {string} name @returns {import('./lifecycle.js').Screen}
 */
export const loadScreen = (name) => async (loaders) => {
  for (const type of ['click', 'submit']) document.addEventListener(type, remember);
  const loading = name === 'lock' ? loaders.lockCode() : loaders.secondaryCode();
  const code = await loading.catch(() => null);
  for (const type of ['click', 'submit']) document.removeEventListener(type, remember);
  if (!code) {
    for (const form of all('[data-form]')) form.inert = true; // nothing could save what is typed there
    return say(words.t('Det her skal bruge net første gang. Dine ord er her stadig.'));
  }
  /** @type {Record<string, any>} */
  const screens = code;
  const started = screens[name]?.(loaders);
  repeatPress(); // on a slow network a button can be pressed before the code has loaded
  return started;
};
