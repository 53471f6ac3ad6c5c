// "Jeg blev afbrudt": shows the line to say, and hides it at the next press.
import { all, one } from '../dom.js';

const line = () => one('[data-say=interrupted]');

/** Shows the line, or hides it; returns whether it is shown. */
export function interrupted() {
  const isShown = line().hidden;
  line().hidden = !isShown;
  for (const button of all('[data-act=interrupted]')) button.setAttribute('aria-expanded', String(isShown));
  return isShown;
}
