// "Klar?".
import { ready } from '../../core/views/ready.js';
import { nearestMeetings, statementOf } from '../../data/meetings.js';
import { start } from '../app.js';
import { one, show } from '../dom.js';
import { carry, idHere, words, wordsHere } from '../page.js';
import { keepAwake } from '../wake_lock.js';

/** Without an id it is the nearest meeting. @returns {ReturnType<typeof wordsHere>} */
async function nearest() {
  const here = await wordsHere();
  if (here.meeting || idHere()) return here;
  const { next } = await nearestMeetings();
  return next ? { statement: await statementOf(next), meeting: next, id: next.id } : here;
}

start(async () => {
  keepAwake();
  const { statement, meeting, id } = await nearest();
  carry(id);
  show(one('[data-view=ready]'), ready({ statement, meeting }, words));
});
