// Records from the vault become statements on this phone, in one transaction, or none of them does.
import { readDocument, sameDocument } from '../../core/vault/document.js';
import { distrusts } from '../../core/vault/distrust.js';
import { reconcile } from '../../core/vault/reconcile.js';
import { tell } from '../channel.js';
import { change } from '../database.js';
import { keepIfWorth } from '../statements.js';
import { SealedError, open } from './sealed.js';

/** @typedef {import('../../core/parts.js').Statement} Statement */
/** @typedef {import('./memory.js').Synced} Synced */
/** @typedef {{id: string, rev: number, seq: number, sealed: string | null}} Arrived a record that the server does not have has no `sealed` */
/** @typedef {Arrived & {statement: Statement | null, trouble: string | null}} Opened */
/** @typedef {import('idb').IDBPTransaction<import('../database.js').Schema, import('../database.js').StoreName[], 'readwrite'>} Transaction */

export class Distrusted extends Error {
  /** @param {'went-back'|'mass-delete'} code */
  constructor(code) {
    super(code);
    this.name = 'Distrusted';
    this.code = code;
  }
}

/** @param {import('./keys.js').Keys} keys @param {Arrived} arrived @returns {Promise<Opened>} */
async function opened(keys, arrived) {
  const { id, rev, sealed } = arrived;
  const found = { ...arrived, statement: null, trouble: null };
  if (sealed === null) return found;
  try {
    const reading = readDocument(await open(keys, id, rev, sealed), id);
    if (reading.kind === 'unknown') return { ...found, trouble: 'unknown-document' };
    return { ...found, statement: reading.kind === 'statement' ? reading.statement : null };
  } catch (error) {
    if (!(error instanceof SealedError)) throw error;
    return { ...found, trouble: error.code };
  }
}

/** @typedef {{record: Opened, synced: Synced | undefined, local: Statement | null}} Known */

/** What is known of each record, on both sides: read at one stroke, for a phone is slow at small steps. @param {Transaction} transaction @param {Opened[]} records */
async function known(transaction, records) {
  const [rows, statements] = await Promise.all([transaction.objectStore('synced').getAll(), transaction.objectStore('statements').getAll()]);
  const synced = new Map(rows.map((row) => [row.id, row]));
  const local = new Map(statements.map((one) => [one.id, one]));
  const all = records.map((record) => ({ record, synced: synced.get(record.id), local: local.get(record.id) ?? null }));
  return { all, living: statements.filter(({ deleted }) => !deleted).length };
}

/** Whether taking it in would take a statement away that is not in the bin. @param {Known} one */
const wouldDelete = ({ record, synced, local }) =>
  !record.statement && !record.trouble && record.rev > (synced?.rev ?? 0) && Boolean(local && !local.deleted) && sameDocument(synced?.statement, local);

/** Why it is not taken, or null. @param {Known[]} all @param {number} living @param {{seen: number, seq: number}} vault */
function distrust(all, living, vault) {
  const revisions = all.map(({ record, synced }) => ({ known: synced?.rev ?? 0, rev: record.rev }));
  return distrusts(vault, revisions, { deletions: all.filter(wouldDelete).length, statements: living });
}

/**
 * @param {Transaction} transaction @param {Known} one @param {boolean} insists the person wants this phone's version sent
 * @returns {Promise<string | undefined>} the id where the statement here has changed
 */
async function takeOne(transaction, { record, synced, local }, insists) {
  const { id, rev, seq, sealed, statement, trouble } = record;
  const put = async (/** @type {Partial<Synced>} */ row) => {
    await transaction.objectStore('synced').put({ id, rev, statement: null, ...row });
    return undefined;
  };
  const own = synced?.sent?.find((one) => one.sealed === sealed);
  if (own) return put({ statement: own.statement });
  if (synced && rev <= synced.rev && !synced.unreadable && !insists) return undefined;
  // Kept as it came, marked, and not overwritten unless the person insists.
  // What a newer app wrote stays also then.
  if (trouble && insists && local && trouble !== 'unknown-document') return put({});
  if (trouble) return put({ rev: 0, ...synced, unreadable: { code: trouble, rev, seq, sealed: sealed ?? '' } });
  if (insists && local && (!statement || rev <= (synced?.rev ?? 0))) return put({ statement });
  const kept = await keepLocal(transaction, local, reconcile(synced?.statement ?? null, local, statement));
  await put({ statement });
  return sameDocument(local, kept) ? undefined : id;
}

/** @param {Transaction} transaction @param {Statement | null} local @param {Statement | null} next @returns {Promise<Statement | null>} what stands here now */
async function keepLocal(transaction, local, next) {
  if (sameDocument(local, next)) return local;
  const store = transaction.objectStore('statements');
  if (local && next) await keepIfWorth(transaction, local, next);
  if (!next && local?.deleted) await store.delete(local.id);
  // Gone elsewhere, yet not in the bin here: it goes there first, with its thirty days.
  const kept = next ?? (local && !local.deleted ? { ...local, deleted: new Date().toISOString() } : null);
  if (kept) await store.put(kept);
  return kept;
}

/**
 * Take in what arrived. `vault` is left out where the answer names no newest `seq`.
 * @param {import('./keys.js').Keys} keys @param {Arrived[]} records @param {{seen: number, seq: number}} vault
 * @param {{insists?: boolean, trusts?: boolean}} [person] wants this phone's version sent; wants what the vault says
 * @throws {Distrusted} and nothing is changed
 */
export async function takeIn(keys, records, vault, { insists = false, trusts = false } = {}) {
  const newest = new Map(records.map((record) => [record.id, record]));
  const arrived = await Promise.all([...newest.values()].map((record) => opened(keys, record)));
  /** @type {(string | undefined)[]} */
  let changed = [];
  const code = await change(async (transaction) => {
    const { all, living } = await known(transaction, arrived);
    const found = insists || trusts ? null : distrust(all, living, vault);
    if (!found) changed = await Promise.all(all.map((one) => takeOne(transaction, one, insists)));
    return found;
  });
  if (code) throw new Distrusted(code);
  // Only what has changed: other tabs answer with a sync of their own.
  for (const id of changed) if (id) tell(id);
}
