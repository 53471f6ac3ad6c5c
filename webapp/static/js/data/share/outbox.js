// What waits is done: links are made and taken back, those whose time is over by the server's clock end, and notes come in. Safe to stop at any instruction.
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
/** @typedef {{done: boolean, retryAfter: number}} Outcome `retryAfter` in seconds, 0 when the server named none */

/** What the server says of a new link for good; anything else may pass. @type {ReadonlySet<import('../http/api_client.js').ApiErrorCode>} */
const REFUSALS = new Set(['unauthorized', 'gone', 'taken', 'too-large', 'refused']);

/**
 * One run at a time on a device. Never rejects for what a network or a server does: the link remembers it.
 * @param {{notes?: boolean}} [wanted] whether to ask for notes @returns {Promise<Outcome>}
 */
export const flushOutbox = ({ notes = false } = {}) =>
  withLock('egne-ord-shares', async () => {
    /** @type {ApiError[]} */
    const troubles = [];
    await each('withdrawing', takeBack, troubles);
    await each('waiting', bring, troubles);
    // By this phone's clock alone no link ends: what would withdraw it would be gone.
    await each('live', fetchNotes, troubles, (share) => isPast(share) || (notes && share.notes_key !== null));
    return {
      done: !troubles.length,
      retryAfter: Math.max(0, ...troubles.map(({ retryAfter }) => retryAfter)),
    };
  });

/**
 * Each link of a state. Without a network the others are not even tried: each would take its time.
 * @param {Share['state']} state @param {(id: string) => Promise<void>} act @param {ApiError[]} troubles @param {(share: Share) => boolean} [isMeant]
 */
async function each(state, act, troubles, isMeant = () => true) {
  for (const { id } of (await allShares()).filter((share) => share.state === state && isMeant(share))) {
    try {
      const offline = troubles.find(({ code }) => code === 'offline');
      if (offline) throw offline;
      await act(id);
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      troubles.push(error);
      const wait = error.code === 'offline' ? 'offline' : 'later';
      await changeShare(id, (share) =>
        share.state === 'over' || share.wait === wait ? share : { ...share, wait },
      );
    }
  }
}

/** The very same request, however often its answer was lost. @param {string} id @throws {ApiError} */
async function bring(id) {
  // Said before anything is sent: from here on it can be withdrawn on the server only.
  const share = await changeShare(id, (now) =>
    now.state === 'waiting' && !now.sent ? { ...now, sent: true } : now,
  );
  if (share?.state !== 'waiting') return;
  const expires = await madeUntil(share);
  const now = await changeShare(id, (row) => {
    if (row.state !== 'waiting') return row;
    return expires ? { ...row, state: 'live', expires, wait: null } : ended(row, 'refused');
  });
  // It was withdrawn while the request was under way.
  if (now?.state === 'withdrawing') await takeBack(id);
}

/** @param {Share} share @returns {Promise<string | null>} null when the server does not take it @throws {ApiError} */
async function madeUntil(share) {
  try {
    return await shareApi(share).make(share.sealed, share.expires_in);
  } catch (error) {
    if (error instanceof ApiError && REFUSALS.has(error.code)) return null;
    throw error;
  }
}

/**
 * What the server says of a link; `found` is null when it has no such link any more. `heard`: what the time is there then.
 * @template T @param {Promise<T>} asked @returns {Promise<{found: T | null, heard: string | null}>} @throws {ApiError}
 */
async function unlessGone(asked) {
  try {
    return { found: await asked, heard: null };
  } catch (error) {
    if (error instanceof ApiError && error.code === 'unauthorized')
      return { found: null, heard: error.heard };
    throw error;
  }
}

/** Whether the end of a link has come by the server's clock. @param {Share} share @param {string | null} heard */
const isPastThere = ({ expires }, heard) =>
  expires !== null && heard !== null && Date.parse(expires) <= Date.parse(heard);

/**
 * Whether the server has no such link only since its own clock is ahead: put right, it has it again, and it could not be withdrawn.
 * @param {Share} share @param {string | null} heard
 */
const mayComeBack = (share, heard) => isPastThere(share, heard) && !isPast(share);

/** @param {string} id @throws {ApiError} */
async function takeBack(id) {
  const share = await changeShare(id, (now) => now);
  if (share?.state !== 'withdrawing') return;
  const { heard } = await unlessGone(shareApi(share).remove());
  if (mayComeBack(share, heard)) throw new ApiError('later');
  await changeShare(id, (now) => (now.state === 'withdrawing' ? ended(now, 'withdrawn') : now));
}

/** A link that the server does not have. @param {Share} share @param {string | null} heard @returns {Share} */
function gone(share, heard) {
  if (share.state !== 'live' || mayComeBack(share, heard)) return share;
  return ended(
    share,
    isPast(share) && (heard === null || isPastThere(share, heard)) ? 'expired' : 'withdrawn',
  );
}

/** Ask for the notes of a link, and so whether it is still out. @param {string} id @throws {ApiError} */
async function fetchNotes(id) {
  const share = await changeShare(id, (now) => now);
  if (share?.state !== 'live') return;
  const { found, heard } = await unlessGone(shareApi(share).notes());
  if (!found) {
    await changeShare(id, (now) => gone(now, heard));
    return;
  }
  const opened = await Promise.all(
    [...new Set(found)].map((sealed) => openedNote(id, share.notes_key, sealed)),
  );
  await changeShare(id, (now) => withNotes(now, opened));
}

/** @param {string} id @param {JsonWebKey | null} key @param {string} sealed @returns {Promise<Note | null>} null when it can't be read */
async function openedNote(id, key, sealed) {
  try {
    return key && { sealed, ...readNote(await openNote(id, key, sealed)) };
  } catch (error) {
    if (error instanceof SealedError || error instanceof ShareError) return null;
    throw error;
  }
}

/** @param {Share} share @param {(Note | null)[]} came @returns {Share} with each note once */
function withNotes(share, came) {
  const known = new Set(share.notes.map(({ sealed }) => sealed));
  const fresh = came.flatMap((note) => (note && !known.has(note.sealed) ? [note] : []));
  const unreadable = came.filter((note) => !note).length;
  if (!fresh.length && unreadable === share.unreadable && !share.wait) return share;
  return { ...share, notes: [...share.notes, ...fresh], unreadable, wait: null };
}
