// The only module that turns trees into DOM nodes. Markup is never built from strings.

import { afterComposing } from './composing.js';
import { hold, press } from './press.js';

/** @typedef {import('../core/markup/tree.js').Child} Child */
/**
 * Click handlers, by the name in data-act.
 * @typedef {Record<string, (element: HTMLElement) => unknown>} Acts
 */

const SVG = 'http://www.w3.org/2000/svg';
const SVG_TAGS = new Set(['svg', 'circle', 'rect', 'path', 'text', 'use']);

/** @param {Child} child @returns {Node} */
export function toDom(child) {
  if (child === null || child === undefined || child === false) return document.createDocumentFragment();
  if (typeof child !== 'object') return document.createTextNode(String(child));
  const element = SVG_TAGS.has(child.tag)
    ? document.createElementNS(SVG, child.tag)
    : document.createElement(child.tag);
  for (const [name, value] of Object.entries(child.attrs)) {
    if (value === false || value === null || value === undefined) continue;
    element.setAttribute(name, value === true ? '' : String(value));
  }
  element.append(...child.children.map(toDom));
  return element;
}

/**
 * The first element that matches a selector; throws if there is none.
 * @template {Element} [T=HTMLElement]
 * @param {string} selector @param {ParentNode} [within] @returns {T}
 */
export function one(selector, within = document) {
  const found = /** @type {T | null} */ (within.querySelector(selector));
  if (!found) throw new Error(`no element ${selector}`);
  return found;
}

/** @param {string} selector @param {ParentNode} [within] @returns {HTMLElement[]} */
export const all = (selector, within = document) =>
  [...within.querySelectorAll(selector)].map((e) => /** @type {HTMLElement} */ (e));

/**
 * Draw a tree in a place and mark the place as painted, which reveals what css/holds.css hides below it until
 * then. The focus stays on the control that is the same.
 * @param {Element} place @param {Child} tree
 */
export function show(place, tree) {
  afterComposing(place, () => draw(place, tree));
}

/** @param {Element} place @param {Child} tree */
function draw(place, tree) {
  const redrawn = hold(place);
  place.replaceChildren(toDom(tree));
  place.toggleAttribute('data-painted', true);
  redrawn();
}

/** The last press, if no handler has answered it. @type {HTMLElement | null} */
let unanswered = null;

/** @param {Event} event @returns {HTMLElement | null} */
const actOf = ({ target }) => (target instanceof Element ? target.closest('[data-act]') : null);

document.addEventListener('click', (event) => (unanswered = actOf(event)), true);

/** What opens a fold stays under the finger, unless it is so low that the press would seem to do nothing. */
const LOW = 0.7;

document.addEventListener('click', ({ target }) => {
  const opener = target instanceof Element && target.closest('summary');
  if (opener && opener.getBoundingClientRect().bottom > LOW * innerHeight)
    requestAnimationFrame(() => opener.parentElement?.scrollIntoView({ block: 'nearest' }));
});

/**
 * An act that waits until all is read, while the person goes on. Threat: it takes the focus to another box,
 * and the next letters with it.
 * @param {Promise<unknown>} ready @param {(element: HTMLElement) => unknown} act
 */
const late = (ready, act) => async (/** @type {HTMLElement} */ element) => {
  await ready;
  const typedIn = document.activeElement?.matches('input, textarea') ? document.activeElement : null;
  const next = await act(element);
  if (typedIn instanceof HTMLElement && typedIn !== element) typedIn.focus();
  return next;
};

/**
 * Call the handler named by the data-act of a clicked element. A button can be pressed before its code has
 * loaded; that press is answered now. `failed` reports an error in words.
 * @param {Acts} acts @param {(error: unknown) => void} failed
 * @param {Promise<unknown>} [ready] what the acts need has been read; a press waits for it
 */
export function onActs(acts, failed, ready) {
  // Once all is read, an act runs at once: browsers open a keyboard only directly in a click.
  void ready?.then(() => (ready = undefined)).catch(() => {}); // the screen reports why it was not read
  /** @param {HTMLElement | null} element @param {Promise<unknown>} [waits] */
  const answer = (element, waits) => {
    const act = element?.isConnected && acts[element.dataset.act ?? ''];
    if (!act) return;
    unanswered = null;
    void press(element, waits ? late(waits, act) : act, failed);
  };
  document.addEventListener('click', (event) => answer(actOf(event), ready));
  answer(unanswered, ready ?? Promise.resolve());
}
