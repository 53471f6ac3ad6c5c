// The bin: deleted documents can be restored for thirty days, or erased at once.
import { BIN_DAYS } from '../../core/documents/bin.js';
import { bin } from '../../core/views/history.js';
import { binDays } from '../../data/documents/bin.js';
import { eraseNow } from '../../data/documents/erase.js';
import { allNotes, restoreNote } from '../../data/documents/explorations.js';
import { allMeetings } from '../../data/documents/meetings.js';
import { restoreMeeting } from '../../data/documents/save_meeting.js';
import { restoreStatement } from '../../data/documents/save_statement.js';
import { allStatements } from '../../data/documents/statements.js';
import { onActs, one, show } from '../dom.js';
import { failed, say, words } from '../page.js';

/**
 * @template {{id: string, deleted: string | null}} Stored
 * @param {Stored[]} all
 * @param {Map<string, number>} days
 * @returns {(Stored & {days: number})[]}
 */
const binned = (all, days) =>
  all.flatMap((item) => (item.deleted ? [{ ...item, days: days.get(item.id) ?? BIN_DAYS }] : []));

/** What the person may be about to erase: an id, 'all' or ''. */
let asks = '';

async function readBin() {
  const [statements, meetings, notes, days] = await Promise.all([
    allStatements(),
    allMeetings(),
    allNotes(),
    binDays(),
  ]);
  return {
    statements: binned(statements, days),
    meetings: binned(meetings, days),
    notes: binned(notes, days),
  };
}

async function render() {
  const all = await readBin();
  show(one('[data-view=bin]'), bin({ ...all, asks }, words));
}

/** Ask about one thing, or about nothing. @param {string} key */
async function ask(key) {
  const before = asks;
  asks = key;
  await render();
  const next = key ? '[data-act=keep]' : `[data-act=ask-erase][data-of="${before}"]`;
  return document.querySelector(next);
}

/** @param {HTMLElement} button */
async function erase({ dataset: { of: key = '' } }) {
  const all = Object.values(await readBin()).flat();
  await eraseNow(key === 'all' ? all.map(({ id }) => id) : [key]);
  asks = '';
  await render();
  say(key === 'all' ? words.t('Kurven er tom nu.') : words.t('Det er væk.'));
}

/** @type {import('../dom.js').Acts} */
const acts = {
  restore: async (button) => {
    await restoreStatement(button.dataset.id ?? '');
    await render();
    say(words.t('Nu er de her igen.'));
  },
  'restore-meeting': async (button) => {
    await restoreMeeting(button.dataset.id ?? '');
    await render();
    say(words.t('Nu er mødet her igen.'));
  },
  'ask-erase': ({ dataset }) => ask(dataset.of ?? ''),
  keep: () => ask(''),
  erase,
  'restore-note': async (button) => {
    await restoreNote(button.dataset.id ?? '');
    await render();
    say(words.t('Nu er noten her igen.'));
  },
};

/** Starts the screen. */
export function start() {
  onActs(acts, failed);
  return render();
}
