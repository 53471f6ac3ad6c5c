// "To udgaver" of a meeting's fields: conflicting versions from two devices, in full, to choose from.
import { capitalised, formatWhen } from '../language/catalogue.js';
import { MEETING_FIELDS } from '../meeting/fields.js';
import { own } from '../markup/own_words.js';
import { h } from '../markup/tree.js';

/** @typedef {import('../meeting/fields.js').Meeting} Meeting */
/** @typedef {import('../language/catalogue.js').Catalogue} Catalogue */

/**
 * A field's name on the screens.
 * @param {import('../meeting/fields.js').Alternative['field']} field
 * @param {Catalogue} words
 */
export const fieldName = (field, { t }) => MEETING_FIELDS[field].label?.(t) ?? '';

/** @param {Meeting} meeting @param {Catalogue} words */
export function meetingConflicts(meeting, words) {
  const { t, lang } = words;
  const text = (/** @type {string} */ field, /** @type {string} */ value) =>
    field === 'at'
      ? h('p', {}, value ? capitalised(formatWhen(value, lang)) : t('Dagen er ikke valgt endnu'))
      : own('p', { class: 'kept-text' }, value);
  const button = (/** @type {string} */ act, /** @type {string} */ label, /** @type {number} */ i) =>
    h(
      'p',
      {},
      h(
        'button',
        { type: 'button', class: 'button', 'data-act': act, 'data-which': i, 'data-key': `${act}${i}` },
        label,
      ),
    );
  return (
    meeting.alternatives.length > 0 &&
    h(
      'section',
      { class: 'two-versions', 'aria-labelledby': 'two-versions' },
      h('h2', { id: 'two-versions' }, t('Her er to udgaver af det samme.')),
      meeting.alternatives
        .map(({ field, text: other }, i) => [
          h('h3', {}, fieldName(field, words)),
          h(
            'div',
            { class: 'side-by-side' },
            h(
              'div',
              { class: 'card' },
              h('h4', {}, t('Den, du bruger nu')),
              text(field, meeting[field]),
              button('keep-shown', t('Behold den her'), i),
            ),
            h(
              'div',
              { class: 'card' },
              h('h4', {}, t('Den anden')),
              text(field, other),
              button('use-other', t('Brug den her'), i),
            ),
          ),
        ])
        .flat(),
    )
  );
}
