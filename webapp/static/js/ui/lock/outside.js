// What the app itself opened outside its page: a file chooser or camera, the printer, the question for a finger.
// It may hide the page, but the person has not left. Locking then would lose the file that they chose.
import { isOver, now } from './two_clocks.js';

/** The lock waits no longer, so that a phone that is taken meanwhile does lock. */
export const LONGEST_MS = 2 * 60_000;

/** When it was opened. @type {import('./two_clocks.js').Moment | null} */
let opened = null;

export const isOutside = () => opened !== null && !isOver(opened, LONGEST_MS);

export function goOutside() {
  opened = now();
}

/** The person is back: from here on, leaving is leaving. */
export function comeInside() {
  opened = null;
}

/** @param {Event} event */
const isChooser = ({ target }) => target instanceof HTMLInputElement && target.type === 'file';

/** A browser that tells of no cancelled chooser: the next touch or key is on the page again. */
export function watchOutside() {
  for (const type of ['pointerdown', 'keydown', 'change', 'cancel'])
    document.addEventListener(type, comeInside, true);
  document.addEventListener('click', (event) => isChooser(event) && goOutside(), true);
  window.addEventListener('beforeprint', goOutside);
}
