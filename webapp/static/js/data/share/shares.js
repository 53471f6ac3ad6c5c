// The links made on this phone: what it stores to show one, withdraw it and read the notes that come back.
import { ShareError, shareText } from '../../core/sharing/document.js';
import { listen, broadcast } from '../storage/channel.js';
import { change, withDatabase } from '../storage/database.js';
import { newId } from '../identity.js';
import { SealedError } from '../sealing/sealed_body.js';
import { toBase64url } from '../sealing/base64url.js';
import { fragmentOf } from './link.js';
import { newNotesPair } from './note.js';
import { KEY_BYTES, sealShare } from './sealed_share.js';

/**
 * `waiting`: not on the server yet; `withdrawing`: to be deleted there as soon as possible; `over`: ended.
 * @typedef {'waiting'|'live'|'withdrawing'|'over'} ShareState
 */
/**
 * A reader's answer; `sealed` identifies it. `at` is ISO 8601 in UTC.
 * @typedef {{sealed: string, text: string, at: string}} Note
 */
/**
 * One link. `token` as base64url, `expires_in` in seconds, `expires` and `made` ISO 8601 in UTC. `sent`: the
 * server may have it. What opens the link (`key`, `token`, `sealed`, `notes_key`) is wiped when it ends; the
 * notes stay until the person deletes the row. `notes_seen`: how many of them the person has seen.
 * @typedef {{
 *   id: string, name: string, made: string, expires_in: number, expires: string | null, state: ShareState,
 *   sent: boolean, over: 'expired'|'withdrawn'|'refused'|null, wait: 'offline'|'later'|'no-room'|null,
 *   key: Uint8Array<ArrayBuffer> | null, token: string, sealed: string,
 *   notes_key: JsonWebKey | null, notes_to: string | null,
 *   notes: Note[], notes_seen?: number, unreadable: number
 * }} Share
 */
/** @typedef {import('../../core/sharing/document.js').Shared} Shared */
/**
 * `notes`: whether readers may answer.
 * @typedef {{name: string, expiresIn: number, notes: boolean}} Options
 */

/** Links of one device that have not ended. */
export const SHARES_MAX = 20;
const TOKEN_BYTES = 32;
/** Broadcast when a link changed. */
const SHARES_CHANGED = 'shares';
/** Listeners on this page: a channel reaches only the others. @type {(() => void)[]} */
const listeners = [];

function notify() {
  broadcast(SHARES_CHANGED);
  for (const listener of listeners) listener();
}

/** @param {() => void} listener called for a change on this page or any other */
export function whenSharesChange(listener) {
  listeners.push(listener);
  listen((changed) => changed === SHARES_CHANGED && listener());
}

/** @returns {Promise<Share[]>} the newest first */
export const allShares = async () =>
  (await withDatabase((database) => database.getAll('shares'))).sort(
    (a, b) => Number(a.made < b.made) - Number(a.made > b.made),
  );

/**
 * Change one link in its present state, whatever happened to it meanwhile.
 * @param {string} id @param {(share: Share) => Share} edit returns the same object for no change
 * @returns {Promise<Share | undefined>} as stored; undefined when it is gone
 */
export async function changeShare(id, edit) {
  const { before, after } = await change(async (transaction) => {
    const store = transaction.objectStore('shares');
    const before = await store.get(id);
    const after = before && edit(before);
    if (after && after !== before) await store.put(after);
    return { before, after };
  });
  if (after !== before) notify();
  return after;
}

/**
 * A link that has ended, without what would open it.
 * @param {Share} share @param {NonNullable<Share['over']>} over @returns {Share}
 */
export const ended = (share, over) => ({
  ...share,
  state: 'over',
  over,
  wait: null,
  key: null,
  token: '',
  sealed: '',
  notes_key: null,
});

/** @param {number} length @returns {Uint8Array<ArrayBuffer>} */
const randomBytes = (length) => crypto.getRandomValues(new Uint8Array(length));

/**
 * @param {Shared} shared @param {Options} options @returns {Promise<Share>} @throws {ShareError} `too-long`
 */
async function newShare(shared, { name, expiresIn, notes }) {
  const [id, key, pair] = [
    newId(),
    randomBytes(KEY_BYTES),
    notes ? await newNotesPair() : { notes_key: null, notes_to: null },
  ];
  try {
    return {
      id,
      name,
      made: new Date().toISOString(),
      expires_in: expiresIn,
      expires: null,
      state: 'waiting',
      sent: false,
      over: null,
      wait: null,
      key,
      token: toBase64url(randomBytes(TOKEN_BYTES)),
      sealed: await sealShare(id, key, shareText(shared, pair.notes_to)),
      ...pair,
      notes: [],
      unreadable: 0,
    };
  } catch (error) {
    throw error instanceof SealedError && error.code === 'too-long' ? new ShareError('too-long') : error;
  }
}

/**
 * Make a link; it waits on this phone until there is a network.
 * @param {Shared} shared @param {Options} options @returns {Promise<Share>}
 * @throws {ShareError} `too-many` or `too-long`; nothing is stored then
 */
export async function makeShare(shared, options) {
  const share = await newShare(shared, options);
  const isStored = await change(async (transaction) => {
    const store = transaction.objectStore('shares');
    if ((await store.getAll()).filter(({ state }) => state !== 'over').length >= SHARES_MAX) return false;
    await store.add(share);
    return true;
  });
  if (!isStored) throw new ShareError('too-many');
  notify();
  return share;
}

/**
 * Withdraw a link: at once if the server never had it, else as soon as there is a network.
 * @param {string} id
 */
export async function withdrawShare(id) {
  await changeShare(id, (share) => {
    if (share.state === 'waiting' && !share.sent) return ended(share, 'withdrawn');
    return share.state === 'waiting' || share.state === 'live'
      ? { ...share, state: 'withdrawing', wait: null }
      : share;
  });
}

/** Delete a link that has ended, with its notes. @param {string} id */
export async function forgetShare(id) {
  await change(async (transaction) => {
    const store = transaction.objectStore('shares');
    if ((await store.get(id))?.state === 'over') await store.delete(id);
  });
  notify();
}

/**
 * The link to give away, which the server must have by then.
 * @param {Share} share @param {string} origin of this app, as https://host @returns {Promise<string>}
 */
export async function linkOf({ id, state, key }, origin) {
  if (state !== 'live' || !key) throw new TypeError('only a live link can be given away');
  return `${origin}/d#${await fragmentOf(id, key)}`;
}
