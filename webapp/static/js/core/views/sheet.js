// The statement on paper: one A4 page with title, date, a line for staff, the four headings and the person's
// words.
import { formatDay } from '../language/catalogue.js';
import { partName } from '../language/labels.js';
import { own } from '../markup/own_words.js';
import { PACE_DEFAULT } from '../text/pace.js';
import { forMeeting, leftOutNow, shownText } from '../meeting/lines_left_out.js';
import { shortView } from '../statement/short_view.js';
import { h } from '../markup/tree.js';

/** @typedef {import('../statement/fields.js').Statement} Statement */
/** @typedef {import('../statement/fields.js').Part} Part */
/** @typedef {import('../meeting/fields.js').Meeting} Meeting */
/** @typedef {import('../language/catalogue.js').Catalogue} Catalogue */

/**
 * @param {Statement} statement
 * @param {Meeting | null} meeting
 * @param {Catalogue} words
 * @param {boolean} whole
 * @returns {[Part, string][]}
 */
function partsShown(statement, meeting, words, whole) {
  const leftOut = meeting ? leftOutNow(meeting, statement) : [];
  if (whole) return statement.order.map((part) => [part, shownText(statement, part, leftOut)]);
  const view = shortView(forMeeting(statement, meeting), {
    layer: 'spoken',
    pace: PACE_DEFAULT,
    lang: words.lang,
  });
  return view.parts.map(({ part, runs }) => [
    part,
    runs.flatMap((run) => (run.shown ? run.sentences.map(({ text }) => text) : [])).join(' '),
  ]);
}

/**
 * @param {{statement: Statement | null, meeting?: Meeting | null, whole?: boolean}} state
 * @param {Catalogue} words
 */
export function sheet({ statement, meeting = null, whole = true }, words) {
  const { t, lang } = words;
  if (!statement) return h('p', { class: 'empty' }, t('Her er der ikke noget at udskrive endnu.'));
  const parts = partsShown(statement, meeting, words, whole);
  return h(
    'div',
    { class: 'sheet-body' },
    h(
      'header',
      { class: 'sheet-top' },
      own('p', { class: 'sheet-title' }, statement.title),
      h('p', { class: 'sheet-date' }, formatDay(statement.updated, lang)),
      h(
        'p',
        { class: 'sheet-staff' },
        t('Det her har jeg selv skrevet før mødet. Læs det, før vi taler om planen.'),
      ),
    ),
    parts.map(([part, text]) =>
      h('section', { class: 'sheet-part' }, h('h2', {}, partName(part, words)), own('p', {}, text)),
    ),
  );
}
