// A screen whose code is not in the app's first script.
import { moreCode } from '../later.js';
import { start } from './app.js';
import { all } from './dom.js';
import { say, words } from './page.js';

/** @param {string} screen its name */
export async function startMore(screen) {
  const code = await moreCode().catch(() => null);
  if (code) await code.open(screen);
  else {
    for (const form of all('[data-form]')) form.inert = true; // what is typed there could not be kept
    start(() => say(words.t('Det her skal bruge net første gang. Dine ord er her stadig.')));
  }
}
