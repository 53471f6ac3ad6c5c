// "Uden mål": one note, and a closed fold with what the person can do with it.
import { partName, titleOf } from '../language/labels.js';
import { around, own, ownField, titleElement } from '../markup/own_words.js';
import { PARTS } from '../statement/fields.js';
import { h } from '../markup/tree.js';
import { called } from '../statement/called.js';

/** @typedef {import('../language/catalogue.js').Catalogue} Catalogue */
/** @typedef {import('../statement/fields.js').Part} Part */
/** @typedef {import('../statement/fields.js').Statement} Statement */
/**
 * Where a sentence was just copied to. `which`: its index in the note.
 * @typedef {{which: number, part: Part, statement: Statement}} Taken
 */
/**
 * `id`: of the note. `vault`: whether the vault is on, and so can be ticked. `chosen`: index of the pressed
 * sentence, or -1. `into`: the id of a statement, or '' for a new one.
 * @typedef {{
 *   id: string, sentences: string[], statements: Statement[], vault: boolean, ticked: boolean,
 *   chosen: number, into: string, taken: Taken | null
 * }} Choices
 */

/**
 * @param {import('../exploration/fields.js').Exploration} note
 * @param {number} n its number among the notes of the same chance
 * @param {Catalogue} words
 */
export const noteRow = ({ id, chance, text }, n, { t }) =>
  h(
    'li',
    { class: 'note', 'data-note': id },
    h('label', { class: 'unseen', for: `note-${id}` }, t('Note {n}', { n })),
    ownField('textarea', { id: `note-${id}`, rows: 2, 'aria-describedby': `${chance}-more` }, text),
  );

/** @param {Catalogue} words */
export const noteFold = ({ t }) =>
  h(
    'details',
    { class: 'note-more' },
    h('summary', {}, t('Brug eller smid ud')),
    h('div', { 'data-choices': true }),
  );

/** @param {string} id @param {Catalogue} words */
export const noteGone = (id, { t }) =>
  h(
    'li',
    { class: 'note-gone', 'data-gone': id },
    t('Noten er smidt ud.'),
    ' ',
    h('button', { type: 'button', class: 'button quiet', 'data-act': 'undo-note' }, t('Fortryd')),
  );

/** @param {Choices} choices @param {Catalogue} words */
function destination({ id, statements, into }, words) {
  const { t } = words;
  return h(
    'div',
    { class: 'note-where' },
    h('p', { class: 'card-label' }, t('Brug den her sætning')),
    statements.length > 0 &&
      h(
        'div',
        { class: 'field' },
        h('label', { for: `into-${id}` }, t('Hvilke ord skal den med i?')),
        h(
          'select',
          { id: `into-${id}`, 'data-key': 'into' },
          statements.map((statement) => {
            const name = called(statement, words.lang);
            const attrs = { value: statement.id, selected: statement.id === into };
            return titleElement('option', attrs, name, titleOf(name, words));
          }),
          h('option', { value: '', selected: !into }, t('Nye ord')),
        ),
      ),
    h('p', { class: 'hint' }, t('Hvor skal den stå?')),
    h(
      'p',
      { class: 'parts' },
      PARTS.map((part) =>
        h(
          'button',
          {
            type: 'button',
            class: 'button',
            'data-act': 'take-sentence',
            'data-part': part,
            'data-key': part,
          },
          partName(part, words),
        ),
      ),
    ),
  );
}

/** @param {Taken} taken @param {Catalogue} words */
export function takenWords({ part, statement }, words) {
  const { t } = words;
  const name = partName(part, words);
  if (!statement.title.trim()) return [t('Nu står den under »{part}«.', { part: name })];
  return around(
    (title) => t('Nu står den under »{part}« i »{title}«.', { part: name, title }),
    statement.title,
  );
}

/** @param {Taken} taken @param {Catalogue} words */
const takenNotice = (taken, words) =>
  h(
    'div',
    { class: 'note-where' },
    h('p', {}, takenWords(taken, words)),
    h(
      'p',
      {},
      h(
        'a',
        { class: 'button', href: `${words.paths.write}#${taken.statement.id}`, 'data-key': 'taken' },
        words.t('Se den i Skriv'),
      ),
    ),
  );

/** @param {Choices} choices @param {Catalogue} words */
export function noteChoices(choices, words) {
  const { t } = words;
  const { sentences, vault, ticked, chosen, taken } = choices;
  return h(
    'div',
    {},
    vault &&
      h(
        'label',
        { class: 'tick' },
        h('input', { type: 'checkbox', 'data-tick': true, 'data-key': 'tick', checked: ticked }),
        t('Gem også i boksen'),
      ),
    h('p', { class: 'hint' }, t('Vil du bruge en sætning? Tryk på den. Den bliver også stående her.')),
    h(
      'ul',
      { class: 'note-sentences' },
      sentences.map((sentence, i) =>
        h(
          'li',
          {},
          own(
            'button',
            {
              type: 'button',
              class: 'note-sentence',
              'data-act': 'choose-sentence',
              'data-which': i,
              'data-key': `sentence${i}`,
              'aria-expanded': String(i === chosen),
            },
            sentence,
          ),
          i === chosen && destination(choices, words),
          taken?.which === i && takenNotice(taken, words),
        ),
      ),
    ),
    h(
      'p',
      { class: 'link-row' },
      h(
        'button',
        { type: 'button', class: 'button quiet', 'data-act': 'bin-note', 'data-key': 'bin' },
        t('Smid noten ud'),
      ),
    ),
  );
}
