// "Del med én": shows every line that a link can show, each with a tick.
import { capitalised, formatWhen } from '../language/catalogue.js';
import { fieldsToShare, LINES_MAX, linesToShare } from '../sharing/what_is_shared.js';
import { partName } from '../language/labels.js';
import { lineKey } from '../meeting/fields.js';
import { own } from '../markup/own_words.js';
import { h } from '../markup/tree.js';
import { fieldName } from './conflicts.js';
import { meetingName } from './start_list.js';

/** @typedef {import('../language/catalogue.js').Catalogue} Catalogue */
/** @typedef {import('../sharing/what_is_shared.js').Source} Source */
/** @typedef {import('../sharing/what_is_shared.js').MeetingField} MeetingField */
/** @typedef {import('../markup/tree.js').Child} Child */

/** @param {Record<string, string>} names @param {boolean} isOn @param {Child} words */
const tick = (names, isOn, words) =>
  h(
    'li',
    {},
    h(
      'label',
      { class: 'tick' },
      h('input', { type: 'checkbox', ...names, 'data-key': Object.values(names).join(':'), checked: isOn }),
      words,
    ),
  );

/** @param {NonNullable<Source['meeting']>} meeting @param {MeetingField} field @param {Catalogue} words */
function fieldValue(meeting, field, { lang }) {
  if (field === 'at') return h('span', {}, capitalised(formatWhen(meeting.at, lang, true)));
  if (field !== 'questions') return own('span', {}, meeting[field]);
  return h(
    'span',
    { class: 'tick-lines' },
    meeting.questions
      .map(({ text }) => text)
      .filter((text) => text.trim())
      .map((text) => own('span', {}, text)),
  );
}

/** @param {NonNullable<Source['meeting']>} meeting @param {Set<string>} off @param {Catalogue} words */
function meetingPart(meeting, off, words) {
  const fields = fieldsToShare(meeting);
  const name = (/** @type {MeetingField} */ field) =>
    field === 'questions' ? words.t('Dine spørgsmål') : fieldName(field, words);
  return (
    fields.length > 0 &&
    h(
      'section',
      { class: 'share-part' },
      h('h3', {}, meetingName(meeting, words)),
      h(
        'ul',
        { class: 'ticks' },
        fields.map((field) =>
          tick(
            { 'data-field': field },
            !off.has(field),
            h(
              'span',
              { class: 'tick-lines' },
              h('span', { class: 'hint' }, name(field)),
              fieldValue(meeting, field, words),
            ),
          ),
        ),
      ),
    )
  );
}

/**
 * `changed`: ticks that the person changed, by line or field.
 * @param {Source & {changed: Map<string, boolean>}} state
 * @param {Catalogue} words
 */
export function shareChoices({ statement, meeting, changed }, words) {
  const { t, paths } = words;
  const { parts, isCut } = linesToShare({ statement, meeting });
  const off = new Set([...changed].filter(([, isOn]) => !isOn).map(([key]) => key));
  if (!parts.length && !fieldsToShare(meeting).length) {
    return h(
      'div',
      { class: 'empty' },
      h('p', {}, t('Her er der ikke noget at dele endnu.')),
      h('a', { class: 'button main', href: paths.write }, t('Skriv en sætning')),
    );
  }
  return h(
    'div',
    {},
    statement &&
      parts.length > 0 &&
      statement.title.trim() &&
      h(
        'ul',
        { class: 'ticks share-title' },
        tick({ 'data-field': 'title' }, !off.has('title'), own('span', {}, statement.title)),
      ),
    parts.map(({ part, lines }) =>
      h(
        'section',
        { class: 'share-part' },
        h('h3', {}, partName(part, words)),
        h(
          'ul',
          { class: 'ticks' },
          lines.map((line) =>
            tick(
              { 'data-part': part, 'data-text': line.text },
              changed.get(lineKey(line)) ?? line.isOn,
              own('span', {}, line.text),
            ),
          ),
        ),
      ),
    ),
    meeting && meetingPart(meeting, off, words),
    isCut &&
      h(
        'p',
        { class: 'hint' },
        t('Der er plads til {n} sætninger i et link. Resten bliver ikke delt.', { n: LINES_MAX }),
      ),
  );
}
