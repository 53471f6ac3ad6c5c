// Trees become nodes here, and nowhere else. No markup from strings.

import { whenStill } from './composing.js';

/** @typedef {import('../core/markup/tree.js').Child} Child */
/** What a press does, by the name in data-act. @typedef {Record<string, (element: HTMLElement) => unknown>} Acts */

const SVG = 'http://www.w3.org/2000/svg';
const SVG_TAGS = new Set(['svg', 'circle', 'rect', 'path', 'text']);

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
 * The one element a selector names. @template {Element} [T=HTMLElement]
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

/** Show a tree in a place, which is painted then: what waits below it is seen (css/holds.css). Focus stays on the element with the same data-key. @param {Element} place @param {Child} tree */
export function show(place, tree) {
  whenStill(place, () => draw(place, tree));
}

/** @param {Element} place @param {Child} tree */
function draw(place, tree) {
  const key =
    document.activeElement instanceof HTMLElement && place.contains(document.activeElement)
      ? document.activeElement.dataset.key
      : undefined;
  place.replaceChildren(toDom(tree));
  place.toggleAttribute('data-painted', true);
  if (key !== undefined)
    all('[data-key]', place)
      .find((element) => element.dataset.key === key)
      ?.focus();
}

/**
 * Answer presses on elements with data-act by name. A failure is told in words by `failed`.
 * @param {Acts} acts @param {(error: unknown) => void} failed
 */
export function onActs(acts, failed) {
  document.addEventListener('click', (event) => {
    const element =
      event.target instanceof Element
        ? /** @type {HTMLElement | null} */ (event.target.closest('[data-act]'))
        : null;
    const act = element && acts[element.dataset.act ?? ''];
    if (!act) return;
    Promise.resolve()
      .then(() => act(element))
      .catch(failed);
  });
}
