// What changed on this phone goes into the vault, sealed; what is on its way is remembered, so that a lost answer does no harm.
import { KINDS, KIND_NAMES, deletionText, documentText, sameDocument } from '../../core/sync/document.js';
import { ApiError } from '../http/api_client.js';
import { change, withDatabase } from '../storage/database.js';
import { ConflictError } from './api.js';
import { SealedError, seal } from './record.js';
import { applyRecords } from './pull.js';
import { rowsOf } from '../storage/stored_documents.js';

/** @typedef {import('../../core/sync/document.js').Document} Document */
/** @typedef {{id: string, kind: import('../../core/sync/document.js').Kind, base: number, document: Document | null}} Changed */
/** @typedef {Changed & {sealed: string}} Sealed */
/** Ids of documents that stay on this phone: too long to be sealed, or not to be sealed at all. @typedef {{too_long: string[], not_sealed: string[]}} Unsent */

/** So many that a push is small on a poor network, and one write on the server. */
const BATCH_RECORDS = 20;
const ROUNDS_MAX = 6;
/** Tries that are remembered of one record: a request that was given up may arrive late. */
const SENT_MAX = 5;

/** What the vault does not have yet, as it stands here. @returns {Promise<Changed[]>} `document` is null for one that is gone */
async function changed() {
  const [rows, ...stores] = await withDatabase(async (database) => {
    const transaction = database.transaction(['synced', ...KIND_NAMES.map((kind) => KINDS[kind].store)]);
    return Promise.all([
      rowsOf(transaction, 'synced').getAll(),
      ...KIND_NAMES.map(
        (kind) => /** @type {Promise<Document[]>} */ (rowsOf(transaction, KINDS[kind].store).getAll()),
      ),
    ]);
  });
  const synced = new Map(rows.map((row) => [row.id, row]));
  const base = (/** @type {string} */ id) => synced.get(id)?.rev ?? 0;
  // One that does not travel is no part of the vault: where it was, it is gone from there.
  const travelling = KIND_NAMES.flatMap((kind, i) =>
    (stores[i] ?? []).filter(KINDS[kind].travels).map((document) => ({ id: document.id, kind, document })),
  );
  const here = new Set(travelling.map(({ id }) => id));
  const edited = travelling.flatMap((one) => {
    const row = synced.get(one.id);
    return row?.unreadable || sameDocument(one.kind, row?.document, one.document)
      ? []
      : [{ ...one, base: base(one.id) }];
  });
  const gone = rows.filter(({ id, document, unreadable }) => document && !unreadable && !here.has(id));
  return [...edited, ...gone.map(({ id, kind }) => ({ id, kind, base: base(id), document: null }))];
}

/** @param {import('./keys.js').Keys} keys @param {Changed[]} some @param {Unsent} unsent gets the ids that cannot be sealed */
async function sealAll(keys, some, unsent) {
  /** @type {Sealed[]} */
  const sealed = [];
  for (const one of some) {
    const { id, kind, base, document } = one;
    const text = document ? documentText(kind, document) : deletionText(kind, new Date().toISOString());
    try {
      sealed.push({ ...one, sealed: await seal(keys, id, base + 1, text) });
    } catch (error) {
      if (!(error instanceof SealedError)) throw error;
      unsent[error.code === 'too-long' ? 'too_long' : 'not_sealed'].push(id);
    }
  }
  return sealed;
}

/** @param {Sealed[]} batch */
const remember = (batch) =>
  change(async (transaction) => {
    const store = rowsOf(transaction, 'synced');
    for (const { id, kind, base, document, sealed } of batch) {
      const row = (await store.get(id)) ?? { id, rev: base, kind, document: null };
      await store.put({ ...row, sent: [...(row.sent ?? []), { sealed, document }].slice(-SENT_MAX) });
    }
  });

/** @param {Sealed[]} batch */
const accept = (batch) =>
  change(async (transaction) => {
    for (const { id, kind, base, document } of batch)
      await transaction.objectStore('synced').put({ id, rev: base + 1, kind, document });
  });

/** @param {import('./keys.js').Keys} keys @param {ReturnType<typeof import('./api.js').vaultApi>} api @param {Sealed[]} batch @param {{insists?: boolean}} person */
async function pushBatch(keys, api, batch, person) {
  try {
    await api.push(batch.map(({ id, base, sealed }) => ({ id, base, sealed })));
  } catch (error) {
    if (!(error instanceof ConflictError)) throw error;
    await applyRecords(keys, error.conflicts, { seen: 0, seq: 0 }, person);
    return;
  }
  await accept(batch);
}

/**
 * All of them, in batches that what stands before the server lets through: one that it refuses for its size is halved.
 * @param {Sealed[]} sealed @param {(batch: Sealed[]) => Promise<void>} push @param {string[]} tooLong gets the id of a record that is refused alone
 */
async function inBatches(sealed, push, tooLong) {
  let [most, remembered] = [BATCH_RECORDS, 0];
  for (let at = 0; at < sealed.length;) {
    const batch = sealed.slice(at, at + most);
    await remember(batch.slice(Math.max(0, remembered - at)));
    remembered = Math.max(remembered, at + batch.length);
    try {
      await push(batch);
      at += batch.length;
    } catch (error) {
      if (!(error instanceof ApiError) || error.code !== 'too-large') throw error;
      if (batch.length > 1) most = Math.floor(batch.length / 2);
      else tooLong.push(...sealed.slice(at, (at += 1)).map(({ id }) => id));
    }
  }
}

/**
 * Push until nothing is left to push.
 * @param {import('./keys.js').Keys} keys @param {ReturnType<typeof import('./api.js').vaultApi>} api @param {{insists?: boolean}} person
 * @returns {Promise<Unsent>} ids of what is too long to be sealed or to be let through, and of what cannot be sealed
 * @throws {ApiError}
 */
export async function sendChanged(keys, api, person = {}) {
  /** @type {string[]} */
  const refused = [];
  for (let round = 0; round < ROUNDS_MAX; round += 1) {
    /** @type {Unsent} */
    const unsent = { too_long: [], not_sealed: [] };
    const sealed = await sealAll(
      keys,
      (await changed()).filter(({ id }) => !refused.includes(id)),
      unsent,
    );
    if (!sealed.length) return { ...unsent, too_long: [...unsent.too_long, ...refused] };
    await inBatches(sealed, (batch) => pushBatch(keys, api, batch, person), refused);
  }
  throw new ApiError('later'); // somebody else writes all the time
}
