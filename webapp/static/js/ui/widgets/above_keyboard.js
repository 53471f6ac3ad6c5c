// Keeps the steps above the keyboard where it lies over the page (Safari); other browsers make the page shorter.
import { one } from '../dom.js';

/** Lifts the steps while the keyboard is open. */
export function stayAboveKeyboard() {
  const view = globalThis.visualViewport;
  if (!view) return;
  const steps = one('.steps');
  const lift = () => {
    const covered = view.scale > 1.1 ? 0 : innerHeight - view.height - view.offsetTop; // 1.1: a zoomed page
    const below = one('.acts').offsetHeight;
    steps.style.setProperty('--lift', `${Math.max(0, Math.round(covered - below))}px`);
  };
  lift();
  for (const type of ['resize', 'scroll']) view.addEventListener(type, lift);
}
