// "Klar?": all that one needs in the waiting room, on one screen.
import { forMeeting } from '../for_meeting.js';
import { meetingLine } from '../labels.js';
import { shortView } from '../short_view.js';
import { own, ownBlock, ownInline, ownPiece, stemPiece } from '../own_words.js';
import { h } from '../tree.js';

/** @typedef {import('../catalogue.js').Catalogue} Catalogue */
/** @typedef {import('../meeting.js').Meeting} Meeting */
/** @typedef {import('../parts.js').Statement} Statement */

/** @param {string} heading @param {...import('../tree.js').Child} children */
const section = (heading, ...children) => h('section', { class: 'ready-part' }, h('h2', {}, heading), children);

/** The first sentence, with its stem. @param {Statement} statement @param {Meeting | null} meeting @param {Catalogue} words */
function firstSentence(statement, meeting, { lang }) {
  const [part] = shortView(forMeeting(statement, meeting), { layer: 'first_line', lang }).parts.filter(({ runs }) => runs.some(({ shown }) => shown));
  const sentences = part?.runs.flatMap(({ shown, sentences }) => (shown ? sentences : [])) ?? [];
  if (!part || !sentences.length) return null;
  const { stem, inline } = part.stem;
  return ownBlock('p', { class: 'say-now' }, ...(stem ? [stemPiece(inline ? stem : `${stem}…`), ' '] : []),
    sentences.map(({ text }) => ownPiece(text, { 'data-sentence': true })));
}

/** @param {{statement: Statement | null, meeting: Meeting | null}} state @param {Catalogue} words */
export function ready({ statement, meeting }, words) {
  const { t, paths } = words;
  const first = statement && firstSentence(statement, meeting, words);
  const questions = (meeting?.questions ?? []).filter(({ text }) => text.trim());
  return h('div', { class: 'ready' },
    meeting && h('p', { class: 'hint' }, meetingLine(meeting, words), meeting.place.trim() && [' · ', ownInline(meeting.place)]),
    section(t('Sig det her først'), first ?? h('p', {}, t('Her står din første sætning, når du har skrevet den.'), ' ', h('a', { href: paths.write }, t('Skriv en sætning')))),
    meeting && meeting.people.trim() && section(t('Hvem er med?'), own('p', { class: 'kept-text' }, meeting.people)),
    meeting && meeting.companion.trim() && section(t('Du har en med'), own('p', { class: 'kept-text' }, meeting.companion)),
    questions.length > 0 && section(t('Dine spørgsmål'), h('ol', { class: 'questions' }, questions.map(({ text }) => h('li', {}, own('div', {}, text))))));
}
