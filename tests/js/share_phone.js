// A phone with its own links, a server, and a clock that moves only when told.
// Import it before any module of the app.
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

/** Move the clock. @param {number} seconds */
export const advance = (seconds) => mock.timers.setTime(Date.now() + seconds * 1000);

/** A fresh phone as the current one, its server and the network between them. */
export async function freshPhone() {
  const server = new ShareServer();
  const network = new Network(server);
  await new Phone(network).take();
  return { server, network };
}

/**
 * Make a link that waits to be sent.
 * @param {{name?: string, expiresIn?: number, notes?: boolean}} [wanted]
 * @returns {Promise<string>} its id
 */
export async function waitingShare({ name = 'Lægen', expiresIn = HOUR, notes = true } = {}) {
  advance(1);
  return (await makeShare(sharedWith(), { name, expiresIn, notes })).id;
}

/** Make a link and send it. */
export async function liveShare(wanted) {
  const id = await waitingShare(wanted);
  await flushOutbox();
  return id;
}

/** @param {string} id */
export const storedShare = (id) => withDatabase((database) => database.get('shares', id));
/** What opens or withdraws a link, and what is left of it once the link is over. */
export const secretsOf = ({ key, token, sealed, notes_key }) => ({ key, token, sealed, notes_key });
export const WIPED = { key: null, token: '', sealed: '', notes_key: null };
export const putShare = (share) => change((transaction) => transaction.objectStore('shares').put(share));

/** A link's state, with why it is over or what it waits for. @param {string} id */
export async function stateOf(id) {
  const { state, over, wait } = await storedShare(id);
  return over ? `${state}/${over}` : wait ? `${state}, ${wait}` : state;
}

/** A reader sends a note through the link. @returns {Promise<string>} the sealed note */
export async function sendNote({ server }, id, text = 'Tak.', at = '2026-11-26T10:00:00.000Z') {
  const sealed = await sealNote(id, (await storedShare(id)).notes_to, noteText(text, at));
  const [status] = server.answer({
    method: 'POST',
    path: `/api/v1/shares/${id}/notes`,
    token: '',
    body: { sealed },
  });
  if (status !== 201) throw new Error(`the note was answered with ${status}`);
  return sealed;
}

/** The methods of the requests since the last call, such as "PUT DELETE GET". */
export const takeMethods = ({ network }) =>
  network.log
    .splice(0)
    .map(({ method }) => method)
    .join(' ');
