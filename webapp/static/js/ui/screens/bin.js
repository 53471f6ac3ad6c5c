// The bin: thirty days to change one's mind.
import { bin } from '../../core/views/kept.js';
import { allNotes, restoreNote } from '../../data/explorations.js';
import { allMeetings } from '../../data/meetings.js';
import { restoreMeeting } from '../../data/save_meeting.js';
import { allStatements, daysLeft, restoreStatement } from '../../data/statements.js';
import { start } from '../app.js';
import { onActs, one, show } from '../dom.js';
import { failed, say, words } from '../page.js';

/** @template {{deleted: string | null}} Kept @param {Kept[]} all @returns {(Kept & {days: number})[]} */
const binned = (all) => all.flatMap((one) => (one.deleted ? [{ ...one, days: daysLeft(one.deleted) }] : []));

async function render() {
  const [statements, meetings, notes] = await Promise.all([allStatements(), allMeetings(), allNotes()]);
  show(one('[data-view=bin]'), bin({ statements: binned(statements), meetings: binned(meetings), notes: binned(notes) }, words));
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
