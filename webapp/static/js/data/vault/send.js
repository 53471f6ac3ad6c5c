// What changed on this phone goes into the vault, sealed; what is on its way is remembered, so that a lost answer does no harm.
import { deletionText, sameDocument, statementText } from '../../core/vault/document.js';
import { change, withDatabase } from '../database.js';
import { ApiError } from './api.js';
import { SealedError, seal } from './sealed.js';
import { takeIn } from './take_in.js';

/** @typedef {import('../../core/parts.js').Statement} Statement */
/** @typedef {{id: string, base: number, statement: Statement | null}} Changed */
/** @typedef {Changed & {sealed: string}} Sealed */

/** So many that a push is small on a poor network, and one write on the server. */
const BATCH_RECORDS = 20;
const ROUNDS_MAX = 6;
/** Tries that are remembered of one record: a request that was given up may arrive late. */
const SENT_MAX = 5;

/** What the vault does not have yet, as it stands here. @returns {Promise<Changed[]>} `statement` is null for one that is gone */
async function changed() {
  const [statements, rows] = await withDatabase(async (database) => {
    const transaction = database.transaction(['statements', 'synced']);
    return Promise.all([transaction.objectStore('statements').getAll(), transaction.objectStore('synced').getAll()]);
  });
  const synced = new Map(rows.map((row) => [row.id, row]));
  const here = new Set(statements.map(({ id }) => id));
  const edited = statements.filter((one) => !synced.get(one.id)?.unreadable && !sameDocument(synced.get(one.id)?.statement, one));
  const gone = rows.filter(({ id, statement, unreadable }) => statement && !unreadable && !here.has(id));
  const base = (/** @type {string} */ id) => synced.get(id)?.rev ?? 0;
  return [...edited.map((statement) => ({ id: statement.id, base: base(statement.id), statement })),
    ...gone.map(({ id }) => ({ id, base: base(id), statement: null }))];
}

/** @param {import('./keys.js').Keys} keys @param {Changed[]} some @param {string[]} tooLong gets the ids that do not fit */
async function sealAll(keys, some, tooLong) {
  /** @type {Sealed[]} */
  const sealed = [];
  for (const one of some) {
    const document = one.statement ? statementText(one.statement) : deletionText(new Date().toISOString());
    try {
      sealed.push({ ...one, sealed: await seal(keys, one.id, one.base + 1, document) });
    } catch (error) {
      if (!(error instanceof SealedError)) throw error;
      tooLong.push(one.id);
    }
  }
  return sealed;
}

/** @param {Sealed[]} batch */
const remember = (batch) => change(async (transaction) => {
  const store = transaction.objectStore('synced');
  for (const { id, base, statement, sealed } of batch) {
    const row = (await store.get(id)) ?? { id, rev: base, statement: null };
    await store.put({ ...row, sent: [...(row.sent ?? []), { sealed, statement }].slice(-SENT_MAX) });
  }
});

/** @param {Sealed[]} batch */
const accept = (batch) => change(async (transaction) => {
  for (const { id, base, statement } of batch) await transaction.objectStore('synced').put({ id, rev: base + 1, statement });
});

/** @param {import('./keys.js').Keys} keys @param {ReturnType<typeof import('./api.js').vaultApi>} api @param {Sealed[]} batch @param {{insists?: boolean}} person */
async function pushBatch(keys, api, batch, person) {
  await remember(batch);
  try {
    await api.push(batch.map(({ id, base, sealed }) => ({ id, base, sealed })));
  } catch (error) {
    if (!(error instanceof ApiError) || error.code !== 'conflict') throw error;
    await takeIn(keys, error.conflicts, { seen: 0, seq: 0 }, person);
    return;
  }
  await accept(batch);
}

/**
 * Push until nothing is left to push.
 * @param {import('./keys.js').Keys} keys @param {ReturnType<typeof import('./api.js').vaultApi>} api @param {{insists?: boolean}} person
 * @returns {Promise<string[]>} ids of statements that are too long to be sealed
 * @throws {ApiError}
 */
export async function sendChanged(keys, api, person = {}) {
  for (let round = 0; round < ROUNDS_MAX; round += 1) {
    /** @type {string[]} */
    const tooLong = [];
    const sealed = await sealAll(keys, await changed(), tooLong);
    if (!sealed.length) return tooLong;
    for (let at = 0; at < sealed.length; at += BATCH_RECORDS) await pushBatch(keys, api, sealed.slice(at, at + BATCH_RECORDS), person);
  }
  throw new ApiError('later'); // somebody else writes all the time
}
