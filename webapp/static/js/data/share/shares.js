// Links that are out: what this phone keeps of each, to show it, withdraw it and read what came back.
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
 * `waiting`: made here, not on the server yet; `withdrawing`: to be taken back as soon as there is a network; `over`: no more.
 * @typedef {'waiting'|'live'|'withdrawing'|'over'} ShareState
 */
/** What somebody answered; `sealed` tells two of them apart. Times are ISO 8601 in UTC. @typedef {{sealed: string, text: string, at: string}} Note */
/**
 * One link. `token` as base64url, `expires_in` in seconds, `expires` and `made` ISO 8601 in UTC. `sent`: the server may have it. What
 * opens the link (`key`, `token`, `sealed`, `notes_key`) is wiped when it is over; the notes stay until the person lets go of the row.
 * @typedef {{
 *   id: string, name: string, made: string, expires_in: number, expires: string | null, state: ShareState, sent: boolean,
 *   over: 'expired'|'withdrawn'|'refused'|null, wait: 'offline'|'later'|null,
 *   key: Uint8Array<ArrayBuffer> | null, token: string, sealed: string, notes_key: JsonWebKey | null, notes_to: string | null,
 *   notes: Note[], unreadable: number
 * }} Share
 */
/** `notes`: whether answers are wanted. @typedef {{name: string, expiresIn: number, notes: boolean}} Wanted */

/** Links of one device that are not over. */
export const SHARES_MAX = 20;
const TOKEN_BYTES = 32;
/** What a channel says when a link changed. */
const SHARES_CHANGED = 'shares';
/** A channel reaches every page but the one that speaks. @type {(() => void)[]} */
const listeners = [];

function told() {
  broadcast(SHARES_CHANGED);
  for (const listener of listeners) listener();
}

/** @param {() => void} listener in this page and every other one */
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
 * Change one link as it stands now, whatever else happened to it meanwhile.
 * @param {string} id @param {(share: Share) => Share} edit gives the very same where there is nothing to change
 * @returns {Promise<Share | undefined>} as it is kept; undefined when there is none any more
 */
export async function changeShare(id, edit) {
  const { before, after } = await change(async (transaction) => {
    const store = transaction.objectStore('shares');
    const before = await store.get(id);
    const after = before && edit(before);
    if (after && after !== before) await store.put(after);
    return { before, after };
  });
  if (after !== before) told();
  return after;
}

/** A link that is no more, without what would open it. @param {Share} share @param {NonNullable<Share['over']>} over @returns {Share} */
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
const drawn = (length) => crypto.getRandomValues(new Uint8Array(length));

/** @param {import('../../core/sharing/document.js').Shared} shared @param {Wanted} wanted @returns {Promise<Share>} @throws {ShareError} `too-long` */
async function sealed(shared, { name, expiresIn, notes }) {
  const [id, key, pair] = [
    newId(),
    drawn(KEY_BYTES),
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
      token: toBase64url(drawn(TOKEN_BYTES)),
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
 * Make a link, which waits here for a network.
 * @param {import('../../core/sharing/document.js').Shared} shared @param {Wanted} wanted @returns {Promise<Share>}
 * @throws {ShareError} `too-many` or `too-long`; nothing is kept then
 */
export async function makeShare(shared, wanted) {
  const share = await sealed(shared, wanted);
  const isKept = await change(async (transaction) => {
    const store = transaction.objectStore('shares');
    if ((await store.getAll()).filter(({ state }) => state !== 'over').length >= SHARES_MAX) return false;
    await store.add(share);
    return true;
  });
  if (!isKept) throw new ShareError('too-many');
  told();
  return share;
}

/** Take a link back: at once where the server never had it, else as soon as it can be asked. @param {string} id */
export async function withdrawShare(id) {
  await changeShare(id, (share) => {
    if (share.state === 'waiting' && !share.sent) return ended(share, 'withdrawn');
    return share.state === 'waiting' || share.state === 'live'
      ? { ...share, state: 'withdrawing', wait: null }
      : share;
  });
}

/** Let go of a link that is over, and of its notes. @param {string} id */
export async function forgetShare(id) {
  await change(async (transaction) => {
    const store = transaction.objectStore('shares');
    if ((await store.get(id))?.state === 'over') await store.delete(id);
  });
  told();
}

/**
 * What to give away: never before the server has it.
 * @param {Share} share @param {string} origin of this app, as https://host @returns {Promise<string>}
 */
export async function linkOf({ id, state, key }, origin) {
  if (state !== 'live' || !key) throw new TypeError('only a link that is out can be given away');
  return `${origin}/d#${await fragmentOf(id, key)}`;
}
