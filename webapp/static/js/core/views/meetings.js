// "Mine møder": open agreements, coming meetings, and past ones.
import { capitalised, formatWhen } from '../language/catalogue.js';
import { answerWord } from '../language/labels.js';
import { isAhead, meetingsAhead } from '../meeting/fields.js';
import { labelledControl, own, ownBlock, ownPiece } from '../markup/own_words.js';
import { h } from '../markup/tree.js';
import { heardPicture } from './heard_picture.js';
import { meetingName, whenAndWhere } from './start_list.js';

/** @typedef {import('../meeting/fields.js').Meeting} Meeting */
/** @typedef {import('../meeting/fields.js').Agreement} Agreement */
/** @typedef {import('../language/catalogue.js').Catalogue} Catalogue */
/**
 * `since` is a local time, like `at`: meetings that began before it are over. `isPastOpen`: whether the person
 * unfolded those.
 * @typedef {{meetings: Meeting[], since: string, isPastOpen?: boolean}} State
 */

/**
 * The texts of an agreement that the person filled in.
 * @param {Agreement} agreement
 */
const wordsOf = ({ who, what }) => [who, what].filter((text) => text.trim());
const agreed = (/** @type {Agreement} */ agreement) => wordsOf(agreement).join(' · ');
const agreedView = (/** @type {Agreement} */ agreement) =>
  wordsOf(agreement).flatMap((text, i) => [i ? ' · ' : null, ownPiece(text)]);

/**
 * Open agreements, the nearest first; those without a day come last.
 * @param {Meeting[]} meetings
 */
function openAgreements(meetings) {
  const open = meetings
    .filter(({ deleted }) => !deleted)
    .flatMap((meeting) =>
      meeting.agreements
        .filter((agreement) => !agreement.done && agreed(agreement))
        .map((agreement) => ({ meeting, agreement })),
    );
  const key = (/** @type {Agreement} */ { when }) => when || '9';
  return open.sort((a, b) => (key(a.agreement) < key(b.agreement) ? -1 : 1));
}

/** @param {string} name @param {string} label @param {Meeting} meeting @param {Agreement} agreement */
const act = (name, label, { id }, agreement) =>
  labelledControl(
    'button',
    {
      type: 'button',
      class: 'button quiet',
      'data-act': name,
      'data-id': id,
      'data-agreement': agreement.id,
    },
    label,
    agreed(agreement),
  );

/** @param {State} state @param {Catalogue} words */
function agreements({ meetings }, words) {
  const { t, lang } = words;
  const open = openAgreements(meetings);
  return (
    open.length > 0 &&
    h(
      'section',
      { 'aria-labelledby': 'agreed' },
      h('h2', { id: 'agreed' }, t('Det har I aftalt')),
      h(
        'ul',
        { class: 'meeting-list' },
        open.map(({ meeting, agreement }) =>
          h(
            'li',
            { class: 'card' },
            ownBlock('p', { class: 'agreed' }, agreedView(agreement)),
            h(
              'p',
              { class: 'card-note' },
              agreement.when ? capitalised(formatWhen(agreement.when, lang, true)) : t('Uden dato'),
              ' · ',
              meetingName(meeting, words),
            ),
            h(
              'div',
              { class: 'card-acts' },
              act('agreement-done', t('Det er gjort'), meeting, agreement),
              agreement.when && act('agreement-calendar', t('Gem i kalender'), meeting, agreement),
            ),
          ),
        ),
      ),
    )
  );
}

/** @param {Meeting} meeting @param {Catalogue} words @param {...import('../markup/tree.js').Child} more */
const card = (meeting, words, ...more) =>
  h(
    'li',
    { class: 'card' },
    h(
      'h3',
      {},
      h(
        'a',
        { class: 'meeting-title', href: `${words.paths.meeting}#${meeting.id}` },
        meetingName(meeting, words),
      ),
    ),
    h('p', { class: 'card-note' }, whenAndWhere(meeting, words)),
    more,
  );

