// "Som tekst eller billede": the text that is sent or copied, folded, exactly as it is.
import { own } from '../markup/own_words.js';
import { h } from '../markup/tree.js';

/** @param {string} text @param {import('../language/catalogue.js').Catalogue} words */
export const takenText = (text, { t }) =>
  text
    ? h(
        'details',
        { class: 'taken' },
        h('summary', {}, t('Se teksten')),
        own('p', { class: 'taken-text' }, text),
      )
    : h('p', { class: 'hint' }, t('Her er der ikke noget at sende endnu.'));
