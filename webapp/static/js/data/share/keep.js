// What waits is done: links are made and taken back, those whose time is over end, and notes come in. Safe to stop at any instruction.
import { ShareError, readNote } from '../../core/share.js';
import { ApiError } from '../call.js';
import { inTurn } from '../in_turn.js';
import { SealedError } from '../sealed_body.js';
import { shareApi } from './api.js';
import { isPast } from './has_work.js';
import { openNote } from './note.js';
import { allShares, changeShare, ended } from './shares.js';

/** @typedef {import('./shares.js').Share} Share */
/** @typedef {import('./shares.js').Note} Note */
/** @typedef {{done: boolean, retryAfter: number}} Outcome `retryAfter` in seconds, 0 when the server named none */

/** What the server says of a new link for good; anything else may pass. @type {ReadonlySet<import('../call.js').ApiErrorCode>} */
const REFUSALS = new Set(['unauthorized', 'gone', 'taken', 'too-large', 'refused']);

/**
 * One run at a time on a device. Never rejects for what a network or a server does: the link remembers it.
 * @param {{notes?: boolean}} [wanted] whether to ask for notes @returns {Promise<Outcome>}
 */
export const keepShares = ({ notes = false } = {}) => inTurn('egne-ord-shares', async () => {
  /** @type {ApiError[]} */
  const troubles = [];
  await each('withdrawing', takeBack, troubles);
  await each('waiting', bring, troubles);
  await endPast();
  if (notes) await each('live', fetchNotes, troubles);
  return { done: !troubles.length, retryAfter: Math.max(0, ...troubles.map(({ retryAfter }) => retryAfter)) };
});

/**
 * Each link of a state. Without a network the others are not even tried: each would take its time.
 * @param {Share['state']} state @param {(id: string) => Promise<void>} act @param {ApiError[]} troubles
 */
async function each(state, act, troubles) {
  for (const { id } of (await allShares()).filter((share) => share.state === state)) {
    try {
      const offline = troubles.find(({ code }) => code === 'offline');
      if (offline) throw offline;
      await act(id);
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      troubles.push(error);
      const wait = error.code === 'offline' ? 'offline' : 'later';
      await changeShare(id, (share) => (share.state === 'over' || share.wait === wait ? share : { ...share, wait }));
    }
  }
}

/** The very same request, however often its answer was lost. @param {string} id @throws {ApiError} */
async function bring(id) {
  // Said before anything is sent: from here on it can be withdrawn on the server only.
  const share = await changeShare(id, (now) => (now.state === 'waiting' && !now.sent ? { ...now, sent: true } : now));
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

/** @template T @param {Promise<T>} asked @returns {Promise<T | null>} null when the server has no such link any more @throws {ApiError} */
async function unlessGone(asked) {
  try {
    return await asked;
  } catch (error) {
    if (error instanceof ApiError && error.code === 'unauthorized') return null;
    throw error;
  }
}

/** @param {string} id @throws {ApiError} */
async function takeBack(id) {
  const share = await changeShare(id, (now) => now);
  if (share?.state !== 'withdrawing') return;
  await unlessGone(shareApi(share).remove());
  await changeShare(id, (now) => (now.state === 'withdrawing' ? ended(now, 'withdrawn') : now));
}

/** A link ends by the clock, also where nobody can be asked. */
async function endPast() {
  for (const { id } of (await allShares()).filter(isPast)) {
    await changeShare(id, (share) => {
      if (share.state === 'live') return ended(share, 'expired');
      return share.state === 'withdrawing' ? ended(share, 'withdrawn') : share;
    });
  }
}

/** @param {string} id @throws {ApiError} */
async function fetchNotes(id) {
  const share = await changeShare(id, (now) => now);
  if (share?.state !== 'live' || !share.notes_key) return;
  const came = await unlessGone(shareApi(share).notes());
  if (!came) {
    await changeShare(id, (now) => (now.state === 'live' ? ended(now, isPast(now) ? 'expired' : 'withdrawn') : now));
    return;
  }
  const opened = await Promise.all([...new Set(came)].map((sealed) => openedNote(id, share.notes_key, sealed)));
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
