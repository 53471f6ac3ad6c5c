// Screens whose code is not in the app's first script.
import { all } from './dom.js';
import { say, words } from './page.js';

/** Sends the last form again once the code has loaded; onActs() does the same for a press. */
let sendAgain = () => {};

/** @param {Event} event */
function remember({ target }) {
  if (target instanceof HTMLFormElement) sendAgain = () => target.requestSubmit();
}

/**
 * A screen that fetches its code first, and says so when it cannot.
 * @param {string} name @returns {import('./lifecycle.js').Screen}
 */
export const loadScreen = (name) => async (loaders) => {
  document.addEventListener('submit', remember);
  const loading = name === 'lock' ? loaders.lockCode() : loaders.secondaryCode();
  const code = await loading.catch(() => null);
  document.removeEventListener('submit', remember);
  if (!code) {
    for (const form of all('[data-form]')) form.inert = true; // nothing could save what is typed there
    return say(words.t('Det her skal bruge net første gang. Dine ord er her stadig.'));
  }
  /** @type {Record<string, any>} */
  const screens = code;
  const started = screens[name]?.(loaders);
  sendAgain();
  return started;
};