/** @param {State} state @param {Catalogue} words */
function ahead({ meetings, since }, words) {
  const { t, paths } = words;
  const found = meetingsAhead(meetings, since);
  return (
    found.length > 0 &&
    h(
      'section',
      { 'aria-labelledby': 'ahead' },
      h('h2', { id: 'ahead' }, t('Kommende møder')),
      h(
        'ul',
        { class: 'meeting-list' },
        found.map((meeting) =>
          card(
            meeting,
            words,
            h(
              'div',
              { class: 'card-acts' },
              ...[
                [paths.five, t('Fem minutter')],
                [paths.ready, t('Gør dig klar')],
                [paths.remind, t('Påmind mig')],
                [paths.rehearse, t('Øv dig')],
              ].map(([path, label]) =>
                h(
                  'a',
                  { href: `${path}#${meeting.id}`, 'aria-label': `${label}: ${meetingName(meeting, words)}` },
                  label,
                ),
              ),
            ),
          ),
        ),
      ),
    )
  );
}

/** @param {string} label @param {string} text */
const answer = (label, text) => Boolean(text) && [h('dt', {}, label), h('dd', {}, text)];
/** @param {string} label @param {string} text the person's own */
const ownAnswer = (label, text) => Boolean(text.trim()) && [h('dt', {}, label), own('dd', {}, text)];

/** @param {Meeting} meeting @param {Catalogue} words */
function answers(meeting, words) {
  const { t } = words;
  const rows = [
    answer(t('Fik du sagt det vigtigste?'), answerWord(meeting.said, words)),
    answer(t('Følte du dig hørt?'), answerWord(meeting.heard, words)),
    ...meeting.agreements
      .filter(agreed)
      .map((agreement) => [
        h('dt', {}, agreement.done ? t('Aftalt og klaret') : t('Aftalt')),
        ownBlock('dd', {}, agreedView(agreement)),
      ]),
    ownAnswer(t('Mit mål, med mine ord'), meeting.my_goal),
    ownAnswer(t('Deres mål, med deres ord'), meeting.their_goal),
    ownAnswer(t('Til næste gang'), meeting.next_time),
  ]
    .flat()
    .filter(Boolean);
  return rows.length > 0 && h('dl', { class: 'answers-given' }, rows);
}

/**
 * Meetings that are over, folded unless there is nothing else.
 * @param {State} state @param {boolean} isOpen @param {Catalogue} words
 */
function past({ meetings, since }, isOpen, words) {
  const { t, paths } = words;
  const found = meetings
    .filter((meeting) => !meeting.deleted && !isAhead(meeting, since))
    .sort((a, b) => (a.at < b.at ? 1 : -1));
  return (
    found.length > 0 &&
    h(
      'section',
      { 'aria-labelledby': 'past' },
      h(
        'details',
        { class: 'rows-fold past', 'data-past': true, open: isOpen },
        h('summary', { 'data-key': 'past' }, h('h2', { id: 'past' }, t('Tidligere møder'))),
        heardPicture(found, words),
        h(
          'ul',
          { class: 'meeting-list' },
          found.map((meeting) =>
            card(
              meeting,
              words,
              answers(meeting, words),
              h(
                'div',
                { class: 'card-acts' },
                h(
                  'a',
                  {
                    href: `${paths.after}#${meeting.id}`,
                    'aria-label': `${t('Bagefter')}: ${meetingName(meeting, words)}`,
                  },
                  t('Bagefter'),
                ),
              ),
            ),
          ),
        ),
      ),
    )
  );
}

/** @param {State} state @param {Catalogue} words */
export function meetingList(state, words) {
  const now = [agreements(state, words), ahead(state, words)].filter(Boolean);
  const parts = [...now, past(state, state.isPastOpen || !now.length, words)].filter(Boolean);
  if (!parts.length)
    return h(
      'p',
      { class: 'empty' },
      words.t('Her kan du samle dine møder. Så ligger dine ord klar, når du skal bruge dem.'),
    );
  return h('div', {}, parts);
}
