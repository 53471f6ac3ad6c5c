// Applies records from the vault to the documents on this phone, in one transaction: all of them or none.
import { CodedError } from '../../core/documents/coded_error.js';
import { DOCUMENT_KINDS, KIND_NAMES, readDocument, sameDocument } from '../../core/sync/document.js';
import { reasonToRefuse } from '../../core/sync/distrust.js';
import { agreedOn, mergeBase, versionName } from '../../core/sync/ancestry.js';
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
/** @typedef {import('./keys.js').Keys} Keys */
/** `sealed` is null when the server has no such record. @typedef {import('./api.js').Conflict} Arrived */
/**
 * `parents`: see core/sync/ancestry.js.
 * @typedef {Arrived & {
 *   kind: Kind | null, document: Document | null, parents: string[] | null, trouble: string | null
 * }} Opened
 */
/**
 * A record and what this phone has of it.
 * @typedef {{kind: Kind, record: Opened, synced: Synced | undefined, local: Document | null}} Known
 */

/**
 * @typedef {{insists?: boolean, trusts?: boolean}} Person what the person decided about a pull that was
 *   refused
 */
/** @typedef {{isFork: boolean, change: Change | null}} Applied */

/** @type {Applied} */
const NOTHING = { isFork: false, change: null };

const now = () => new Date().toISOString();

/** @extends {CodedError<'went-back'|'mass-delete'>} */
export class Distrusted extends CodedError {
  name = 'Distrusted';
}

/** @param {Keys} keys @param {Arrived} arrived @returns {Promise<Opened>} */
async function opened(keys, arrived) {
  const { id, rev, sealed } = arrived;
  const found = { ...arrived, kind: null, document: null, parents: null, trouble: null };
  if (sealed === null) return found;
  try {
    const reading = readDocument(await open(keys, id, rev, sealed), id);
    return reading ? { ...found, ...reading } : { ...found, trouble: 'unknown-document' };
  } catch (error) {
    if (!(error instanceof SealedError)) throw error;
    return { ...found, trouble: error.code };
  }
}

/**
 * What this phone has of each record, and how many living documents it has. All rows are read at once: many
 * small reads are slow on a phone.
 * @param {Transaction} transaction @param {Opened[]} records
 */
async function known(transaction, records) {
  const [rows, ...stores] = await Promise.all([
    rowsOf(transaction, 'synced').getAll(),
    ...KIND_NAMES.map(
      (kind) => /** @type {Promise<Document[]>} */ (rowsOf(transaction, DOCUMENT_KINDS[kind].store).getAll()),
    ),
  ]);
  const synced = new Map(rows.map((row) => [row.id, row]));
  const local = new Map(
    stores.flatMap((all, i) =>
      all.map((document) => [document.id, { kind: /** @type {Kind} */ (KIND_NAMES[i]), document }]),
    ),
  );
  const all = records.map((record) => knownOf(record, synced.get(record.id), local.get(record.id)));
  return {
    all,
    living: [...local.values()].filter(
      ({ kind, document }) => !document.deleted && DOCUMENT_KINDS[kind].travels(document),
    ).length,
  };
}

/**
 * @param {Opened} record @param {Synced | undefined} synced
 * @param {{kind: Kind, document: Document} | undefined} local @returns {Known}
 */
function knownOf(record, synced, local) {
  const knownKind = local?.kind ?? (synced?.document ? synced.kind : null);
  const kind = knownKind ?? record.kind ?? synced?.kind ?? 'statement';
  // A record never changes its kind; one that claims to is kept as it came.
  const trouble =
    record.document && knownKind && record.kind !== knownKind ? 'unknown-document' : record.trouble;
  return { kind, record: { ...record, trouble }, synced, local: local?.document ?? null };
}

/** Whether applying it would delete a document that is not in the bin. @param {Known} known */
function wouldDelete({ kind, record, synced, local }) {
  if (record.document || record.trouble || record.rev <= (synced?.rev ?? 0) || !local || local.deleted)
    return false;
  const left = DOCUMENT_KINDS[kind].gone(local, now());
  return sameDocument(kind, synced?.document, local) && (!left || Boolean(left.deleted));
}

/**
 * Why the pull is refused, or null.
 * @param {Known[]} all @param {number} living @param {{seen: number, seq: number}} vault
 */
