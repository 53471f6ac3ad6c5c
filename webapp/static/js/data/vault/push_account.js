// Pushes the account with documents or alone. Whatever becomes of it, no document waits for it.
import { ApiError } from '../http/api_client.js';
import { ConflictError } from './api.js';

/** @typedef {import('./account.js').VaultAccount} VaultAccount */
/** @typedef {import('./account.js').Pushed} Pushed */
/** @typedef {import('./api.js').Conflict} Conflict */
/** @typedef {ReturnType<typeof import('./api.js').vaultApi>} Api */

/** The server takes no account: the vault or the host is full, or a proxy lets no larger push through. */
const REFUSALS = new Set(['full', 'full-today', 'no-room', 'too-large', 'refused', 'not-found']);

/** @param {unknown} error */
const isRefusal = (error) => error instanceof ApiError && REFUSALS.has(error.code);

/**
 * Push a batch, with the account if it is time for it and the server takes it.
 * @param {Api} api @param {Pushed[]} batch @param {VaultAccount | null} account
 * @returns {Promise<Conflict[]>} of documents; none when the batch was accepted
 * @throws {ApiError}
 */
export async function pushWithAccount(api, batch, account) {
  // The account may hold the title of what was erased: that waits for no pause.
  const isAgain = batch.some(({ erased }) => erased);
  const extra = (await account?.next(batch, { isAgain })) ?? null;
  const records = batch.map(({ id, base, sealed }) => ({ id, base, sealed }));
  try {
    await api.push(extra ? [...records, extra] : records);
    if (extra) account?.accepted();
    return [];
  } catch (error) {
    const conflicts = error instanceof ConflictError ? error.conflicts : null;
    if (!extra && conflicts) return conflicts;
    if (!extra || (!conflicts && !isRefusal(error))) throw error;
    const others = conflicts ? await account?.conflicted(conflicts) : [];
    // Only the account was refused: the documents go without it.
    return others?.length ? others : pushWithAccount(api, batch, null);
  }
}

/**
 * Push the account alone, where it is time, or where it was refused together with documents.
 * @param {Api} api @param {VaultAccount} account @param {import('./state.js').Synced[]} rows
 * @throws {ApiError} for a fault of the network
 */
export async function pushAccountAlone(api, account, rows) {
  for (const isAgain of [account.isBehind, true]) {
    const extra = await account.next([], { rows, isAgain });
    if (!extra) return;
    try {
      await api.push([extra]);
      return account.accepted();
    } catch (error) {
      if (error instanceof ConflictError) await account.conflicted(error.conflicts);
      else if (isRefusal(error)) return;
      else throw error;
    }
  }
}
