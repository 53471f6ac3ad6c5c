// What every page starts with: its facts, the words of its language, and a line to say things in. It knows nothing of the phone's memory.
import { catalogue } from '../core/catalogue.js';
import { all, one, toDom } from './dom.js';

/** @type {import('../core/catalogue.js').Facts} */
export const facts = JSON.parse(one('[data-facts]').textContent ?? '{}');
export const words = catalogue(facts);

/** Say something quietly, to sight and to screen readers. @param {string | import('../core/tree.js').Child[]} sentence in pieces where it holds the person's words */
export function say(sentence) {
  for (const status of all('[data-status]').slice(0, 1)) {
    if (typeof sentence !== 'string') status.replaceChildren(...sentence.map(toDom));
    else if (status.textContent !== sentence) status.textContent = sentence;
  }
}
