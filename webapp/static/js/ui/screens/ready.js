// "Klar?".
import { pickFirst } from '../../core/statement/short_view.js';
import { ready } from '../../core/views/ready.js';
import { listen } from '../../data/storage/channel.js';
import { nearestMeetings, statementOf } from '../../data/documents/meetings.js';
import { saveStatement } from '../../data/documents/save_statement.js';
import { onActs, one, show } from '../dom.js';
import { carry, failed, idHere, words, wordsHere } from '../page.js';
import { keepAwake } from '../widgets/wake_lock.js';

/** @typedef {import('../../core/statement/fields.js').Part} Part */

const view = () => one('[data-view=ready]');
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
  show(view(), ready(here, words));
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
  show(view(), ready(here, words));
  one('.say-now', view()).focus();
}

/** Starts the screen. */
export async function start() {
  onActs({ first: sayFirst }, failed);
  keepAwake();
  await read();
  listen((id) => (id === here.statement?.id || id === here.meeting?.id) && void read().catch(failed));
}
