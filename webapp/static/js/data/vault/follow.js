// What goes with a change that came from the vault, in the same transaction, once all of it is in: a kind that has nothing
// of the sort needs no row here.
import { carryLeftOut } from '../documents/lines_left_out.js';
import { keepIfWorth } from '../documents/save_statement.js';

/** @typedef {import('../../core/sync/document.js').Document} Document */
/** @typedef {import('../../core/statement/fields.js').Statement} Statement */
/** @typedef {import('../storage/database.js').Transaction} Transaction */
/** @typedef {{kind: import('../../core/sync/document.js').Kind, id: string, before: Document | null, after: Document | null}} Change */

/** Gives the ids of what else has changed. @type {Partial<Record<Change['kind'], (transaction: Transaction, before: any, after: any) => Promise<string[]>>>} */
const FOLLOWS = {
  statement: async (transaction, /** @type {Statement} */ before, /** @type {Statement} */ after) => {
    await keepIfWorth(transaction, before, after);
    return carryLeftOut(transaction, before, after);
  },
};

/** @param {Transaction} transaction @param {Change[]} changes @returns {Promise<string[]>} ids of what else has changed */
export async function follow(transaction, changes) {
  /** @type {string[]} */
  const changed = [];
  for (const { kind, before, after } of changes) {
    if (before && after) changed.push(...((await FOLLOWS[kind]?.(transaction, before, after)) ?? []));
  }
  return changed;
}
