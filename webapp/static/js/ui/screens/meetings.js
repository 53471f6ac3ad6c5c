// "Mine møder": all meetings, with their agreements.
import { OVER_MINUTES } from '../../core/meeting/fields.js';
import { meetingList } from '../../core/views/meetings.js';
import { listen } from '../../data/storage/channel.js';
import { settleAgreement } from '../../data/documents/meeting_choices.js';
import { allMeetings, getMeeting, wallNow } from '../../data/documents/meetings.js';
import { all, onActs, one, show } from '../dom.js';
import { agreementFile } from '../widgets/calendar.js';
import { failed, say, words } from '../page.js';

const { t } = words;

/** Whether the person unfolded the meetings that are over. */
const isPastOpen = () => all('[data-past][open]').length > 0;

async function render() {
  const meetings = await allMeetings();
  const state = { meetings, since: wallNow(OVER_MINUTES), isPastOpen: isPastOpen() };
  show(one('[data-view=meetings]'), meetingList(state, words));
}

/** @type {import('../dom.js').Acts} */
const acts = {
  'agreement-done': async ({ dataset }) => {
    await settleAgreement(dataset.id ?? '', dataset.agreement ?? '');
    await render();
    say(t('Godt. Den ligger nu under mødet.'));
  },
  'agreement-calendar': async ({ dataset }) => {
    const meeting = await getMeeting(dataset.id ?? '');
    const agreement = meeting?.agreements.find(({ id }) => id === dataset.agreement);
    if (meeting && agreement) agreementFile(meeting, agreement);
  },
};

/** Starts the screen. */
export async function start() {
  onActs(acts, failed);
  await render();
  listen(() => void render().catch(failed));
  window.addEventListener('pageshow', ({ persisted }) => persisted && void render().catch(failed));
}
