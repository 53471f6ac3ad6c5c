// The only renderer. A view is a plain tree; it becomes markup in the service worker and nodes on the page.
// Text is always text: there is no way to put markup into a tree.

/** @typedef {string | number | boolean | null | undefined} Value */
/** @typedef {{tag: string, attrs: Record<string, Value>, children: Child[]}} Tree */
/** @typedef {Tree | string | number | null | undefined | false} Child */

const VOID = new Set(['br', 'input', 'hr', 'circle']);
const NAME = /^[a-z][a-z0-9-]*$/i;

/**
 * One element. Attributes that are false, null or undefined are left out; true gives an attribute without a
 * value.
 * @param {string} tag @param {Record<string, Value>} attrs @param {...(Child | Child[])} children
 * @returns {Tree}
 */
export function h(tag, attrs, ...children) {
  return { tag, attrs, children: children.flat() };
}

/** @param {string} text */
const escape = (text) => text.replace(/[&<>"'\r]/g, (sign) => `&#${sign.charCodeAt(0)};`);

/** @param {string} name */
function checked(name) {
  if (!NAME.test(name) || /^on/i.test(name)) throw new TypeError(`not a name for markup: ${name}`);
  return name;
}

/** @param {[string, Value]} attribute */
function attribute([name, value]) {
  if (value === false || value === null || value === undefined) return '';
  return value === true ? ` ${checked(name)}` : ` ${checked(name)}="${escape(String(value))}"`;
}

/**
 * The tree as HTML, escaped by construction.
 * @param {Child} child @returns {string}
 */
export function toHtml(child) {
  if (child === null || child === undefined || child === false) return '';
  if (typeof child !== 'object') return escape(String(child));
  const open = `<${checked(child.tag)}${Object.entries(child.attrs).map(attribute).join('')}>`;
  return VOID.has(child.tag) ? open : `${open}${child.children.map(toHtml).join('')}</${child.tag}>`;
}

/**
 * Whether all characters survive as UTF-8 markup: a NUL or half a surrogate pair does not.
 * @param {string} markup
 */
export const survivesMarkup = (markup) =>
  !/\0|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/.test(markup);
