// The bin: thirty days to change one's mind.
import { BIN_DAYS } from '../../core/bin.js';
import { bin } from '../../core/views/kept.js';
import { binDays } from '../../data/bin.js';
import { allNotes, restoreNote } from '../../data/explorations.js';
import { allMeetings } from '../../data/meetings.js';
import { restoreMeeting } from '../../data/save_meeting.js';
import { restoreStatement } from '../../data/save_statement.js';
import { allStatements } from '../../data/statements.js';
import { start } from '../app.js';
import { onActs, one, show } from '../dom.js';
import { failed, say, words } from '../page.js';

/** @template {{id: string, deleted: string | null}} Kept @param {Kept[]} all @param {Map<string, number>} days @returns {(Kept & {days: number})[]} */
const binned = (all, days) => all.flatMap((one) => (one.deleted ? [{ ...one, days: days.get(one.id) ?? BIN_DAYS }] : []));

async function render() {
  const [statements, meetings, notes, days] = await Promise.all([allStatements(), allMeetings(), allNotes(), binDays()]);
  show(one('[data-view=bin]'), bin({ statements: binned(statements, days), meetings: binned(meetings, days), notes: binned(notes, days) }, words));
}

onActs({
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
  'restore-note': async (button) => {
    await restoreNote(button.dataset.id ?? '');
    await render();
    say(words.t('Nu er noten her igen.'));
  },
}, failed);

start(render);
