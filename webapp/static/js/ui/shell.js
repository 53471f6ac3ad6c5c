// What every page starts with: its facts, the texts of its language, and a status line. It uses no storage.
import { catalogue } from '../core/language/catalogue.js';
import { all, one, toDom } from './dom.js';

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

/** @param {string} place a selector @param {Message} sentence */
function put(place, sentence) {
  for (const element of all(place).slice(0, 1)) {
    if (typeof sentence !== 'string') element.replaceChildren(...sentence.map(toDom));
    else if (element.textContent !== sentence) element.textContent = sentence;
  }
}

/** Announce a message to screen readers only. @param {Message} sentence */
export function speak(sentence) {
  clearTimeout(restTimer);
  if (sentence) lastSpoken = typeof sentence === 'string' ? sentence : '';
  put(SPOKEN, sentence);
}

/** Show a message in the status line, and announce it to screen readers. @param {Message} sentence */
export function say(sentence) {
  put('[data-status]', sentence);
  speak(sentence);
}

/**
 * Show a message that repeats while the person writes. It is shown each time, but announced only when it is
 * new or when typing pauses.
 * @param {string} sentence
 */
export function sayWhileWriting(sentence) {
  put('[data-status]', sentence);
  if (sentence !== lastSpoken) return speak(sentence);
  clearTimeout(restTimer);
  restTimer = setTimeout(() => speak(sentence), REST_MS);
  return undefined;
}
