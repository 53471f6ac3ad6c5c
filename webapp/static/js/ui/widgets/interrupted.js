// "Jeg blev afbrudt": shows the line to say, and hides it at the next press.
import { one } from '../dom.js';

/** Shows the line, or hides it. @param {HTMLElement} button */
export function interrupted(button) {
  const line = one('[data-say=interrupted]');
  line.hidden = !line.hidden;
  button.setAttribute('aria-expanded', String(!line.hidden));
}