function distrust(all, living, vault) {
  const revisions = all.map(({ record, synced }) => ({ known: synced?.rev ?? 0, rev: record.rev }));
  return reasonToRefuse(vault, revisions, { deletions: all.filter(wouldDelete).length, documents: living });
}

/**
 * Whether this phone has nothing to learn from a record.
 * @param {Known} known
 * @param {boolean} decided by the person
 */
function isKnown({ record, synced }, decided) {
  if (!synced || synced.unreadable) return false;
  if (synced.name && record.sealed)
    return synced.name === versionName(record.sealed) && synced.rev === record.rev;
  return record.rev <= synced.rev && !decided;
}

/**
 * Take in one record. A version on another branch than this phone's is merged beside it, never taken in its
 * place.
 * @param {Transaction} transaction @param {Known} known @param {Person} person
 * @returns {Promise<Applied>}
 */
async function applyRecord(transaction, known, person) {
  const { kind, record, synced, local } = known;
  const { id, rev, seq, sealed, document, parents, trouble } = record;
  const put = (/** @type {Partial<Synced>} */ row) =>
    transaction.objectStore('synced').put({ id, rev, kind, document: null, ...row });
  const version = { rev, name: versionName(sealed ?? ''), parents, document };
  const own = synced?.sent?.find((attempt) => attempt.sealed === sealed);
  if (own) {
    await put(agreedOn(kind, synced, { ...version, document: own.document }));
    return NOTHING;
  }
  if (isKnown(known, Boolean(person.insists || person.trusts))) return NOTHING;
  // A record that cannot be read is kept as it came and marked. It is overwritten only if the person insists,
  // and not even then if a newer app wrote it.
  if (trouble && person.insists && local && trouble !== 'unknown-document') {
    await put({});
    return NOTHING;
  }
  if (trouble) {
    await put({ rev: 0, ...synced, unreadable: { code: trouble, rev, seq, sealed: sealed ?? '' } });
    return NOTHING;
  }
  // The person keeps what another device deleted.
  const keeps = person.insists && local && !document;
  const { base, isFork } = mergeBase(kind, synced, version);
  const next = keeps ? local : reconcile(kind, base, local, document);
  const after = await storeLocal(transaction, kind, local, next);
  await put(sealed === null ? { document } : agreedOn(kind, synced, version));
  return { isFork, change: sameDocument(kind, local, after) ? null : { kind, id, before: local, after } };
}

/**
 * @param {Transaction} transaction @param {Kind} kind @param {Document | null} local
 * @param {Document | null} next
 * @returns {Promise<Document | null>} the document as stored
 */
async function storeLocal(transaction, kind, local, next) {
  if (sameDocument(kind, local, next)) return local;
  const store = transaction.objectStore(DOCUMENT_KINDS[kind].store);
  const stored = next ?? (local && DOCUMENT_KINDS[kind].gone(local, now()));
  if (stored) await store.put(/** @type {any} */ (stored));
  else if (local) await store.delete(local.id);
  return stored;
}

/**
 * Apply what arrived. `vault` is zeros when the answer names no newest `seq`.
 * @param {Keys} keys @param {Arrived[]} records @param {{seen: number, seq: number}} vault
 * @param {Person} [person]
 * @returns {Promise<{forks: number}>} how many records were on another branch than this phone
 * @throws {Distrusted} and nothing is changed
 */
export async function applyRecords(keys, records, vault, person = {}) {
  const newest = new Map(records.map((record) => [record.id, record]));
  const arrived = await Promise.all([...newest.values()].map((record) => opened(keys, record)));
  /** @type {string[]} */
  let changed = [];
  let forks = 0;
  const code = await change(async (transaction) => {
    const { all, living } = await known(transaction, arrived);
    const refusal = person.insists || person.trusts ? null : distrust(all, living, vault);
    if (refusal) return refusal;
    const applied = await Promise.all(all.map((each) => applyRecord(transaction, each, person)));
    const changes = applied.flatMap((each) => (each.change ? [each.change] : []));
    forks = applied.filter(({ isFork }) => isFork).length;
    changed = [...changes.map(({ id }) => id), ...(await follow(transaction, changes))];
    return null;
  });
  if (code) throw new Distrusted(code);
  // Only what has changed: other tabs react with a sync.
  for (const id of new Set(changed)) vaultParty.broadcast(id);
  return { forks };
}
