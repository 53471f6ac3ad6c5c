// "Gør dig klar": the statement and the meeting, with the first line to say.
import { pickFirst } from '../../core/statement/short_view.js';
import { ready } from '../../core/views/ready.js';
import { listen } from '../../data/storage/channel.js';
import { nearestMeetings, statementOf } from '../../data/documents/meetings.js';
import { saveStatement } from '../../data/documents/save_statement.js';
import { onActs, one, show } from '../dom.js';
import { carryId, failed, idHere, words, wordsHere } from '../page.js';
import { keepAwake } from '../widgets/wake_lock.js';

/** @typedef {import('../../core/statement/fields.js').Part} Part */

const view = () => one('[data-view=ready]');
/** @type {Awaited<ReturnType<typeof wordsHere>>} */
let here = { statement: null, meeting: null, id: '' };

/** What to show; without an id in the address, the next meeting. @returns {ReturnType<typeof wordsHere>} */
async function nearest() {
  const found = await wordsHere();
  if (found.meeting || idHere()) return found;
  const { next } = await nearestMeetings();
  return next ? { statement: await statementOf(next), meeting: next, id: next.id } : found;
}

async function read() {
  here = await nearest();
  carryId(here.id);
  show(view(), ready(here, words));
}

/**
 * Make the pressed sentence the first line, and focus it so that a screen reader reads it out.
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
