// Records from the vault become documents on this phone, in one transaction, or none of them does.
import { CodedError } from '../../core/documents/coded_error.js';
import { KINDS, KIND_NAMES, readDocument, sameDocument } from '../../core/sync/document.js';
import { distrusts } from '../../core/sync/distrust.js';
import { reconcile } from '../../core/sync/reconcile.js';
import { vaultParty } from '../storage/channel.js';
import { change } from '../storage/database.js';
import { follow } from './follow.js';
import { SealedError, open } from './record.js';
import { rowsOf } from '../storage/stored_documents.js';

/** @typedef {import('../../core/sync/document.js').Document} Document */
/** @typedef {import('../../core/sync/document.js').Kind} Kind */
/** @typedef {import('../storage/database.js').Transaction} Transaction */
/** @typedef {import('./state.js').Synced} Synced */
/** @typedef {import('./follow.js').Change} Change */
/** @typedef {{id: string, rev: number, seq: number, sealed: string | null}} Arrived a record that the server does not have has no `sealed` */
/** @typedef {Arrived & {kind: Kind | null, document: Document | null, trouble: string | null}} Opened */

const now = () => new Date().toISOString();

/** @extends {CodedError<'went-back'|'mass-delete'>} */
export class Distrusted extends CodedError {
  name = 'Distrusted';
}

/** @param {import('./keys.js').Keys} keys @param {Arrived} arrived @returns {Promise<Opened>} */
async function opened(keys, arrived) {
  const { id, rev, sealed } = arrived;
  const found = { ...arrived, kind: null, document: null, trouble: null };
  if (sealed === null) return found;
  try {
    const reading = readDocument(await open(keys, id, rev, sealed), id);
    return reading ? { ...found, ...reading } : { ...found, trouble: 'unknown-document' };
  } catch (error) {
    if (!(error instanceof SealedError)) throw error;
    return { ...found, trouble: error.code };
  }
}

/** @typedef {{kind: Kind, record: Opened, synced: Synced | undefined, local: Document | null}} Known */

/** What is known of each record, on both sides: read at one stroke, for a phone is slow at small steps. @param {Transaction} transaction @param {Opened[]} records */
async function known(transaction, records) {
  const [rows, ...stores] = await Promise.all([
    rowsOf(transaction, 'synced').getAll(),
    ...KIND_NAMES.map(
      (kind) => /** @type {Promise<Document[]>} */ (rowsOf(transaction, KINDS[kind].store).getAll()),
    ),
  ]);
  const synced = new Map(rows.map((row) => [row.id, row]));
  const local = new Map(
    stores.flatMap((all, i) =>
      all.map((document) => [document.id, { kind: /** @type {Kind} */ (KIND_NAMES[i]), document }]),
    ),
  );
  const all = records.map((record) => together(record, synced.get(record.id), local.get(record.id)));
  return {
    all,
    living: [...local.values()].filter(
      ({ kind, document }) => !document.deleted && KINDS[kind].travels(document),
    ).length,
  };
}

/** @param {Opened} record @param {Synced | undefined} synced @param {{kind: Kind, document: Document} | undefined} local @returns {Known} */
function together(record, synced, local) {
  const here = local?.kind ?? (synced?.document ? synced.kind : null);
  const kind = here ?? record.kind ?? synced?.kind ?? 'statement';
  // A record does not become another kind of thing; what says so is kept as it came.
  const trouble = record.document && here && record.kind !== here ? 'unknown-document' : record.trouble;
  return { kind, record: { ...record, trouble }, synced, local: local?.document ?? null };
}

/** Whether taking it in would take something away that is not in the bin. @param {Known} one */
function wouldDelete({ kind, record, synced, local }) {
  if (record.document || record.trouble || record.rev <= (synced?.rev ?? 0) || !local || local.deleted)
    return false;
  const left = KINDS[kind].gone(local, now());
  return sameDocument(kind, synced?.document, local) && (!left || Boolean(left.deleted));
}

