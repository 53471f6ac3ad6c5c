// "Dine ord": every statement, newest first.
import { formatDay } from '../language/catalogue.js';
import { kindName, titleOf } from '../language/labels.js';
import { labelledControl, titleElement } from '../markup/own_words.js';
import { h } from '../markup/tree.js';

/** @typedef {import('../statement/fields.js').Statement} Statement */
/** @typedef {import('../language/catalogue.js').Catalogue} Catalogue */

/** @param {Statement} statement @param {Catalogue} words */
function card(statement, words) {
  const { t, paths, lang } = words;
  const { id } = statement;
  const name = titleOf(statement, words);
  const isTitled = Boolean(statement.title.trim());
  const note = [kindName(statement.kind, words), formatDay(statement.updated, lang)]
    .filter(Boolean)
    .join(' · ');
  const link = (/** @type {string} */ path, /** @type {string} */ label) =>
    labelledControl('a', { href: `${path}#${id}` }, label, name, isTitled);
  const act = (/** @type {string} */ act, /** @type {string} */ label) =>
    labelledControl(
      'button',
      { type: 'button', class: 'button quiet', 'data-act': act, 'data-id': id },
      label,
      name,
      isTitled,
    );
  return h(
    'li',
    { class: 'card' },
    h('h2', {}, titleElement('a', { class: 'card-title', href: `${paths.write}#${id}` }, statement, name)),
    h('p', { class: 'card-note' }, note),
    (statement.alternatives ?? []).length > 0 &&
      h('p', { class: 'card-note' }, link(paths.two, t('To udgaver'))),
    h(
      'div',
      { class: 'card-acts' },
      link(paths.five, t('Sig dem')),
      link(paths.write, t('Ret')),
      link(paths.print, t('På papir')),
      link(paths.share, t('Del med én')),
      act('start-from', t('Brug som start')),
      act('bin', t('Smid ud')),
    ),
  );
}

/**
 * Statements, newest first. At most `most` are drawn, and `data-more` tells that there are others. Nothing
 * when there are none: the shell then shows its own invitation.
 * @param {{statements: Statement[], most?: number}} state
 * @param {Catalogue} words
 */
export function statementList({ statements, most = statements.length }, words) {
  return (
    statements.length > 0 &&
    h(
      'ul',
      { class: 'card-list', 'data-more': statements.length > most },
      statements.slice(0, most).map((statement) => card(statement, words)),
    )
  );
}
