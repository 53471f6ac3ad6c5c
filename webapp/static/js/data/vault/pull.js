// Applies records from the vault to the documents on this phone, in one transaction: all of them or none.
import { CodedError } from '../../core/documents/coded_error.js';
import { DOCUMENT_KINDS, sameDocument } from '../../core/sync/document.js';
import { reasonToRefuse } from '../../core/sync/distrust.js';
import { agreedOn, mergeBase, versionName } from '../../core/sync/ancestry.js';
import { erasedRow, staysErased } from '../../core/sync/erased.js';
import { losesWords, takenAway } from '../../core/sync/taken_away.js';
import { reconcile } from '../../core/sync/reconcile.js';
import { vaultParty } from '../storage/channel.js';
import { change } from '../storage/database.js';
import { deleteVersions } from '../documents/bin.js';
import { follow } from './follow.js';
import { isReal, known, opened } from './arrived.js';

/** @typedef {import('../../core/sync/document.js').Document} Document */
/** @typedef {import('../../core/sync/document.js').Kind} Kind */
/** @typedef {import('../storage/database.js').Transaction} Transaction */
/** @typedef {import('./state.js').Synced} Synced */
/** @typedef {import('./follow.js').Change} Change */
/** @typedef {import('./keys.js').Keys} Keys */
/** @typedef {import('./arrived.js').Arrived} Arrived */
/** @typedef {import('./arrived.js').Known} Known */
/**
 * What the person decided about a pull that was refused. `wentBack`: the vault's numbers went back or began
 * anew, so they say nothing. `merges`: that is no reason to refuse, because the vault was put back.
 * @typedef {{insists?: boolean, trusts?: boolean, wentBack?: boolean, merges?: boolean}} Person
 */
/** @typedef {{isFork: boolean, change: Change | null}} Applied */

/** @type {Applied} */
const NOTHING = { isFork: false, change: null };

const now = () => new Date().toISOString();

/** @extends {CodedError<'went-back'|'mass-delete'>} */
export class Distrusted extends CodedError {
  name = 'Distrusted';
}

/** Whether applying it would delete a document that is not in the bin. @param {Known} known */
function wouldDelete({ kind, record, synced, local }) {
  if (record.document || record.trouble || record.rev <= (synced?.rev ?? 0) || !local || local.deleted)
    return false;
  const left = record.erased ? null : DOCUMENT_KINDS[kind].gone(local, now());
  return sameDocument(kind, synced?.document, local) && (!left || Boolean(left.deleted));
}

/**
 * Why the pull is refused, or null.
 * @param {Known[]} all @param {{kind: Kind, document: Document}[]} living
 * @param {{seen: number, seq: number}} vault @param {Person} person
 */
function distrust(all, living, vault, person) {
  const revisions = all.map(({ record, synced }) => ({ known: synced?.rev ?? 0, rev: record.rev }));
  const counts = { deletions: all.filter(wouldDelete).length, documents: living.length };
  const steps = all.flatMap((known) => (brings(known, person) ? [stepOf(known, person)] : []));
  const taken = takenAway(steps, living);
  return person.merges
    ? reasonToRefuse({ seen: 0, seq: 0 }, [], counts, taken)
    : reasonToRefuse(vault, revisions, counts, taken);
}

/**
 * Whether a record is one to take in: neither known, nor in trouble, nor this phone's own push.
 * @param {Known} known @param {Person} person
 */
const brings = (known, person) =>
  !known.record.trouble && !ownAttempt(known) && !isKnown(known, isDecided(person));

/** @param {Person} person */
const isDecided = ({ insists, trusts, merges }) => Boolean(insists || trusts || merges);

/**
 * The push of this phone that a record is, if its answer was lost. The server's number must be right too:
 * Threat: a false one would make every later answer look like one that went back.
 * @param {Known} known
 */
const ownAttempt = ({ record, synced }) =>
  record.trouble
    ? undefined
    : synced?.sent?.find(
        ({ sealed, name }) =>
          (sealed || name) === (sealed ? record.sealed : versionName(record.sealed ?? '-')),
      );

