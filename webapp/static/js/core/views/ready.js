// "Gør dig klar": everything a person needs in the waiting room, on one screen.
import { forMeeting } from '../meeting/lines_left_out.js';
import { meetingLine } from '../language/labels.js';
import { linePieces, own, ownBlock, ownInline } from '../markup/own_words.js';
import { firstLines } from '../statement/short_view.js';
import { h } from '../markup/tree.js';

/** @typedef {import('../language/catalogue.js').Catalogue} Catalogue */
/** @typedef {import('../meeting/fields.js').Meeting} Meeting */
/** @typedef {import('../statement/fields.js').Statement} Statement */

/** @param {string} heading @param {...import('../markup/tree.js').Child} children */
const section = (heading, ...children) =>
  h('section', { class: 'ready-part' }, h('h2', {}, heading), children);

/** @param {import('../statement/short_view.js').FirstLine} line */
const spoken = (line) => linePieces(line, { 'data-sentence': true });

/**
 * A button that makes this the first line.
 * @param {import('../statement/short_view.js').FirstLine} line
 */
function choice(line) {
  const { part, text } = line;
  const named = { 'data-part': part, 'data-text': text, 'data-key': `first:${part}:${text}` };
  const attrs = { type: 'button', class: 'say-choice', 'data-act': 'first', ...named };
  return h('li', {}, ownBlock('button', attrs, ...spoken(line)));
}

/** @param {Catalogue} words @returns {import('../markup/tree.js').Child[]} */
const nothingToSay = ({ t, paths }) => [
  h(
    'p',
    {},
    t('Her står din første sætning, når du har skrevet den.'),
    ' ',
    h('a', { href: paths.write }, t('Skriv en sætning')),
  ),
];

/**
 * The first line, and others to choose instead.
 * @param {Statement} statement
 * @param {Meeting | null} meeting
 * @param {Catalogue} words
 * @returns {import('../markup/tree.js').Child[]}
 */
function firstSentence(statement, meeting, words) {
  const [first, ...others] = firstLines(forMeeting(statement, meeting), words.lang);
  if (!first) return nothingToSay(words);
  return [
    ownBlock('p', { class: 'say-now', tabindex: -1 }, ...spoken(first)),
    others.length > 0 && h('h3', { id: 'other-first' }, words.t('Eller begynd med')),
    others.length > 0 &&
      h('ul', { class: 'say-choices', 'aria-labelledby': 'other-first' }, others.map(choice)),
  ];
}

/** @param {{statement: Statement | null, meeting: Meeting | null}} state @param {Catalogue} words */
export function ready({ statement, meeting }, words) {
  const { t } = words;
  const questions = (meeting?.questions ?? []).filter(({ text }) => text.trim());
  return h(
    'div',
    { class: 'ready' },
    meeting &&
      h(
        'p',
        { class: 'hint' },
        meetingLine(meeting, words),
        meeting.place.trim() && [' · ', ownInline(meeting.place)],
      ),
    section(
      t('Sig det her først'),
      ...(statement ? firstSentence(statement, meeting, words) : nothingToSay(words)),
    ),
    meeting &&
      meeting.people.trim() &&
      section(t('Hvem er med?'), own('p', { class: 'kept-text' }, meeting.people)),
    meeting &&
      meeting.companion.trim() &&
      section(t('Du har en med'), own('p', { class: 'kept-text' }, meeting.companion)),
    questions.length > 0 &&
      section(
        t('Dine spørgsmål'),
        h(
          'ol',
          { class: 'questions' },
          questions.map(({ text }) => h('li', {}, own('div', {}, text))),
        ),
      ),
  );
}
