// The consequences of changes that were pulled, in the same transaction, after all of them are stored. A kind
// without consequences needs no row.
import { carryLeftOut } from '../documents/lines_left_out.js';
import { addVersionIfWorth } from '../documents/save_statement.js';

/** @typedef {import('../../core/sync/document.js').Document} Document */
/** @typedef {import('../../core/statement/fields.js').Statement} Statement */
/** @typedef {import('../storage/database.js').Transaction} Transaction */
/** @typedef {import('../../core/sync/document.js').Kind} Kind */
/** @typedef {{kind: Kind, id: string, before: Document | null, after: Document | null}} Change */

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
 * @param {Transaction} transaction @param {Change[]} changes
 * @returns {Promise<string[]>} ids of other documents that changed
 */
export async function follow(transaction, changes) {
  /** @type {string[]} */
  const changed = [];
  for (const { kind, before, after } of changes) {
    if (before && after) changed.push(...((await CONSEQUENCES[kind]?.(transaction, before, after)) ?? []));
  }
  return changed;
}
