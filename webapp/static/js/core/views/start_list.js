// The start screen with words: the next meeting, an answer to a link, the meeting to look back on, and every
// statement.
import { capitalised, formatSoon, formatWhen, nameOfDay } from '../language/catalogue.js';
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

/**
 * When, with the year, and where, in one line; behind a name the day has a small letter.
 * @param {Meeting} meeting @param {Catalogue} words @param {string} [name]
 */
export function whenAndWhere({ at, place }, { lang, t }, name) {
  const when = at ? formatWhen(at, lang, true) : t('Dagen er ikke valgt endnu');
  return [name ? `${name} · ${when}` : capitalised(when), ...(place.trim() ? [' · ', ownInline(place)] : [])];
}

/**
 * The next meeting, with its day in plain words and the way to what to say there.
 * @param {Meeting} meeting @param {string} now local @param {Catalogue} words
 */
function nextMeeting({ id, at, place, kind }, now, words) {
  const { t, paths, lang } = words;
  return h(
    'section',
    { class: 'next-meeting', 'aria-labelledby': 'next-meeting' },
    h('h2', { id: 'next-meeting', class: 'card-label' }, t('Næste møde')),
    h(
      'p',
      { class: 'next-when' },
      at ? capitalised(formatSoon(at, lang, now)) : t('Dagen er ikke valgt endnu'),
    ),
    h(
      'p',
      { class: 'next-name' },
      h('a', { href: `${paths.meeting}#${id}` }, meetingName({ kind }, words)),
      place.trim() && [' · ', ownInline(place)],
    ),
    h('a', { class: 'button main wide', href: `${paths.five}#${id}` }, t('Fem minutter')),
    h(
      'p',
      { class: 'link-row' },
      h('a', { class: 'button', href: `${paths.say}#${id}` }, t('Sig det')),
      h('a', { class: 'button quiet', href: `${paths.ready}#${id}` }, t('Gør dig klar')),
      h('a', { class: 'button quiet', href: `${paths.remind}#${id}` }, t('Påmind mig')),
    ),
  );
}

/**
 * Which meeting to look back on, by its day.
 * @param {Meeting} meeting @param {string} now local @param {Catalogue} words
 */
function afterWhich({ at }, now, { t, lang }) {
  const day = at && nameOfDay(at, lang, now);
  if (day) return t('Efter mødet {day}', { day });
  return at ? t('Efter mødet {date}', { date: formatWhen(at.slice(0, 10), lang) }) : t('Efter mødet');
}

/** @param {Meeting} meeting @param {string} now local @param {Catalogue} words */
function lookBack(meeting, now, words) {
  const { t, paths } = words;
  return h(
    'section',
    { class: 'notice', 'aria-labelledby': 'look-back' },
    h('h2', { id: 'look-back', class: 'card-label' }, afterWhich(meeting, now, words)),
    h('p', {}, t('Pust ud først. Der er ingen hast. Vil du skrive lidt om, hvordan det gik?')),
    h(
      'p',
      { class: 'link-row' },
      h('a', { class: 'button', href: `${paths.after}#${meeting.id}` }, t('Ja, lidt')),
      h(
        'button',
        { type: 'button', class: 'button quiet', 'data-act': 'put-aside', 'data-id': meeting.id },
        t('Nej tak'),
      ),
    ),
  );
}

/** An answer to a link that the person has not looked at yet. @param {Catalogue} words */
const answerCame = ({ t, paths }) =>
  h(
    'p',
    { class: 'notice answer-came' },
    h('a', { href: paths.links }, t('Der er kommet svar på det, du har delt')),
  );

/**
 * Nothing when there is nothing to list: the shell then shows its own invitation. `answered`: whether an
 * answer to a link waits to be read.
 * @param {Parameters<typeof statementList>[0]
 *   & {next: Meeting | null, over: Meeting | null, now: string, answered?: boolean}} state
 * @param {Catalogue} words
 */
export function startList({ next, over, now, answered, ...state }, words) {
  const list = statementList(state, words);
  if (!next && !over && !answered) return list;
  return h(
    'div',
    {},
    next && nextMeeting(next, now, words),
    answered && answerCame(words),
    over && lookBack(over, now, words),
    list || h('p', { class: 'hint' }, words.t('Skriv lidt på en god dag. Så har du ordene klar på en svær.')),
  );
}
