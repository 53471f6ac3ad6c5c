// Reads the name of this phone inside a transaction: all that saving needs of data/vault/device.js.
/** @typedef {import('./database.js').Transaction} Transaction */

/**
 * The name of this phone, or undefined while it has no vault, or none since an older app turned it on.
 * @param {Transaction} transaction @returns {Promise<string | undefined>}
 */
export const deviceIn = async (transaction) => (await transaction.objectStore('vault').get('vault'))?.device;

/**
 * What an edit on this phone says of itself.
 * @param {Transaction} transaction @param {string} updated ISO 8601 in UTC
 * @returns {Promise<{updated: string, by?: string}>}
 */
export async function editIn(transaction, updated) {
  const by = await deviceIn(transaction);
  return by ? { updated, by } : { updated };
}
