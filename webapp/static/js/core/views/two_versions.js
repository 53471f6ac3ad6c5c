// "To udgaver": two conflicting versions from two devices, side by side and in full, to choose from.
import { partName } from '../language/labels.js';
import { own, ownField } from '../markup/own_words.js';
import { h } from '../markup/tree.js';

/** @typedef {import('../statement/fields.js').Statement} Statement */
/** @typedef {import('../statement/fields.js').Alternative} Alternative */
/** @typedef {import('../language/catalogue.js').Catalogue} Catalogue */

/** @param {Alternative} alternative @param {Statement} statement */
export const currentText = ({ part }, statement) =>
  part === 'title' ? statement.title : statement.parts[part];

/** @param {string} name @param {string} text @param {string} act @param {string} label @param {number} i */
const version = (name, text, act, label, i) =>
  h(
    'div',
    { class: 'card' },
    h('h3', {}, name),
    own('p', { class: 'kept-text' }, text),
    h(
      'p',
      {},
      h(
        'button',
        { type: 'button', class: 'button', 'data-act': act, 'data-which': i, 'data-key': `${act}${i}` },
        label,
      ),
    ),
  );

/** @param {Statement} statement @param {Catalogue} words */
const pair = (statement, words) => (/** @type {Alternative} */ alternative, /** @type {number} */ i) => {
  const { t } = words;
  const { part, text } = alternative;
  return h(
    'section',
    { class: 'two-versions' },
    h('h2', {}, part === 'title' ? t('Titel') : partName(part, words)),
    h(
      'div',
      { class: 'side-by-side' },
      version(t('Den, der står nu'), currentText(alternative, statement), 'keep', t('Behold den her'), i),
      version(t('Den anden'), text, 'use', t('Brug den her'), i),
    ),
    h(
      'p',
      { class: 'link-row' },
      part !== 'title' &&
        h(
          'button',
          {
            type: 'button',
            class: 'button quiet',
            'data-act': 'both',
            'data-which': i,
            'data-key': `both${i}`,
          },
          t('Behold begge'),
        ),
      h(
        'button',
        {
          type: 'button',
          class: 'button quiet',
          'data-act': 'third',
          'data-which': i,
          'data-key': `third${i}`,
          'aria-expanded': 'false',
        },
        t('Skriv en ny'),
      ),
    ),
    h(
      'div',
      { class: 'field', 'data-third': i, hidden: true },
      h('label', { for: `third${i}` }, t('Sådan skal der stå')),
      ownField('textarea', { id: `third${i}`, rows: 4 }),
      h(
        'button',
        { type: 'button', class: 'button main', 'data-act': 'write', 'data-which': i },
        t('Brug det'),
      ),
    ),
  );
};

/** @param {{statement: Statement | null}} state @param {Catalogue} words */
export function twoVersions({ statement }, words) {
  const alternatives = statement?.alternatives ?? [];
  if (!statement || !alternatives.length) return h('p', { class: 'empty' }, words.t('Her er kun én udgave.'));
  return h('div', {}, alternatives.map(pair(statement, words)));
}
