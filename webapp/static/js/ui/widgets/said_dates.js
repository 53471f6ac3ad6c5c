// Says a chosen day and time below its field in the app's language, since the browser shows it in its own.
import { capitalised, formatOf, formatWhen, withTimeKept } from '../../core/language/catalogue.js';
import { isDay, isWall } from '../../core/meeting/local_time.js';
import { all } from '../dom.js';
import { words } from '../page.js';

/** A day on which any time can be written in words. */
const ANY_DAY = '2000-01-01';

/** A time in words: "kl. 10.00". @param {string} time */
function timeInWords(time) {
  const format = formatOf(words.lang, { hour: '2-digit', minute: '2-digit', timeZone: 'UTC' });
  return withTimeKept(words.t('kl. {time}', { time: format.format(new Date(`${ANY_DAY}T${time}Z`)) }));
}

/** What a field says: nothing until it holds a day or a time. @param {string} value */
function inWords(value) {
  const at = value.slice(0, 16);
  if (isDay(at) || isWall(at)) return capitalised(formatWhen(at, words.lang, true));
  return isWall(`${ANY_DAY}T${at}`) ? capitalised(timeInWords(at)) : '';
}

/** Say each day and time on the screen; called after a script has filled the fields. */
export function sayDates() {
  for (const place of all('[data-says]')) {
    const field = document.getElementById(place.dataset.says ?? '');
    if (field instanceof HTMLInputElement) place.textContent = inWords(field.value);
  }
}

/** Say them again at each change. */
export function keepSayingDates() {
  document.addEventListener('input', sayDates);
  sayDates();
}
