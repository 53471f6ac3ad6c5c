// "Slet nu": a button that erases one thing for good, and the one question that it asks first.
import { h } from '../markup/tree.js';
import { labelledControl } from '../markup/own_words.js';

/** @typedef {import('../language/catalogue.js').Catalogue} Catalogue */
/** @typedef {import('../markup/tree.js').Child} Child */

/**
 * @param {string} act @param {string} key of the thing; 'all' for everything in the bin
 * @param {string} label @param {string} [kind]
 */
const button = (act, key, label, kind = 'quiet') =>
  h('button', { type: 'button', class: `button ${kind}`, 'data-act': act, 'data-of': key }, label);

/**
 * @param {string} key @param {Catalogue} words
 * @param {{name: string, isTheirs: boolean}} [thing] what the button is for, for those who hear it alone
 */
export function eraseButton(key, { t }, thing) {
  const attributes = { type: 'button', class: 'button quiet', 'data-act': 'ask-erase', 'data-of': key };
  return thing
    ? labelledControl('button', attributes, t('Slet nu'), thing.name, thing.isTheirs)
    : h('button', attributes, t('Slet nu'));
}

/** @param {Catalogue} words */
export const emptyBinButton = ({ t }) => button('ask-erase', 'all', t('Tøm kurven'));

/**
 * The question about one thing, or about everything in the bin.
 * @param {string} key @param {Catalogue} words @returns {Child}
 */
export const eraseQuestion = (key, { t }) =>
  h(
    'div',
    { class: 'notice', 'data-erase-question': true },
    h(
      'p',
      {},
      key === 'all'
        ? t('Vil du tømme kurven nu? Så er det hele væk for altid.')
        : t('Vil du slette det nu? Så er det væk for altid.'),
    ),
    h(
      'p',
      { class: 'link-row' },
      button('erase', key, t('Ja, slet det'), 'main'),
      button('keep', key, t('Nej, behold det')),
    ),
  );
