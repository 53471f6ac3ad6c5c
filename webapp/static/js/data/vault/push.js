// Pushes what changed on this phone, sealed, into the vault. Each try is remembered before it is sent, so
// that a lost answer does no harm.
import {
  DOCUMENT_KINDS,
  KIND_NAMES,
  deletionText,
  documentText,
  sameDocument,
  versionText,
} from '../../core/sync/document.js';
import { agreedOn, nextParents, versionName } from '../../core/sync/ancestry.js';
import { erasedRow } from '../../core/sync/erased.js';
import { ApiError } from '../http/api_client.js';
import { change, withDatabase } from '../storage/database.js';
import { DOCUMENT_MAX_BYTES, SealedError, seal } from './record.js';
import { applyRecords } from './pull.js';
import { pushWithAccount } from './push_account.js';
import { rowsOf } from '../storage/stored_documents.js';

/** @typedef {import('../../core/sync/document.js').Document} Document */
/** @typedef {import('../../core/sync/document.js').Kind} Kind */
/** @typedef {import('./keys.js').Keys} Keys */
/** @typedef {ReturnType<typeof import('./api.js').vaultApi>} Api */
/** The way into a vault. @typedef {{keys: Keys, api: Api, account: import('./account.js').VaultAccount}} Way */
/**
 * `document` is null for a deletion.
 * @typedef {{
 *   id: string, kind: Kind, base: number, parents: string[], document: Document | null, erased?: boolean
 * }} Changed
 */
/** @typedef {Changed & {sealed: string}} Sealed */
/**
 * Ids of documents that stay on this phone: too long to be sealed, or failing to be sealed.
 * @typedef {{too_long: string[], not_sealed: string[]}} Unsent
 */

/** Few enough for a small push on a poor network, and for one write on the server. */
const BATCH_RECORDS = 20;
const ROUNDS_MAX = 6;
/** Remembered tries of one record: a request that was given up may still arrive. */
const SENT_MAX = 5;

/**
 * What the vault does not have yet, as it is on this phone.
 * @returns {Promise<{changes: Changed[], rows: import('./state.js').Synced[]}>} `rows`: what both agreed on
 */
async function changed() {
  const [rows, ...stores] = await withDatabase(async (database) => {
    const transaction = database.transaction([
      'synced',
      ...KIND_NAMES.map((kind) => DOCUMENT_KINDS[kind].store),
    ]);
    return Promise.all([
      rowsOf(transaction, 'synced').getAll(),
      ...KIND_NAMES.map(
        (kind) =>
          /** @type {Promise<Document[]>} */ (rowsOf(transaction, DOCUMENT_KINDS[kind].store).getAll()),
      ),
    ]);
  });
  const synced = new Map(rows.map((row) => [row.id, row]));
  const builtOn = (/** @type {string} */ id) => ({
    base: synced.get(id)?.rev ?? 0,
    parents: nextParents(synced.get(id)),
  });
  // A document that does not travel is not part of the vault: one that was is deleted there.
  const travelling = KIND_NAMES.flatMap((kind, i) =>
    (stores[i] ?? [])
      .filter(DOCUMENT_KINDS[kind].travels)
      .map((document) => ({ id: document.id, kind, document })),
  );
  const localIds = new Set(travelling.map(({ id }) => id));
  const edited = travelling.flatMap((local) => {
    const row = synced.get(local.id);
    return row?.unreadable || sameDocument(local.kind, row?.document, local.document)
      ? []
      : [{ ...local, ...builtOn(local.id) }];
  });
  const gone = rows.filter(
    ({ id, document, erased, unreadable }) =>
      (document || erased === 'due') && !unreadable && !localIds.has(id),
  );
  const deleted = gone.map(({ id, kind, erased }) => ({
    id,
    kind,
    ...builtOn(id),
    document: null,
    erased: erased === 'due',
  }));
  return { changes: [...edited, ...deleted], rows };
}

/**
 * The text of a version with as many of its parents as fit: a long document goes before their names.
 * @param {string} text @param {string[]} parents the nearest first
 */
function withParents(text, parents) {
  for (let count = parents.length; count; count >>= 1) {
    const whole = versionText(text, parents.slice(0, count));
    if (new TextEncoder().encode(whole).length <= DOCUMENT_MAX_BYTES) return whole;
  }
  return text;
}

