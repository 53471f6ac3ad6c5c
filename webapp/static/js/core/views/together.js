// The last step of "Skriv sammen": both people read through the text, exactly as it is in the boxes.
import { hasPrivate } from '../meeting/lines_left_out.js';
import { partName, titleOf } from '../language/labels.js';
import { own, titleElement } from '../markup/own_words.js';
import { PARTS } from '../statement/fields.js';
import { called } from '../statement/called.js';
import { h } from '../markup/tree.js';

/** @typedef {import('../language/catalogue.js').Catalogue} Catalogue */
/** @typedef {import('../statement/fields.js').Statement} Statement */

/**
 * The parts that are not blank.
 * @param {Pick<Statement, 'parts'>} statement
 * @param {Catalogue} words
 */
export function readThrough({ parts }, words) {
  const { t } = words;
  const written = PARTS.filter((part) => parts[part].trim());
  if (!written.length)
    return h('p', { class: 'empty' }, t('Her står ikke noget endnu. Det er helt i orden.'));
  return h(
    'div',
    { class: 'read-through' },
    written.map((part) =>
      h(
        'section',
        {},
        h('h3', {}, partName(part, words)),
        own('p', {}, parts[part]),
        h(
          'button',
          { type: 'button', class: 'button quiet', 'data-act': 'fix', 'data-part': part, 'data-key': part },
          t('Ret'),
          h('span', { class: 'unseen' }, `: ${partName(part, words)}`),
        ),
      ),
    ),
  );
}

/**
 * Names the statement that the two continue. The boxes show all of it, so this warns when some sentences are
 * private.
 * @param {Statement} statement
 * @param {Catalogue} words
 */
export function whichWords(statement, words) {
  const { t, paths, lang } = words;
  const name = called(statement, lang);
  return h(
    'div',
    {},
    h('p', {}, t('I skriver videre på:'), ' ', titleElement('bdi', {}, name, titleOf(name, words))),
    hasPrivate(statement) &&
      h('p', { class: 'hint' }, t('Noget af teksten har du gjort privat. Her kan I begge se det.')),
    h('p', {}, h('a', { class: 'button quiet', href: `${paths.together}#ny` }, t('Skriv nye ord'))),
  );
}
