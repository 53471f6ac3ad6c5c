// A phone with links of its own, a server, and a clock that only moves when it is told to. Imported before anything of the app.
import { mock } from 'node:test';
import { Phone, withLocks } from './vault_phones.js';
import { ShareServer } from './share_server_model.js';
import { Network } from './vault_server_model.js';
import { sharedWith } from './share_texts.js';

const { noteText } = await import('../../webapp/static/js/core/sharing/document.js');
const { change, withDatabase } = await import('../../webapp/static/js/data/storage/database.js');
const { flushOutbox } = await import('../../webapp/static/js/data/share/outbox.js');
const { hasShareWork } = await import('../../webapp/static/js/data/share/has_work.js');
const { sealNote } = await import('../../webapp/static/js/data/share/note.js');
const { allShares, forgetShare, linkOf, makeShare, whenSharesChange, withdrawShare } =
  await import('../../webapp/static/js/data/share/shares.js');

export {
  allShares,
  forgetShare,
  hasShareWork,
  flushOutbox,
  linkOf,
  makeShare,
  whenSharesChange,
  withLocks,
  withdrawShare,
};

export const HOUR = 3_600;
export const DONE = { done: true, retryAfter: 0 };
export const NOT_DONE = { done: false, retryAfter: 0 };
mock.timers.enable({ apis: ['Date'], now: Date.parse('2026-11-26T09:00:00.250Z') });

/** @param {number} seconds */
export const pass = (seconds) => mock.timers.setTime(Date.now() + seconds * 1000);

/** A fresh phone in the hand, and the way to its server. */
export async function begun() {
  const server = new ShareServer();
  const network = new Network(server);
  await new Phone(network).take();
  return { server, network };
}

/** @param {{name?: string, expiresIn?: number, notes?: boolean}} [wanted] @returns {Promise<string>} its id */
export async function made({ name = 'Lægen', expiresIn = HOUR, notes = true } = {}) {
  pass(1);
  return (await makeShare(sharedWith(), { name, expiresIn, notes })).id;
}

/** One that is out. */
export async function live(wanted) {
  const id = await made(wanted);
  await flushOutbox();
  return id;
}

/** @param {string} id */
export const here = (id) => withDatabase((database) => database.get('shares', id));
/** What opens or withdraws a link, and what is left of it once the link is over. */
export const secretsOf = ({ key, token, sealed, notes_key }) => ({ key, token, sealed, notes_key });
export const WIPED = { key: null, token: '', sealed: '', notes_key: null };
export const put = (share) => change((transaction) => transaction.objectStore('shares').put(share));

/** How a link stands. @param {string} id */
export async function stand(id) {
  const { state, over, wait } = await here(id);
  return over ? `${state}/${over}` : wait ? `${state}, ${wait}` : state;
}

/** Somebody answers through the link. @returns {Promise<string>} what was sealed */
export async function answered({ server }, id, text = 'Tak.', at = '2026-11-26T10:00:00.000Z') {
  const sealed = await sealNote(id, (await here(id)).notes_to, noteText(text, at));
  const [status] = server.answer({
    method: 'POST',
    path: `/api/v1/shares/${id}/notes`,
    token: '',
    body: { sealed },
  });
  if (status !== 201) throw new Error(`the note was answered with ${status}`);
  return sealed;
}

/** What went out, as "PUT", "DELETE", "GET" and so on. */
export const asked = ({ network }) =>
  network.log
    .splice(0)
    .map(({ method }) => method)
    .join(' ');
