// "Klar?".
import { pickFirst } from '../../core/short_view.js';
import { ready } from '../../core/views/ready.js';
import { listen } from '../../data/channel.js';
import { nearestMeetings, statementOf } from '../../data/meetings.js';
import { saveStatement } from '../../data/save_statement.js';
import { start } from '../app.js';
import { onActs, one, show } from '../dom.js';
import { carry, failed, idHere, words, wordsHere } from '../page.js';
import { keepAwake } from '../wake_lock.js';

/** @typedef {import('../../core/parts.js').Part} Part */

const view = one('[data-view=ready]');
/** @type {Awaited<ReturnType<typeof wordsHere>>} */
let here = { statement: null, meeting: null, id: '' };

/** Without an id it is the nearest meeting. @returns {ReturnType<typeof wordsHere>} */
async function nearest() {
  const here = await wordsHere();
  if (here.meeting || idHere()) return here;
  const { next } = await nearestMeetings();
  return next ? { statement: await statementOf(next), meeting: next, id: next.id } : here;
}

async function read() {
  here = await nearest();
  carry(here.id);
  show(view, ready(here, words));
}

/**
 * What was pressed is the first line now, and is read out where a screen is listened to.
 * @param {HTMLElement} element
 */
async function sayFirst({ dataset }) {
  const { statement } = here;
  if (!statement) return;
  const chosen = pickFirst(statement, { part: /** @type {Part} */ (dataset.part), text: dataset.text ?? '' });
  here.statement = (await saveStatement(statement, chosen)).statement;
  show(view, ready(here, words));
  one('.say-now', view).focus();
}

onActs({ first: sayFirst }, failed);

start(async () => {
  keepAwake();
  await read();
  listen((id) => (id === here.statement?.id || id === here.meeting?.id) && void read().catch(failed));
});
