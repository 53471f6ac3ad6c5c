// Lists that the person edits: questions in their own order, and agreements.
import { ownField } from '../markup/own_words.js';
import { h } from '../markup/tree.js';

/** @typedef {import('../language/catalogue.js').Catalogue} Catalogue */

/**
 * @param {string} act
 * @param {string} label
 * @param {string} id
 * @param {string} name
 * @param {boolean} [can]
 */
const act = (act, label, id, name, can = true) =>
  can &&
  h(
    'button',
    {
      type: 'button',
      class: 'button quiet',
      'data-act': act,
      'data-item': id,
      'data-key': `${act}${id}`,
      'aria-label': `${label}: ${name}`,
    },
    label,
  );

/** @param {string} field @param {string} id @param {string} label @param {string} value */
const box = (field, id, label, value) => [
  h('label', { class: 'item-label', for: `${field}-${id}` }, label),
  ownField(
    'textarea',
    { id: `${field}-${id}`, 'data-field': field, 'data-key': `${field}${id}`, rows: 1, maxlength: 2000 },
    value,
  ),
];

/** @param {string} field @param {string} id @param {string} label @param {string} value */
const dayBox = (field, id, label, value) => [
  h('label', { class: 'item-label', for: `${field}-${id}` }, label),
  h('input', {
    type: 'date',
    id: `${field}-${id}`,
    'data-field': field,
    'data-key': `${field}${id}`,
    value,
    max: '2199-12-31',
    'aria-describedby': `${field}-${id}-said`,
  }),
  h('p', { class: 'said-date', id: `${field}-${id}-said`, 'data-says': `${field}-${id}` }),
];

/** @param {import('../meeting/fields.js').Question[]} questions @param {Catalogue} words */
export function questionRows(questions, { t }) {
  return h(
    'ol',
    { class: 'items' },
    questions.map(({ id, text }, i) => {
      const name = t('Spørgsmål {n}', { n: i + 1 });
      return h(
        'li',
        { 'data-id': id },
        box('text', id, name, text),
        h(
          'p',
          { class: 'link-row' },
          act('item-up', t('Flyt op'), id, name, i > 0),
          act('item-down', t('Flyt ned'), id, name, i < questions.length - 1),
          act('item-remove', t('Fjern'), id, name),
        ),
      );
    }),
  );
}

/** @param {import('../meeting/fields.js').Agreement[]} agreements @param {Catalogue} words */
export function agreementRows(agreements, { t }) {
  return h(
    'ol',
    { class: 'items' },
    agreements.map(({ id, who, what, when, done }, i) => {
      const name = t('Aftale {n}', { n: i + 1 });
      return h(
        'li',
        { 'data-id': id, 'data-done': done },
        h(
          'div',
          { role: 'group', 'aria-label': name },
          box('who', id, t('Hvem?'), who),
          box('what', id, t('Gør hvad?'), what),
          dayBox('when', id, t('Hvornår?'), when),
          h('p', { class: 'link-row' }, act('item-remove', t('Fjern'), id, name)),
        ),
      );
    }),
  );
}