/** @param {Keys} keys @param {Changed[]} changes @param {Unsent} unsent gets the ids that cannot be sealed */
async function sealAll(keys, changes, unsent) {
  /** @type {Sealed[]} */
  const sealed = [];
  for (const change of changes) {
    const { id, kind, base, document, erased } = change;
    const now = new Date().toISOString();
    const text = document ? documentText(kind, document) : deletionText(kind, now, erased);
    try {
      sealed.push({ ...change, sealed: await seal(keys, id, base + 1, withParents(text, change.parents)) });
    } catch (error) {
      if (!(error instanceof SealedError)) throw error;
      unsent[error.code === 'too-long' ? 'too_long' : 'not_sealed'].push(id);
    }
  }
  return sealed;
}

/** Remember a try before it is sent. @param {Sealed[]} batch */
const remember = (batch) =>
  change(async (transaction) => {
    const store = rowsOf(transaction, 'synced');
    for (const { id, kind, base, document, sealed } of batch) {
      const row = (await store.get(id)) ?? { id, rev: base, kind, document: null };
      await store.put({
        ...row,
        sent: [...(row.sent ?? []), { sealed, name: versionName(sealed), document }].slice(-SENT_MAX),
      });
    }
  });

/** Both sides now agree on these. @param {Sealed[]} batch */
const agree = (batch) =>
  change(async (transaction) => {
    const store = rowsOf(transaction, 'synced');
    for (const { id, kind, base, parents, document, sealed, erased } of batch) {
      const version = { rev: base + 1, name: versionName(sealed), parents, document };
      const row = { id, ...agreedOn(kind, await store.get(id), version) };
      await store.put(erased ? erasedRow(row, 'done') : row);
    }
  });

/**
 * @param {Way} way @param {Sealed[]} batch @param {boolean} isLast of this round
 * @param {{insists?: boolean}} person
 */
async function pushBatch({ keys, api, account }, batch, isLast, person) {
  const conflicts = await pushWithAccount(api, batch, isLast ? account : null);
  if (conflicts.length) await applyRecords(keys, conflicts, { seen: 0, seq: 0 }, person);
  else await agree(batch);
}

/**
 * Push all records in batches. A batch that the server, or a proxy before it, refuses for its size is halved.
 * @param {Sealed[]} sealed @param {(batch: Sealed[], isLast: boolean) => Promise<void>} push
 * @param {string[]} tooLong gets the id of a record that is refused on its own
 */
async function inBatches(sealed, push, tooLong) {
  let [batchSize, remembered] = [BATCH_RECORDS, 0];
  for (let at = 0; at < sealed.length;) {
    const batch = sealed.slice(at, at + batchSize);
    await remember(batch.slice(Math.max(0, remembered - at)));
    remembered = Math.max(remembered, at + batch.length);
    try {
      await push(batch, at + batch.length >= sealed.length);
      at += batch.length;
    } catch (error) {
      if (!(error instanceof ApiError) || error.code !== 'too-large') throw error;
      if (batch.length > 1) batchSize = Math.floor(batch.length / 2);
      else tooLong.push(...sealed.slice(at, (at += 1)).map(({ id }) => id));
    }
  }
}

/**
 * Push until nothing is left to push.
 * @param {Way} way @param {{insists?: boolean}} person
 * @returns {Promise<{unsent: Unsent, rows: import('./state.js').Synced[]}>} what is too long to be sealed or
 *   pushed, and what cannot be sealed; and what both sides agree on now
 * @throws {ApiError}
 */
export async function pushChanges(way, person = {}) {
  /** @type {string[]} */
  const refused = [];
  for (let round = 0; round < ROUNDS_MAX; round += 1) {
    /** @type {Unsent} */
    const unsent = { too_long: [], not_sealed: [] };
    const { changes, rows } = await changed();
    const wanted = changes.filter(({ id }) => !refused.includes(id));
    const sealed = await sealAll(way.keys, wanted, unsent);
    if (!sealed.length) return { unsent: { ...unsent, too_long: [...unsent.too_long, ...refused] }, rows };
    await inBatches(sealed, (batch, isLast) => pushBatch(way, batch, isLast, person), refused);
  }
  throw new ApiError('later'); // another device keeps writing
}
