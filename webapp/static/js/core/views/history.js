// Two lists of what the app keeps in the background: earlier versions, and the bin.
import { formatDay } from '../language/catalogue.js';
import { chanceName, partName, titleOf } from '../language/labels.js';
import { labelledControl, own, titleElement } from '../markup/own_words.js';
import { PARTS } from '../statement/fields.js';
import { h } from '../markup/tree.js';
import { called } from '../statement/called.js';
import { meetingName, whenAndWhere } from './start_list.js';

/** @typedef {import('../statement/fields.js').Statement} Statement */
/** @typedef {import('../meeting/fields.js').Meeting} Meeting */
/** @typedef {import('../exploration/fields.js').Exploration} Exploration */
/** @typedef {import('../language/catalogue.js').Catalogue} Catalogue */
/** @typedef {{key: number, at: string, document: Statement}} Snapshot */

/** @param {Statement} statement @param {Catalogue} words */
const wholeText = (statement, words) =>
  PARTS.filter((part) => statement.parts[part])
    .map((part) => [
      h('h3', {}, partName(part, words)),
      own('p', { class: 'kept-text' }, statement.parts[part]),
    ])
    .flat();

/**
 * Earlier versions, newest first.
 * @param {{statement: Statement | null, snapshots: Snapshot[]}} state
 * @param {Catalogue} words
 */
export function versions({ statement, snapshots }, words) {
  const { t, lang } = words;
  if (!statement || !snapshots.length) {
    return h('p', { class: 'empty' }, t('Her er der ikke nogen tidligere udgaver endnu.'));
  }
  return h(
    'ul',
    { class: 'versions' },
    snapshots.map(({ key, at, document }) =>
      h(
        'li',
        {},
        h(
          'details',
          {},
          h('summary', {}, formatDay(at, lang, true)),
          document.title && own('p', { class: 'kept-text' }, document.title),
          wholeText(document, words),
          h(
            'button',
            { type: 'button', class: 'button', 'data-act': 'take-back', 'data-key': key },
            t('Hent den her udgave tilbage'),
          ),
        ),
      ),
    ),
  );
}

/** @param {Meeting & {days: number}} meeting @param {Catalogue} words */
const binnedMeeting = (meeting, words) =>
  h(
    'li',
    { class: 'card' },
    h('h2', {}, meetingName(meeting, words)),
    h('p', { class: 'card-note' }, whenAndWhere(meeting, words)),
    h(
      'p',
      { class: 'card-note' },
      words.tn('Ligger her {n} dag endnu', 'Ligger her {n} dage endnu', meeting.days),
    ),
    h(
      'p',
      { class: 'link-row' },
      h(
        'button',
        {
          type: 'button',
          class: 'button',
          'data-act': 'restore-meeting',
          'data-id': meeting.id,
          'aria-label': `${words.t('Hent tilbage')}: ${meetingName(meeting, words)}`,
        },
        words.t('Hent tilbage'),
      ),
    ),
  );

/**
 * A note without a goal, with its words folded as on its own screen.
 * @param {Exploration & {days: number}} note
 * @param {Catalogue} words
 */
const binnedNote = ({ id, chance, text, days }, words) =>
  h(
    'li',
    { class: 'card' },
    h('h2', {}, words.t('Note uden mål')),
    h('p', { class: 'card-note' }, chanceName(chance, words)),
    h('p', { class: 'card-note' }, words.tn('Ligger her {n} dag endnu', 'Ligger her {n} dage endnu', days)),
    h('details', {}, h('summary', {}, words.t('Se ordene')), own('p', { class: 'kept-text' }, text)),
    h(
      'p',
      { class: 'link-row' },
      h(
        'button',
        {
          type: 'button',
          class: 'button',
          'data-act': 'restore-note',
          'data-id': id,
          'aria-label': `${words.t('Hent tilbage')}: ${words.t('Note uden mål')}`,
        },
        words.t('Hent tilbage'),
      ),
    ),
  );

/** @param {Statement & {days: number}} statement @param {Catalogue} words */
function binnedStatement(statement, words) {
  const { t, tn, lang } = words;
  const named = called(statement, lang);
  const name = titleOf(named, words);
  return h(
    'li',
    { class: 'card' },
    titleElement('h2', {}, named, name),
    h(
      'p',
      { class: 'card-note' },
      tn('Ligger her {n} dag endnu', 'Ligger her {n} dage endnu', statement.days),
    ),
    h('details', {}, h('summary', {}, t('Se ordene')), wholeText(statement, words)),
    h(
      'p',
      { class: 'link-row' },
      labelledControl(
        'button',
        { type: 'button', class: 'button', 'data-act': 'restore', 'data-id': statement.id },
        t('Hent tilbage'),
        name,
        Boolean(named.title.trim()),
      ),
    ),
  );
}

/**
 * The bin. `days`: how many more days an item stays.
 * @param {{
 *   statements: (Statement & {days: number})[],
 *   meetings: (Meeting & {days: number})[],
 *   notes: (Exploration & {days: number})[]
 * }} state
 * @param {Catalogue} words
 */
export function bin({ statements, meetings, notes }, words) {
  const { t } = words;
  if (!statements.length && !meetings.length && !notes.length)
    return h('p', { class: 'empty' }, t('Papirkurven er tom.'));
  return h(
    'ul',
    { class: 'bin' },
    meetings.map((meeting) => binnedMeeting(meeting, words)),
    notes.map((note) => binnedNote(note, words)),
    statements.map((statement) => binnedStatement(statement, words)),
  );
}
