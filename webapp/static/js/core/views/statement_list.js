// "Dine ord": every statement as a sheet with its first line, newest first.
import { formatDay } from '../language/catalogue.js';
import { kindName, titleOf } from '../language/labels.js';
import { forMeeting } from '../meeting/lines_left_out.js';
import { labelledControl, linePieces, own, ownBlock } from '../markup/own_words.js';
import { h } from '../markup/tree.js';
import { openingLine } from '../statement/short_view.js';

/** @typedef {import('../statement/fields.js').Statement} Statement */
/** @typedef {import('../language/catalogue.js').Catalogue} Catalogue */
/** @typedef {import('../meeting/fields.js').Meeting} Meeting */

/** More than fit on a screen: the page draws the others once these are painted. */
export const FIRST_SHEETS = 16;

/**
 * The acts on a statement, folded away. `name` and `isTheirs`: how a screen reader tells one from another.
 * @param {Statement} statement @param {string} name @param {boolean} isTheirs @param {Catalogue} words
 */
function acts({ id }, name, isTheirs, { t, paths }) {
  const link = (
    /** @type {import('../language/catalogue.js').ScreenName} */ path,
    /** @type {string} */ label,
  ) => labelledControl('a', { href: `${paths[path]}#${id}` }, label, name, isTheirs);
  const act = (/** @type {string} */ act, /** @type {string} */ label) =>
    labelledControl(
      'button',
      { type: 'button', class: 'button quiet', 'data-act': act, 'data-id': id },
      label,
      name,
      isTheirs,
    );
  return h(
    'details',
    { class: 'card-more' },
    labelledControl('summary', { 'data-key': `more:${id}` }, t('Mere'), name, isTheirs),
    h(
      'div',
      { class: 'card-acts' },
      link('five', t('Fem minutter')),
      link('print', t('På papir')),
      link('share', t('Del med én')),
      link('take', t('Som tekst eller billede')),
      act('start-from', t('Lav en kopi, og ret i den')),
      act('bin', t('Smid ud')),
    ),
  );
}

/**
 * What opens a sheet: its title, or its first line where it has none. It covers the whole sheet.
 * @param {Statement} statement @param {import('../markup/tree.js').Child[]} line @param {Catalogue} words
 */
function opener(statement, line, words) {
  const attrs = { class: 'card-title', href: `${words.paths.write}#${statement.id}` };
  if (statement.title.trim()) return own('a', attrs, statement.title);
  if (line.length) return ownBlock('a', { ...attrs, class: 'card-title card-line' }, line);
  return h('a', attrs, titleOf(statement, words));
}

/**
 * A statement as a sheet.
 * @param {Statement} statement @param {Meeting | null | undefined} today whose left-out lines are not shown
 * @param {Catalogue} words
 */
export function card(statement, today, words) {
  const { t, paths, lang } = words;
  const { id, title } = statement;
  const isToday = today && (today.statement || id) === id;
  const first = openingLine(isToday ? forMeeting(statement, today) : statement, lang);
  const line = first ? linePieces(first) : [];
  const isTitled = Boolean(title.trim());
  const name = isTitled || !first ? titleOf(statement, words) : first.text;
  const note = [kindName(statement.kind, words), formatDay(statement.updated, lang)];
  return h(
    'li',
    { class: 'card' },
    h('h2', {}, opener(statement, line, words)),
    isTitled && first && ownBlock('p', { class: 'card-line' }, line),
    h(
      'div',
      { class: 'card-foot' },
      h('p', { class: 'card-note' }, note.filter(Boolean).join(' · ')),
      (statement.alternatives ?? []).length > 0 &&
        labelledControl(
          'a',
          { href: `${paths.two}#${id}` },
          t('To udgaver'),
          name,
          isTitled || Boolean(first),
        ),
      acts(statement, name, isTitled || Boolean(first), words),
    ),
  );
}

/**
 * Statements, newest first. At most `most` are drawn, and `data-more` tells that there are others. Nothing
 * when there are none: the shell then shows its own invitation.
 * @param {{statements: Statement[], today?: Meeting | null, most?: number}} state
 * @param {Catalogue} words
 */
export function statementList({ statements, today, most = statements.length }, words) {
  return (
    statements.length > 0 &&
    h(
      'ul',
      { class: 'card-list', 'data-more': statements.length > most },
      statements.slice(0, most).map((statement) => card(statement, today, words)),
    )
  );
}
