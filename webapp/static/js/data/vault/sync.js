// One sync: pull, merge, push. Only one runs at a time on a device, and it may be interrupted anywhere.
import { ApiError } from '../http/api_client.js';
import { StorageError } from '../storage/storage_error.js';
import { vaultApi } from './api.js';
import { keysOf } from './keys.js';
import { changeVault, forgetMissing, forgetVault, readSynced, readVault } from './state.js';
import { withVaultLock } from './lock.js';
import { pushChanges } from './push.js';
import { Distrusted, applyRecords } from './pull.js';

/** @typedef {import('./state.js').Vault} Vault */
/** @typedef {import('./keys.js').Keys} Keys */
/** @typedef {ReturnType<typeof vaultApi>} Api */
/**
 * The person's decision. `insists`: push this phone's version over the vault's. `trusts`: accept the vault's.
 * @typedef {{insists?: boolean, trusts?: boolean}} Person
 */
/**
 * `retryAfter` in seconds, 0 when the server named none.
 * @typedef {{done: boolean, retryAfter: number}} Outcome
 */

const PAGES_MAX = 200;

/**
 * Sync with the vault. Never throws for a fault of network or server: the vault's state records it.
 * @param {Person} [person] @returns {Promise<Outcome>}
 */
export const sync = (person = {}) =>
  withVaultLock(async () => {
    const vault = await readVault();
    const waits = vault?.stop && !vault.leaving && !person.insists && !person.trusts;
    if (!vault || waits) return { done: !vault, retryAfter: 0 };
    try {
      if (vault.leaving) await leave(vault);
      else await run(vault, person);
      return { done: true, retryAfter: 0 };
    } catch (error) {
      return recordFailure(error);
    }
  });

/** @param {Vault} vault @param {Person} person */
async function run(vault, person) {
  const keys = await keysOf(vault.secret);
  const api = vaultApi(keys);
  if (!vault.made || person.insists) await api.create();
  await changeVault({ made: true });
  await pullAndApply(keys, api, vault, person);
  const unsent = await pushChanges(keys, api, person);
  if (vault.old) await deleteOld(api, vault.old);
  const unreadable = (await readSynced()).filter((row) => row.unreadable).map(({ id }) => id);
  const heard = api.serverTime();
  await changeVault({
    ...(heard && { heard }),
    synced: new Date().toISOString(),
    wait: null,
    stop: null,
    old: null,
    ...unsent,
    unreadable,
  });
}

/** Pull every page. @param {Api} api @param {number} from */
async function pullPages(api, from) {
  /** @type {import('./api.js').RemoteRecord[]} */
  const records = [];
  for (let page = 0, since = from; page < PAGES_MAX; page += 1) {
    const answer = await api.pull(since);
    records.push(...answer.records);
    if (!answer.more) return { seq: answer.seq, records };
    since = answer.records.at(-1)?.seq ?? since;
  }
  throw new ApiError('bad-answer'); // a server whose pages never end
}

/**
 * All pages are applied as one, so that a mass deletion is recognized.
 * @param {Keys} keys @param {Api} api @param {Vault} vault @param {Person} person
 */
async function pullAndApply(keys, api, vault, person) {
  const synced = await readSynced();
  // Each accepted version raised `seq` by one, so `seq` is at least the sum of the known revisions.
  const accepted = synced.reduce((sum, { rev }) => sum + rev, 0);
  // Records that could not be opened are pulled again: they may be intact this time.
  const again = synced.flatMap(({ unreadable }) => (unreadable ? [unreadable.seq - 1] : []));
  const { seq, records } = await pullPages(api, person.insists ? 0 : Math.min(vault.seq, ...again));
  await applyRecords(keys, records, { seen: Math.max(vault.seq, accepted), seq }, person);
  await changeVault({ seq });
  if (person.insists) await forgetMissing(new Set(records.map(({ id }) => id)));
}

/**
 * Delete the old vault, but only once the new one holds everything.
 * @param {Api} api @param {Uint8Array<ArrayBuffer>} old
 */
async function deleteOld(api, old) {
  const remote = new Map((await pullPages(api, 0)).records.map(({ id, rev }) => [id, rev]));
  const isMissing = (await readSynced()).some(({ id, rev }) => rev && remote.get(id) !== rev);
  if (isMissing) throw new ApiError('bad-answer');
  await remove(vaultApi(await keysOf(old)));
}

/** @param {Api} api */
async function remove(api) {
  try {
    await api.remove();
  } catch (error) {
    if (!(error instanceof ApiError) || error.code !== 'unauthorized') throw error; // gone already
  }
}

/** @param {Vault} vault */
async function leave(vault) {
  await remove(vaultApi(await keysOf(vault.secret)));
  if (vault.old) await remove(vaultApi(await keysOf(vault.old)));
  await forgetVault();
}

/** @type {Partial<Record<import('../http/api_client.js').ApiErrorCode, import('./state.js').Stop>>} */
const STOPS = {
  unauthorized: 'moved',
  'not-found': 'refused',
  'too-large': 'refused',
  refused: 'refused',
  full: 'full',
};

/** Record in the vault's state what went wrong. @param {unknown} error @returns {Promise<Outcome>} */
async function recordFailure(error) {
  if (error instanceof StorageError) throw error;
  if (error instanceof Distrusted) await changeVault({ stop: error.code, wait: null });
  else if (error instanceof ApiError && STOPS[error.code])
    await changeVault({ stop: STOPS[error.code], wait: null });
  else if (error instanceof ApiError)
    await changeVault({ wait: /** @type {import('./state.js').Wait} */ (error.code) });
  else throw error;
  return { done: false, retryAfter: error instanceof ApiError ? error.retryAfter : 0 };
}
