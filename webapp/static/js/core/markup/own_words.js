// Shows the person's words in a tree: styled as theirs, never translated, in the direction of their own
// script. Views have no other way to show them, so that none of the three can be forgotten. For fields in the
// shells, see templates/_own.html.
import { h } from './tree.js';

/** @typedef {import('./tree.js').Child} Child */
/** @typedef {Record<string, import('./tree.js').Value>} Attributes */

/** A placeholder for the person's words while a sentence of the app is looked up. */
const SLOT = '\u{f0000}';

/** @param {Attributes} attrs @returns {Attributes} */
const theirs = ({ class: more, ...attrs }) => ({
  class: more ? `words ${more}` : 'words',
  translate: 'no',
  ...attrs,
});

/**
 * A block that holds only the person's words.
 * @param {string} tag @param {Attributes} attrs @param {...(Child | Child[])} children
 */
export const own = (tag, attrs, ...children) => h(tag, { ...theirs(attrs), dir: 'auto' }, ...children);

/**
 * The person's words inside a line of the app, without effect on its direction.
 * @param {string} text @param {Attributes} [attrs]
 */
export const ownInline = (text, attrs = {}) => h('bdi', theirs(attrs), text);

/**
 * A block of pieces, in the direction of the first piece that has one. The pieces get no `dir`: a browser
 * passes over such elements when it detects the direction, and two Arabic sentences would be in the order of
 * Danish ones.
 * @param {string} tag @param {Attributes} attrs @param {...(Child | Child[])} pieces
 */
export const ownBlock = (tag, attrs, ...pieces) => h(tag, { ...attrs, dir: 'auto' }, ...pieces);

/** One sentence of such a block. @param {string} text @param {Attributes} [attrs] */
export const ownPiece = (text, attrs = {}) => h('span', theirs(attrs), text);

/**
 * The app's stem in such a block. Its direction is separate and does not decide the block's.
 * @param {string} stem @param {Attributes} [attrs]
 */
export const stemPiece = (stem, attrs = {}) => h('bdi', { class: 'stem', ...attrs }, stem);

/**
 * A sentence of such a block, after its stem.
 * @param {import('../statement/short_view.js').FirstLine} line @param {Attributes} [attrs] of the sentence
 * @returns {Child[]}
 */
export const linePieces = ({ stem: { stem, inline }, text }, attrs) => [
  stem && stemPiece(inline ? stem : `${stem}…`),
  stem && ' ',
  ownPiece(text, attrs),
];

/**
 * A field for the person's words, without spell checking or writing suggestions.
 * @param {'textarea' | 'input'} tag @param {Attributes} attrs @param {string} [text]
 */
export const ownField = (tag, attrs, text) =>
  own(tag, { spellcheck: 'false', writingsuggestions: 'false', ...attrs }, text);

/**
 * The person's title, or the app's name for something without one.
 * @param {string} tag @param {Attributes} attrs @param {{title: string}} statement
 * @param {string} name from `titleOf`
 */
export const titleElement = (tag, attrs, { title }, name) =>
  title.trim() ? own(tag, attrs, name) : h(tag, attrs, name);

/**
 * A control whose `aria-label` tells screen reader users what it is about. The label would be
 * translated with the control, so that is off; the visible text stays translatable.
 * @param {string} tag @param {Attributes} attrs @param {string} label @param {string} what the person's words
 * @param {boolean} [isTheirs] false where `what` is the app's name for something without one
 */
export function labelledControl(tag, attrs, label, what, isTheirs = true) {
  const named = { ...attrs, 'aria-label': `${label}: ${what}` };
  return isTheirs
    ? h(tag, { ...named, translate: 'no' }, h('span', { translate: 'yes' }, label))
    : h(tag, named, label);
}

/**
 * A sentence of the app around the person's words.
 * @param {(slot: string) => string} sentence @param {string} text @returns {Child[]}
 */
export function around(sentence, text) {
  const [before, after] = sentence(SLOT).split(SLOT);
  return [before, ownInline(text), after];
}
