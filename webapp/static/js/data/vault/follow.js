// The consequences of changes that were pulled, in the same transaction, after all of them are stored. A kind
// without consequences needs no row.
import { losesWords } from '../../core/sync/taken_away.js';
import { carryLeftOut } from '../documents/lines_left_out.js';
import { addVersion, addVersionIfWorth } from '../documents/save_statement.js';
import { DOCUMENT_KINDS } from '../../core/sync/document.js';
import { newId } from '../identity.js';

/** @typedef {import('../../core/sync/document.js').Document} Document */
/** @typedef {import('../../core/statement/fields.js').Statement} Statement */
/** @typedef {import('../storage/database.js').Transaction} Transaction */
/** @typedef {import('../../core/sync/document.js').Kind} Kind */
/** @typedef {{kind: Kind, id: string, before: Document | null, after: Document | null}} Change */

const now = () => new Date().toISOString();

/**
 * Whether an edit leaves fewer words. A document in the bin still has its own.
 * @param {import('../../core/sync/taken_away.js').Step} step
 */
const wasEmptied = (step) => !step.after?.deleted && losesWords(step);

/**
 * Each returns the ids of other documents that changed.
 * @type {Partial<Record<Kind, (transaction: Transaction, before: any, after: any) => Promise<string[]>>>}
 */
const CONSEQUENCES = {
  statement: async (transaction, /** @type {Statement} */ before, /** @type {Statement} */ after) => {
    await addVersionIfWorth(transaction, before, after);
    return carryLeftOut(transaction, before, after);
  },
};

/**
 * Keep what a vault that the person trusts takes away by edits: as an earlier version, or, where a kind has
 * none, in the bin as a document of its own.
 * @param {Transaction} transaction @param {Change} change @returns {Promise<string[]>}
 */
async function keepTaken(transaction, { kind, before, after }) {
  if (!before || !wasEmptied({ kind, before, after })) return [];
  if (kind === 'statement') {
    await addVersion(transaction, /** @type {Statement} */ (before), now());
    return [];
  }
  const copy = { ...before, id: newId(), deleted: now(), ...(kind === 'exploration' && { in_vault: false }) };
  await transaction.objectStore(DOCUMENT_KINDS[kind].store).put(/** @type {any} */ (copy));
  return [copy.id];
}

/**
 * @param {Transaction} transaction @param {Change[]} changes
 * @param {{trusts?: boolean}} person
 * @returns {Promise<string[]>} ids of other documents that changed
 */
export async function follow(transaction, changes, person) {
  /** @type {string[]} */
  const changed = [];
  for (const each of changes) {
    const { kind, before, after } = each;
    if (person.trusts) changed.push(...(await keepTaken(transaction, each)));
    if (before && after) changed.push(...((await CONSEQUENCES[kind]?.(transaction, before, after)) ?? []));
  }
  return changed;
}