/** What a record would make of this phone's document. @param {Known} known @param {Person} person */
function stepOf({ kind, record, synced, local }, { wentBack }) {
  const { rev, sealed, parents, document } = record;
  const version = { rev, name: versionName(sealed ?? ''), parents, document };
  const { base } = mergeBase(kind, synced, version, wentBack);
  const next = reconcile(kind, base, local, document);
  // A note that leaves the vault stays on this phone, unless it was erased.
  const after = next ?? (kind === 'exploration' && !record.erased ? local : null);
  return { kind, before: local, after };
}

/**
 * Whether this phone has nothing to learn from a record.
 * @param {Known} known
 * @param {boolean} decided by the person
 */
function isKnown({ record, synced }, decided) {
  if (!synced || synced.unreadable) return false;
  const isSame = record.rev === synced.rev;
  // Without its name, an agreed version can only be compared by what it says.
  if (record.sealed && (synced.name || (isSame && !record.trouble)))
    return isSame && synced.name === versionName(record.sealed);
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
  const own = ownAttempt(known);
  if (own) {
    const row = { id, ...agreedOn(kind, synced, { ...version, document: own.document }) };
    await put(synced?.erased ? erasedRow(row, own.sealed ? 'done' : 'due') : row);
    return NOTHING;
  }
  if (isKnown(known, isDecided(person))) return NOTHING;
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
  const { base, isFork } = mergeBase(kind, synced, version, person.wentBack);
  const isErased = staysErased(synced, local, document);
  const merged = () => (person.insists ? kept(known, person) : reconcile(kind, base, local, document));
  const next = isErased ? null : merged();
  const after = await storeLocal(transaction, kind, local, next, record.erased);
  const row = { id, rev, kind, ...(sealed === null ? { document } : agreedOn(kind, synced, version)) };
  await put(isErased || (record.erased && !after) ? erasedRow(row, document ? 'due' : 'done') : row);
  return { isFork, change: sameDocument(kind, local, after) ? null : { kind, id, before: local, after } };
}

/**
 * The document where the person keeps what another device took away: without a merge base, nothing that is
 * missing on one side counts as deleted there.
 * @param {Known} known @param {Person} person
 */
function kept(known, person) {
  const { kind, record, local } = known;
  const step = stepOf(known, person);
  if (local && !record.document) return local;
  if (!local || !losesWords(step)) return step.after;
  const next = reconcile(kind, null, local, record.document);
  return next && { ...next, deleted: local.deleted };
}

/**
 * @param {Transaction} transaction @param {Kind} kind @param {Document | null} local
 * @param {Document | null} next @param {boolean} [erased] no bin keeps it
 * @returns {Promise<Document | null>} the document as stored
 */
async function storeLocal(transaction, kind, local, next, erased = false) {
  if (sameDocument(kind, local, next)) return local;
  const store = transaction.objectStore(DOCUMENT_KINDS[kind].store);
  const stored = next ?? (local && !erased ? DOCUMENT_KINDS[kind].gone(local, now()) : null);
  if (stored) await store.put(/** @type {any} */ (stored));
  else if (local) await deleteDocument(transaction, kind, local.id);
  return stored;
}

/** @param {Transaction} transaction @param {Kind} kind @param {string} id */
async function deleteDocument(transaction, kind, id) {
  await transaction.objectStore(DOCUMENT_KINDS[kind].store).delete(id);
  await deleteVersions(transaction, id);
}

/**
 * Apply what arrived. `vault` is zeros when the answer names no newest `seq`.
 * @param {Keys} keys @param {Arrived[]} records @param {{seen: number, seq: number}} vault
 * @param {Person} [person]
 * @returns {Promise<{forks: number, versions: number}>} how many records were on another branch than this
 *   phone, and how many versions all those that are real account for
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
    const refusal = person.insists || person.trusts ? null : distrust(all, living, vault, person);
    if (refusal) return refusal;
    const applied = await Promise.all(all.map((each) => applyRecord(transaction, each, person)));
    const changes = applied.flatMap((each) => (each.change ? [each.change] : []));
    forks = applied.filter(({ isFork }) => isFork).length;
    changed = [...changes.map(({ id }) => id), ...(await follow(transaction, changes, person))];
    return null;
  });
  if (code) throw new Distrusted(code);
  // Only what has changed: other tabs react with a sync.
  for (const id of new Set(changed)) vaultParty.broadcast(id);
  const versions = arrived.reduce((sum, { rev, trouble }) => sum + (isReal(trouble) ? rev : 0), 0);
  return { forks, versions };
}
