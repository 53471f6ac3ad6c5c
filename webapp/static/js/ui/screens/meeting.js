// "Nyt møde" and "Dit møde": when, where, with whom, the person's questions, and which statement to use.
import { titleOf } from '../../core/language/labels.js';
import { TEXTS_BEFORE } from '../../core/meeting/fields.js';
import { titleElement } from '../../core/markup/own_words.js';
import { called } from '../../core/statement/called.js';
import { questionRows } from '../../core/views/items.js';
import { meetingConflicts } from '../../core/views/conflicts.js';
import { binMeeting, restoreMeeting } from '../../data/documents/save_meeting.js';
import { wallNow } from '../../data/documents/meetings.js';
import { remindersOf } from '../../data/reminders/reminders.js';
import { allStatements } from '../../data/documents/statements.js';
import { onActs, one, show, toDom } from '../dom.js';
import { setChoice, textIn, write } from '../editing/form_fields.js';
import { h } from '../../core/markup/tree.js';
import { itemList } from '../editing/item_list.js';
import { writeMeeting } from '../editing/meeting_page.js';
import { failed, say, words } from '../page.js';
import { keepSayingDates, sayDates } from '../widgets/said_dates.js';
import { nameScreen } from '../screen_name.js';

/** @typedef {import('../../core/meeting/fields.js').Meeting} Meeting */
/** @typedef {import('../../core/meeting/fields.js').Question} Question */

const { t, paths } = words;
const TEXTS = TEXTS_BEFORE;
/** @param {string} name @returns {HTMLInputElement} */
const box = (name) => one(`[name="${name}"]`);
const questions = itemList(
  () => one('[data-questions]'),
  (/** @type {Question[]} */ items) => questionRows(items, words),
  (id, value) => ({ id, text: value('text') }),
);

/** @type {import('../editing/meeting_draft.js').MeetingDraft} */
let draft;
/**
 * Resolves `isOpen`, on which presses wait that come before the meeting is read.
 * @type {() => void}
 */
let opened = () => {};
const isOpen = new Promise((/** @type {(value: void) => void} */ resolve) => {
  opened = resolve;
});

function read() {
  const [day, time] = [box('day').value, box('time').value];
  return {
    kind: /** @type {Meeting['kind']} */ (box('kind').value),
    at: day && time ? `${day}T${time}` : day,
    statement: box('statement').value,
    ...Object.fromEntries(TEXTS.map((name) => [name, textIn(box(name))])),
    questions: questions.read(),
  };
}

/** @param {Meeting} meeting */
function put(meeting) {
  setChoice(box('kind'), meeting.kind);
  setChoice(box('day'), meeting.at.slice(0, 10));
  if (meeting.at || !box('time').value) setChoice(box('time'), meeting.at.slice(11));
  setChoice(box('statement'), meeting.statement);
  for (const name of TEXTS) write(box(name), meeting[name]);
  questions.write(meeting.questions);
  sayDates();
  nameScreen(draft?.isStored ? t('Dit møde') : t('Nyt møde'));
  one('[data-next-steps]').hidden = !draft?.isStored;
  one('[data-next-steps]').toggleAttribute('data-painted', true);
  show(one('[data-view=other-texts]'), meetingConflicts(meeting, words));
}

/**
 * Show a notice if reminders to come were set for an earlier time of the meeting.
 * @param {Meeting} meeting
 */
async function checkReminders({ id, at }) {
  const ahead = (await remindersOf(id)).filter(({ wall }) => wall > wallNow());
  one('[data-moved]').hidden = ahead.every((reminder) => reminder.at === at);
}

/** Fill the list of statements to choose from. */
async function offerStatements() {
  const select = /** @type {HTMLSelectElement} */ (/** @type {unknown} */ (box('statement')));
  for (const statement of (await allStatements()).filter(({ deleted }) => !deleted)) {
    const name = called(statement, words.lang);
    select.append(toDom(titleElement('option', { value: statement.id }, name, titleOf(name, words))));
  }
}

/** @param {() => void} change to the list of questions */
const changeList = (change) => {
  change();
  draft.typed();
};

/** @type {import('../dom.js').Acts} */
const acts = {
  'add-question': () => questions.add({ text: '' }),
  'item-up': ({ dataset }) => changeList(() => questions.move(dataset.item ?? '', -1)),
  'item-down': ({ dataset }) => changeList(() => questions.move(dataset.item ?? '', 1)),
  'item-remove': ({ dataset }) => changeList(() => questions.remove(dataset.item ?? '')),
  'use-other': ({ dataset }) => draft.choose(Number(dataset.which), true),
  'keep-shown': ({ dataset }) => draft.choose(Number(dataset.which), false),
  'bin-meeting': async (button) => {
    await draft.save();
    await binMeeting(draft.base.id);
    one('[data-form]').hidden = one('[data-next-steps]').hidden = true;
    const isReminded = (await remindersOf(draft.base.id)).some(({ wall }) => wall > wallNow());
    const reminders =
      isReminded && h('a', { href: `${paths.remind}#${draft.base.id}` }, t('Slet også påmindelserne'));
    say([
      t('Mødet er smidt ud.'),
      ' ',
      h('button', { type: 'button', class: 'button quiet', 'data-act': 'undo' }, t('Fortryd')),
      ' ',
      h('a', { href: paths.meetings }, t('Mine møder')),
      ' ',
      reminders,
    ]);
    button.hidden = true;
  },
  undo: async () => {
    await restoreMeeting(draft.base.id);
    one('[data-form]').hidden = one('[data-next-steps]').hidden = false;
    say(t('Nu er mødet her igen.'));
    one('[data-act=bin-meeting]').hidden = false;
    return one('[data-act=bin-meeting]');
  },
};

/** Starts the screen. */
export async function start() {
  onActs(acts, failed, isOpen);
  draft = await writeMeeting(
    {
      read,
      write: put,
      saved: (meeting) => {
        put(draft.onScreen());
        void checkReminders(meeting).catch(failed);
      },
    },
    offerStatements(),
  );
  put(draft.onScreen());
  keepSayingDates();
  opened();
  await checkReminders(draft.base);
}
