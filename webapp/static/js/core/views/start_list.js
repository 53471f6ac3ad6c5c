// The start screen: the meeting to look back on, the next meeting, and below them every statement.
import { capitalised, formatWhen } from '../language/catalogue.js';
import { kindName } from '../language/labels.js';
import { ownInline } from '../markup/own_words.js';
import { h } from '../markup/tree.js';
import { statementList } from './statement_list.js';

/** @typedef {import('../meeting/fields.js').Meeting} Meeting */
/** @typedef {import('../language/catalogue.js').Catalogue} Catalogue */

/**
 * The kind of a meeting, or the word for a meeting when none is chosen.
 * @param {Pick<Meeting, 'kind'>} meeting
 * @param {Catalogue} words
 */
export const meetingName = ({ kind }, words) =>
  kind && kind !== 'other' ? kindName(kind, words) : words.t('Møde');

/** When and where, in one line. @param {Meeting} meeting @param {Catalogue} words */
export const whenAndWhere = ({ at, place }, { lang, t }) => [
  at ? capitalised(formatWhen(at, lang)) : t('Dagen er ikke valgt endnu'),
  ...(place.trim() ? [' · ', ownInline(place)] : []),
];

/** @param {Meeting} meeting @param {Catalogue} words */
function nextMeeting(meeting, words) {
  const { t, paths } = words;
  const { id } = meeting;
  return h(
    'section',
    { class: 'card next-meeting', 'aria-labelledby': 'next-meeting' },
    h('h2', { id: 'next-meeting', class: 'card-label' }, t('Næste møde')),
    h('p', { class: 'next-name' }, h('a', { href: `${paths.meeting}#${id}` }, meetingName(meeting, words))),
    h('p', { class: 'card-note' }, whenAndWhere(meeting, words)),
    h(
      'p',
      { class: 'link-row' },
      h('a', { class: 'button main', href: `${paths.five}#${id}` }, t('Fem minutter')),
      h('a', { class: 'button', href: `${paths.say}#${id}` }, t('Sig det')),
      h('a', { class: 'button quiet', href: `${paths.ready}#${id}` }, t('Klar?')),
      h('a', { class: 'button quiet', href: `${paths.remind}#${id}` }, t('Påmind mig')),
    ),
  );
}

/** @param {Meeting} meeting @param {Catalogue} words */
const lookBack = ({ id }, { t, paths }) =>
  h(
    'section',
    { class: 'notice', 'aria-labelledby': 'look-back' },
    h('h2', { id: 'look-back', class: 'card-label' }, t('Efter mødet')),
    h('p', {}, t('Pust ud først. Der er ingen hast. Vil du skrive lidt om, hvordan det gik?')),
    h(
      'p',
      { class: 'link-row' },
      h('a', { class: 'button', href: `${paths.after}#${id}` }, t('Ja, lidt')),
      h(
        'button',
        { type: 'button', class: 'button quiet', 'data-act': 'put-aside', 'data-id': id },
        t('Nej tak'),
      ),
    ),
  );

/**
 * Nothing when there is nothing to list: the shell then shows its own invitation.
 * @param {Parameters<typeof statementList>[0] & {next: Meeting | null, over: Meeting | null}} state
 * @param {Catalogue} words
 */
export function startList({ next, over, ...state }, words) {
  const list = statementList(state, words);
  if (!next && !over) return list;
  const invitation = h(
    'p',
    { class: 'empty' },
    words.t('Her er der plads til dine ord. Skriv lidt på en god dag. Så har du dem på en svær.'),
  );
  return h('div', {}, over && lookBack(over, words), next && nextMeeting(next, words), list || invitation);
}
