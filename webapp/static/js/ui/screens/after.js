// "Bagefter": two answers after a meeting, the agreements, and optional notes. The person is asked once.
import { OVER_MINUTES, TEXTS_AFTER, isAhead } from '../../core/meeting/fields.js';
import { agreementRows } from '../../core/views/items.js';
import { meetingName, whenAndWhere } from '../../core/views/start_list.js';
import { newId } from '../../data/identity.js';
import { wallNow } from '../../data/documents/meetings.js';
import { putAside } from '../../data/documents/meeting_choices.js';
import { h } from '../../core/markup/tree.js';
import { all, onActs, one, show } from '../dom.js';
import { grow, textIn, write } from '../editing/form_fields.js';
import { itemList } from '../editing/item_list.js';
import { writeMeeting } from '../editing/meeting_page.js';
import { failed, idHere, words } from '../page.js';
import { keepSayingDates, sayDates } from '../widgets/said_dates.js';

/** @typedef {import('../../core/meeting/fields.js').Meeting} Meeting */
/** @typedef {import('../../core/meeting/fields.js').Agreement} Agreement */

const TEXTS = TEXTS_AFTER;
/** @param {string} name @returns {HTMLTextAreaElement} */
const box = (name) => one(`[name="${name}"]`);
const agreements = itemList(
  () => one('[data-agreements]'),
  (/** @type {Agreement[]} */ items) => agreementRows(items, words),
  (id, value, row) => ({
    id,
    who: value('who'),
    what: value('what'),
    when: value('when'),
    done: 'done' in row.dataset,
  }),
);

/** @type {import('../editing/meeting_draft.js').MeetingDraft} */
let draft;

/** @param {string} name @returns {HTMLInputElement[]} */
const radios = (name) => all(`input[name="${name}"]`).map((input) => /** @type {HTMLInputElement} */ (input));
const chosen = (/** @type {'said' | 'heard'} */ name) =>
  /** @type {Meeting['said']} */ (radios(name).find(({ checked }) => checked)?.value ?? '');

const isEmpty = (/** @type {Agreement} */ { who, what, when }) =>
  ![who, what, when].some((text) => text.trim());
/** An empty row is not an agreement. */
const read = () => ({
  said: chosen('said'),
  heard: chosen('heard'),
  agreements: agreements.read().filter((row) => !isEmpty(row)),
  ...Object.fromEntries(TEXTS.map((name) => [name, textIn(box(name))])),
});

/** @param {Meeting} meeting */
function put(meeting) {
  for (const name of /** @type {const} */ (['said', 'heard']))
    for (const radio of radios(name)) radio.checked = radio.value === meeting[name];
  const emptyRows = agreements
    .read()
    .filter((row) => isEmpty(row) && !meeting.agreements.some(({ id }) => id === row.id));
  agreements.write([
    ...meeting.agreements,
    ...(meeting.agreements.length || emptyRows.length
      ? emptyRows
      : [{ id: newId(), who: '', what: '', when: '', done: false }]),
  ]);
  sayDates();
  for (const name of TEXTS) write(box(name), meeting[name]);
  one('[data-not-your-fault]').hidden = meeting.said !== 'no' && meeting.heard !== 'no';
  show(one('[data-view=which]'), h('span', {}, whenAndWhere(meeting, words, meetingName(meeting, words))));
}

/** @type {import('../dom.js').Acts} */
const acts = {
  'add-agreement': () => agreements.add({ who: '', what: '', when: '', done: false }),
  'item-remove': ({ dataset }) => {
    agreements.remove(dataset.item ?? '');
    draft.typed();
  },
  done: async () => {
    await draft.save();
    if (idHere()) await putAside(idHere());
    location.assign(words.paths.meetings);
  },
};

/** Starts the screen. */
export async function start() {
  onActs(acts, failed);
  draft = await writeMeeting({
    read,
    write: put,
    saved: (meeting) => {
      put(draft.onScreen());
      if (!meeting.asked)
        void putAside(meeting.id)
          .then(() => draft.remoteChange())
          .catch(failed);
    },
  });
  // Opening this screen counts as being asked, whatever the answer.
  if (draft.isStored && !draft.base.asked && !isAhead(draft.base, wallNow(OVER_MINUTES)))
    await putAside(draft.base.id).then(() => draft.remoteChange());
  keepSayingDates();
  for (const area of all('textarea')) grow(/** @type {HTMLTextAreaElement} */ (area));
  one('[data-form]').addEventListener('change', ({ target }) => {
    // A tap is saved at once.
    if (target instanceof HTMLInputElement && target.type === 'radio') void draft.save();
  });
}
