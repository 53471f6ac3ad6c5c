// "Mine møder".
import { OVER_MINUTES } from '../../core/meeting.js';
import { meetingList } from '../../core/views/meetings.js';
import { listen } from '../../data/channel.js';
import { settleAgreement } from '../../data/meeting_choices.js';
import { allMeetings, getMeeting, wallNow } from '../../data/meetings.js';
import { start } from '../app.js';
import { onActs, one, show } from '../dom.js';
import { agreementFile } from '../calendar.js';
import { failed, say, words } from '../page.js';

const { t } = words;

async function render() {
  show(one('[data-view=meetings]'), meetingList({ meetings: await allMeetings(), since: wallNow(OVER_MINUTES) }, words));
}

onActs({
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
}, failed);

start(async () => {
  await render();
  listen(() => void render().catch(failed));
  window.addEventListener('pageshow', ({ persisted }) => persisted && void render().catch(failed));
});
