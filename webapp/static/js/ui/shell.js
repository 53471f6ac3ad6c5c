// What every page starts with: its facts, the words of its language, and a line to say things in. It knows nothing of the phone's memory.
import { catalogue } from '../core/language/catalogue.js';
import { all, one, toDom } from './dom.js';

/** @type {import('../core/language/catalogue.js').Facts} */
export const facts = JSON.parse(one('[data-facts]').textContent ?? '{}');
export const words = catalogue(facts);

/** Where one writes, what is said aloud has a place of its own: there the visible line changes with every save. */
const SPOKEN = '[data-spoken]';
/** So long nobody types before it is said aloud once more that all is kept. */
const REST_MS = 5_000;
let spokenLast = '';
let rest = 0;

/** In pieces where it holds the person's words. @typedef {string | import('../core/markup/tree.js').Child[]} Said */

/** @param {string} place @param {Said} sentence */
function put(place, sentence) {
  for (const element of all(place).slice(0, 1)) {
    if (typeof sentence !== 'string') element.replaceChildren(...sentence.map(toDom));
    else if (element.textContent !== sentence) element.textContent = sentence;
  }
}

/** To screen readers alone. @param {Said} sentence */
export function speak(sentence) {
  clearTimeout(rest);
  if (sentence) spokenLast = typeof sentence === 'string' ? sentence : '';
  put(SPOKEN, sentence);
}

/** Say something quietly, to sight and to screen readers. @param {Said} sentence */
export function say(sentence) {
  put('[data-status]', sentence);
  speak(sentence);
}

/** Say what is said again and again while one writes: seen each time, spoken when it is new or when the writer rests. @param {string} sentence */
export function sayWhileWriting(sentence) {
  put('[data-status]', sentence);
  if (sentence !== spokenLast) return speak(sentence);
  clearTimeout(rest);
  rest = setTimeout(() => speak(sentence), REST_MS);
  return undefined;
}
