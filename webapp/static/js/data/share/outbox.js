// Does what links wait for: creates and withdraws them, ends those that expired by the server's clock, and
// fetches notes. It may be interrupted at any instruction.
import { ShareError, readNote } from '../../core/sharing/document.js';
import { ApiError } from '../http/api_client.js';
import { withLock } from '../storage/lock.js';
import { SealedError } from '../sealing/sealed_body.js';
import { shareApi } from './api.js';
import { isPast } from './has_work.js';
import { openNote } from './note.js';
import { allShares, changeShare, ended } from './shares.js';

/** @typedef {import('./shares.js').Share} Share */
/** @typedef {import('./shares.js').Note} Note */
/** @typedef {import('../http/api_client.js').ApiErrorCode} ApiErrorCode */
/**
 * `retryAfter` in seconds, 0 when the server named none.
 * @typedef {{done: boolean, retryAfter: number}} Outcome
 */

/** Codes that refuse a new link for good; any other may be temporary. @type {ReadonlySet<ApiErrorCode>} */
const REFUSALS = new Set(['unauthorized', 'gone', 'taken', 'too-large', 'refused']);

/**
 * One run at a time on a device. Never rejects for a fault of the network or the server: the link records it.
 * @param {{notes?: boolean}} [wanted] whether to ask for notes @returns {Promise<Outcome>}
 */
export const flushOutbox = ({ notes = false } = {}) =>
  withLock('egne-ord-shares', async () => {
    /** @type {ApiError[]} */
    const errors = [];
    await forEach('withdrawing', withdraw, errors);
    await forEach('waiting', create, errors);
    // This phone's clock alone ends no link: that would wipe the token needed to withdraw it.
    await forEach(
      'live',
      fetchNotes,
      errors,
      (share) => isPast(share) || (notes && share.notes_key !== null),
    );
    return { done: !errors.length, retryAfter: Math.max(0, ...errors.map(({ retryAfter }) => retryAfter)) };
  });

/**
 * Act on each link in a state. Once one finds no network, skip the rest: each would run into its timeout.
 * @param {Share['state']} state @param {(id: string) => Promise<void>} act @param {ApiError[]} errors
 * @param {(share: Share) => boolean} [filter]
 */
async function forEach(state, act, errors, filter = () => true) {
  for (const { id } of (await allShares()).filter((share) => share.state === state && filter(share))) {
    try {
      const offline = errors.find(({ code }) => code === 'offline');
      if (offline) throw offline;
      await act(id);
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      errors.push(error);
      const wait = error.code === 'offline' || error.code === 'no-room' ? error.code : 'later';
      await changeShare(id, (share) =>
        share.state === 'over' || share.wait === wait ? share : { ...share, wait },
      );
    }
  }
}

/** Repeats the very same request until it is answered. @param {string} id @throws {ApiError} */
async function create(id) {
  // Stored before anything is sent: from now on it can only be withdrawn on the server.
  const share = await changeShare(id, (now) =>
    now.state === 'waiting' && !now.sent ? { ...now, sent: true } : now,
  );
  if (share?.state !== 'waiting') return;
  const expires = await put(share);
  const now = await changeShare(id, (row) => {
    if (row.state !== 'waiting') return row;
    return expires ? { ...row, state: 'live', expires, wait: null } : ended(row, 'refused');
  });
  // The person withdrew it during the request.
  if (now?.state === 'withdrawing') await withdraw(id);
}

/**
 * @param {Share} share @returns {Promise<string | null>} when it expires; null when refused
 * @throws {ApiError}
 */
async function put(share) {
  try {
    return await shareApi(share).make(share.sealed, share.expires_in);
  } catch (error) {
    if (error instanceof ApiError && REFUSALS.has(error.code)) return null;
    throw error;
  }
}

/**
 * The answer to a call about a link. `found` is null when the server no longer has the link; then
 * `serverTime` is the time by its clock.
 * @template T @param {Promise<T>} call @returns {Promise<{found: T | null, serverTime: string | null}>}
 * @throws {ApiError}
 */
async function unlessGone(call) {
  try {
    return { found: await call, serverTime: null };
  } catch (error) {
    if (error instanceof ApiError && error.code === 'unauthorized')
      return { found: null, serverTime: error.serverTime };
    throw error;
  }
}

/**
 * Whether a link has expired by the server's clock.
 * @param {Share} share @param {string | null} serverTime
 */
const isPastOnServer = ({ expires }, serverTime) =>
  expires !== null && serverTime !== null && Date.parse(expires) <= Date.parse(serverTime);

/**
 * Whether the link may be missing only because the server's clock is ahead. Once the clock is set right, the
 * server has the link again, and this phone must still be able to withdraw it.
 * @param {Share} share @param {string | null} serverTime
 */
const mayComeBack = (share, serverTime) => isPastOnServer(share, serverTime) && !isPast(share);

/** @param {string} id @throws {ApiError} */
async function withdraw(id) {
  const share = await changeShare(id, (now) => now);
  if (share?.state !== 'withdrawing') return;
  const { serverTime } = await unlessGone(shareApi(share).remove());
  if (mayComeBack(share, serverTime)) throw new ApiError('later');
  await changeShare(id, (now) => (now.state === 'withdrawing' ? ended(now, 'withdrawn') : now));
}

/**
 * A link that the server does not have.
 * @param {Share} share @param {string | null} serverTime @returns {Share}
 */
function gone(share, serverTime) {
  if (share.state !== 'live' || mayComeBack(share, serverTime)) return share;
  const isExpired = isPast(share) && (serverTime === null || isPastOnServer(share, serverTime));
  return ended(share, isExpired ? 'expired' : 'withdrawn');
}

/**
 * Fetch the notes of a link, which also shows whether the link still works.
 * @param {string} id @throws {ApiError}
 */
async function fetchNotes(id) {
  const share = await changeShare(id, (now) => now);
  if (share?.state !== 'live') return;
  const { found, serverTime } = await unlessGone(shareApi(share).notes());
  if (!found) {
    await changeShare(id, (now) => gone(now, serverTime));
    return;
  }
  const opened = await Promise.all(
    [...new Set(found)].map((sealed) => openedNote(id, share.notes_key, sealed)),
  );
  await changeShare(id, (now) => withNotes(now, opened));
}

/**
 * @param {string} id @param {JsonWebKey | null} key @param {string} sealed
 * @returns {Promise<Note | null>} null when it cannot be read
 */
async function openedNote(id, key, sealed) {
  try {
    return key && { sealed, ...readNote(await openNote(id, key, sealed)) };
  } catch (error) {
    if (error instanceof SealedError || error instanceof ShareError) return null;
    throw error;
  }
}

/** @param {Share} share @param {(Note | null)[]} received @returns {Share} with each note once */
function withNotes(share, received) {
  const known = new Set(share.notes.map(({ sealed }) => sealed));
  const fresh = received.flatMap((note) => (note && !known.has(note.sealed) ? [note] : []));
  const unreadable = received.filter((note) => !note).length;
  if (!fresh.length && unreadable === share.unreadable && !share.wait) return share;
  return { ...share, notes: [...share.notes, ...fresh], unreadable, wait: null };
}
