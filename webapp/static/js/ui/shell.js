// What every page starts with: its facts, the texts of its language, and a status line. It uses no storage.
import { catalogue } from '../core/language/catalogue.js';
import { all, one, toDom } from './dom.js';
import { sayBeside, unsay } from './press.js';

/** @type {import('../core/language/catalogue.js').Facts} */
export const facts = JSON.parse(one('[data-facts]').textContent ?? '{}');
export const words = catalogue(facts);

/**
 * The live region for screen readers on screens with a form. It is separate from the visible status line,
 * because that one changes with every save.
 */
const SPOKEN = '[data-spoken]';
/** After this long without typing, screen readers hear once more that everything is saved. */
const REST_MS = 5_000;
let lastSpoken = '';
let restTimer = 0;

/**
 * A message; a list of pieces when it contains the person's words.
 * @typedef {string | import('../core/markup/tree.js').Child[]} Message
 */

/** @param {HTMLElement | undefined} place @param {Message} sentence */
function put(place, sentence) {
  if (typeof sentence !== 'string') place?.replaceChildren(...sentence.map(toDom));
  else if (place && place.textContent !== sentence) place.textContent = sentence;
}

/** Announce a message to screen readers only. @param {Message} sentence */
export function speak(sentence) {
  clearTimeout(restTimer);
  if (sentence) lastSpoken = typeof sentence === 'string' ? sentence : '';
  put(all(SPOKEN)[0], sentence);
}

/**
 * Show a message and announce it to screen readers: beside what was pressed, or in the status line when
 * nobody pressed anything.
 * @param {Message} sentence
 */
export function say(sentence) {
  if (sentence && sayBeside((line) => put(line, sentence))) return;
  unsay();
  put(all('[data-status]')[0], sentence);
  speak(sentence);
}

/**
 * Show a message that repeats while the person writes. It is shown each time, but announced only when it is
 * new or when typing pauses.
 * @param {string} sentence
 */
export function sayWhileWriting(sentence) {
  put(all('[data-status]')[0], sentence);
  if (sentence !== lastSpoken) return speak(sentence);
  clearTimeout(restTimer);
  restTimer = setTimeout(() => speak(sentence), REST_MS);
  return undefined;
}