/** What both sides last agreed on, as far as this phone can tell. @param {Kind} kind @param {Synced | undefined} synced */
function agreedOn(kind, { document, sent = [] } = /** @type {Synced} */ ({ document: null })) {
  // A deletion that was sent may have arrived: what came after it need not know what stood before.
  if (document && sent.every((one) => one.document)) return document;
  const last = document ?? sent.findLast((one) => one.document)?.document;
  return last ? KINDS[kind].unanswered(last) : null;
}

/** Why it is not taken, or null. @param {Known[]} all @param {number} living @param {{seen: number, seq: number}} vault */
function distrust(all, living, vault) {
  const revisions = all.map(({ record, synced }) => ({ known: synced?.rev ?? 0, rev: record.rev }));
  return distrusts(vault, revisions, { deletions: all.filter(wouldDelete).length, documents: living });
}

/**
 * @param {Transaction} transaction @param {Known} one @param {boolean} insists the person wants this phone's version sent
 * @returns {Promise<Change | undefined>} where the document here has changed
 */
async function takeOne(transaction, { kind, record, synced, local }, insists) {
  const { id, rev, seq, sealed, document, trouble } = record;
  const put = async (/** @type {Partial<Synced>} */ row) => {
    await transaction.objectStore('synced').put({ id, rev, kind, document: null, ...row });
    return undefined;
  };
  const own = synced?.sent?.find((one) => one.sealed === sealed);
  if (own) return put({ document: own.document });
  if (synced && rev <= synced.rev && !synced.unreadable && !insists) return undefined;
  // Kept as it came, marked, and not overwritten unless the person insists.
  // What a newer app wrote stays also then.
  if (trouble && insists && local && trouble !== 'unknown-document') return put({});
  if (trouble)
    return put({ rev: 0, ...synced, unreadable: { code: trouble, rev, seq, sealed: sealed ?? '' } });
  if (insists && local && (!document || rev <= (synced?.rev ?? 0))) return put({ document });
  const after = await keepLocal(
    transaction,
    kind,
    local,
    reconcile(kind, agreedOn(kind, synced), local, document),
  );
  await put({ document });
  return sameDocument(kind, local, after) ? undefined : { kind, id, before: local, after };
}

/** @param {Transaction} transaction @param {Kind} kind @param {Document | null} local @param {Document | null} next @returns {Promise<Document | null>} what stands here now */
async function keepLocal(transaction, kind, local, next) {
  if (sameDocument(kind, local, next)) return local;
  const store = transaction.objectStore(KINDS[kind].store);
  const kept = next ?? (local && KINDS[kind].gone(local, now()));
  if (kept) await store.put(/** @type {any} */ (kept));
  else if (local) await store.delete(local.id);
  return kept;
}

/**
 * Take in what arrived. `vault` is left out where the answer names no newest `seq`.
 * @param {import('./keys.js').Keys} keys @param {Arrived[]} records @param {{seen: number, seq: number}} vault
 * @param {{insists?: boolean, trusts?: boolean}} [person] wants this phone's version sent; wants what the vault says
 * @throws {Distrusted} and nothing is changed
 */
export async function applyRecords(keys, records, vault, { insists = false, trusts = false } = {}) {
  const newest = new Map(records.map((record) => [record.id, record]));
  const arrived = await Promise.all([...newest.values()].map((record) => opened(keys, record)));
  /** @type {string[]} */
  let changed = [];
  const code = await change(async (transaction) => {
    const { all, living } = await known(transaction, arrived);
    const found = insists || trusts ? null : distrust(all, living, vault);
    if (found) return found;
    const changes = (await Promise.all(all.map((one) => takeOne(transaction, one, insists)))).filter(
      (one) => one !== undefined,
    );
    changed = [...changes.map(({ id }) => id), ...(await follow(transaction, changes))];
    return null;
  });
  if (code) throw new Distrusted(code);
  // Only what has changed: other tabs answer with a sync of their own.
  for (const id of new Set(changed)) vaultParty.broadcast(id);
}
