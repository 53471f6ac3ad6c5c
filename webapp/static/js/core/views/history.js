// Two lists of what the app keeps in the background: earlier versions, and the bin.
import { formatDay } from '../language/catalogue.js';
import { chanceName, partName, titleOf } from '../language/labels.js';
import { labelledControl, own, titleElement } from '../markup/own_words.js';
import { PARTS } from '../statement/fields.js';
import { h } from '../markup/tree.js';
import { emptyBinButton, eraseButton, eraseQuestion } from './erase_now.js';
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
 * Earlier versions, newest first. `asks`: the key of the one that the person may be about to erase.
 * @param {{statement: Statement | null, snapshots: Snapshot[], asks?: string}} state
 * @param {Catalogue} words
 */
export function versions({ statement, snapshots, asks = '' }, words) {
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
          { open: asks === String(key) },
          h('summary', {}, formatDay(at, lang, true)),
          document.title && own('p', { class: 'kept-text' }, document.title),
          wholeText(document, words),
          asks === String(key)
            ? eraseQuestion(asks, words)
            : h(
                'p',
                { class: 'link-row' },
                h(
                  'button',
                  { type: 'button', class: 'button', 'data-act': 'take-back', 'data-key': key },
                  t('Hent den her udgave tilbage'),
                ),
                eraseButton(String(key), words),
              ),
        ),
      ),
    ),
  );
}

/**
 * What can be done with something in the bin, or the question before it is erased.
 * @param {{id: string, act: string, name: string, isTheirs?: boolean, asks: string}} thing
 * @param {Catalogue} words
 */
const binnedActs = ({ id, act, name, isTheirs = false, asks }, words) =>
  asks === id
    ? eraseQuestion(id, words)
    : h(
        'p',
        { class: 'link-row' },
        labelledControl(
          'button',
          { type: 'button', class: 'button', 'data-act': act, 'data-id': id },
          words.t('Hent tilbage'),
          name,
          isTheirs,
        ),
        eraseButton(id, words, { name, isTheirs }),
      );

/** @param {Meeting & {days: number}} meeting @param {string} asks @param {Catalogue} words */
const binnedMeeting = (meeting, asks, words) =>
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
    binnedActs({ id: meeting.id, act: 'restore-meeting', name: meetingName(meeting, words), asks }, words),
  );

/**
 * A note without a goal, with its words folded as on its own screen.
 * @param {Exploration & {days: number}} note @param {string} asks @param {Catalogue} words
 */
const binnedNote = ({ id, chance, text, days }, asks, words) =>
  h(
    'li',
    { class: 'card' },
    h('h2', {}, words.t('Note uden mål')),
    h('p', { class: 'card-note' }, chanceName(chance, words)),
    h('p', { class: 'card-note' }, words.tn('Ligger her {n} dag endnu', 'Ligger her {n} dage endnu', days)),
    h('details', {}, h('summary', {}, words.t('Se ordene')), own('p', { class: 'kept-text' }, text)),
    binnedActs({ id, act: 'restore-note', name: words.t('Note uden mål'), asks }, words),
  );

/** @param {Statement & {days: number}} statement @param {string} asks @param {Catalogue} words */
function binnedStatement(statement, asks, words) {
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
    binnedActs(
      { id: statement.id, act: 'restore', name, isTheirs: Boolean(named.title.trim()), asks },
      words,
    ),
  );
}

/**
 * The bin. `days`: how many more days an item stays. `asks`: the id of the thing that the person may be about
 * to erase, or 'all'.
 * @param {{
 *   statements: (Statement & {days: number})[],
 *   meetings: (Meeting & {days: number})[],
 *   notes: (Exploration & {days: number})[],
 *   asks?: string
 * }} state
 * @param {Catalogue} words
 */
export function bin({ statements, meetings, notes, asks = '' }, words) {
  const { t } = words;
  if (!statements.length && !meetings.length && !notes.length)
    return h('p', { class: 'empty' }, t('Papirkurven er tom.'));
  return h(
    'div',
    {},
    h(
      'ul',
      { class: 'bin' },
      meetings.map((meeting) => binnedMeeting(meeting, asks, words)),
      notes.map((note) => binnedNote(note, asks, words)),
      statements.map((statement) => binnedStatement(statement, asks, words)),
    ),
    asks === 'all' ? eraseQuestion('all', words) : h('p', { class: 'link-row' }, emptyBinButton(words)),
  );
}
