// Names the screen in its heading and in the title of the page, when the name changes without a new page.
import { one } from './dom.js';
import { flags } from './elsewhere.js';

/** @param {string} name */
export function nameScreen(name) {
  if (one('h1').textContent === name) return;
  one('h1').textContent = name;
  document.title = `${name} · ${flags.called ?? 'Egne ord'}`;
}
