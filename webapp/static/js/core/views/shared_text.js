// What the reader of a link sees: only what the sender chose, and nothing that leads into the sender's app.
import { capitalised, formatDay, formatWhen } from '../language/catalogue.js';
import { partName } from '../language/labels.js';
import { own, ownInline } from '../markup/own_words.js';
import { h } from '../markup/tree.js';
import { fieldName } from './conflicts.js';
import { meetingName } from './start_list.js';

/** @typedef {import('../sharing/document.js').Shared} Shared */
/** @typedef {import('../language/catalogue.js').Catalogue} Catalogue */

/** @param {string} name @param {import('../markup/tree.js').Child} text */
const row = (name, text) => [h('dt', {}, name), h('dd', {}, text)];

/** @param {NonNullable<Shared['meeting']>} meeting @param {string} theirs @param {Catalogue} words */
function meetingPart(meeting, theirs, words) {
  const { at, questions } = meeting;
  const fields = /** @type {const} */ (['place', 'people', 'about']);
  const rows = [
    at && row(fieldName('at', words), capitalised(formatWhen(at, words.lang, true))),
    ...fields.map(
      (field) =>
        meeting[field].trim() && row(fieldName(field, words), own('div', { lang: theirs }, meeting[field])),
    ),
  ].filter(Boolean);
  return [
    rows.length > 0 &&
      h(
        'section',
        { class: 'sheet-part' },
        h('h2', {}, meetingName(meeting, words)),
        h('dl', { class: 'shared-meeting' }, rows.flat()),
      ),
    questions.length > 0 &&
      h(
        'section',
        { class: 'sheet-part' },
        h('h2', {}, words.t('Spørgsmål')),
        h(
          'ol',
          {},
          questions.map((text) => h('li', {}, own('div', { lang: theirs }, text))),
        ),
      ),
  ];
}

/** @param {{shared: Shared, expires: string}} state `expires` ISO 8601 in UTC @param {Catalogue} words */
export function sharedText({ shared, expires }, words) {
  const { t, lang } = words;
  const { from, title, parts, meeting, made } = shared;
  return h(
    'div',
    { class: 'sheet-body' },
    h(
      'header',
      { class: 'sheet-top' },
      title.trim()
        ? own('h1', { class: 'sheet-title', lang: shared.lang }, title)
        : h('h1', { class: 'sheet-title' }, t('Her er nogle ord til dig')),
      from && h('p', { class: 'shared-from' }, t('Fra'), ' ', ownInline(from, { lang: shared.lang })),
      h('p', { class: 'sheet-date' }, formatDay(made, lang)),
      h(
        'p',
        { class: 'sheet-staff' },
        meeting ? t('Det her har jeg selv skrevet før mødet.') : t('Det her har jeg selv skrevet.'),
      ),
    ),
    parts.map(({ part, text }) =>
      h(
        'section',
        { class: 'sheet-part' },
        h('h2', {}, partName(part, words)),
        own('p', { lang: shared.lang }, text),
      ),
    ),
    meeting && meetingPart(meeting, shared.lang, words),
    h(
      'p',
      { class: 'shared-until' },
      t('Linket virker til {when}', { when: formatDay(expires, lang, true) }),
    ),
  );
}
