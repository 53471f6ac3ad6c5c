// One run: pull, merge, push. One at a time on a device, and safe to stop at any instruction.
import { ApiError } from '../http/api_client.js';
import { StorageError } from '../storage/storage_error.js';
import { vaultApi } from './api.js';
import { keysOf } from './keys.js';
import { changeVault, forgetMissing, forgetVault, readSynced, readVault } from './state.js';
import { withVaultLock } from './lock.js';
import { sendChanged } from './push.js';
import { Distrusted, applyRecords } from './pull.js';

/** @typedef {import('./state.js').Vault} Vault */
/** @typedef {{insists?: boolean, trusts?: boolean}} Person sends this phone's version whatever the vault says; takes what the vault says */
/** @typedef {{done: boolean, retryAfter: number}} Outcome `retryAfter` in seconds, 0 when the server named none */

const PAGES_MAX = 200;

/**
 * Bring this phone and the vault together. Never throws for what a network or a server does: the vault remembers it.
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
      return note(error);
    }
  });

/** @param {Vault} vault @param {Person} person */
async function run(vault, person) {
  const keys = await keysOf(vault.secret);
  const api = vaultApi(keys);
  if (!vault.made || person.insists) await api.create();
  await changeVault({ made: true });
  await pullAll(keys, api, vault, person);
  const unsent = await sendChanged(keys, api, person);
  if (vault.old) await letGoOfOld(api, vault.old);
  const unreadable = (await readSynced()).filter((row) => row.unreadable).map(({ id }) => id);
  const heard = api.heard();
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

/** Every page of a pull. @param {ReturnType<typeof vaultApi>} api @param {number} from */
async function pulled(api, from) {
  /** @type {import('./api.js').RemoteRecord[]} */
  const records = [];
  for (let page = 0, since = from; page < PAGES_MAX; page += 1) {
    const answer = await api.pull(since);
    records.push(...answer.records);
    if (!answer.more) return { seq: answer.seq, records };
    since = answer.records.at(-1)?.seq ?? since;
  }
  throw new ApiError('bad-answer'); // a server that never ends
}

/**
 * Taken in as one, so that a mass deletion is seen whole.
 * @param {import('./keys.js').Keys} keys @param {ReturnType<typeof vaultApi>} api @param {Vault} vault @param {Person} person
 */
async function pullAll(keys, api, vault, person) {
  const synced = await readSynced();
  // Each version that was accepted raised the vault's `seq` by one, so it is at least as many as are known.
  const accepted = synced.reduce((sum, { rev }) => sum + rev, 0);
  // What could not be opened may come whole this time.
  const again = synced.flatMap(({ unreadable }) => (unreadable ? [unreadable.seq - 1] : []));
  const { seq, records } = await pulled(api, person.insists ? 0 : Math.min(vault.seq, ...again));
  await applyRecords(keys, records, { seen: Math.max(vault.seq, accepted), seq }, person);
  await changeVault({ seq });
  if (person.insists) await forgetMissing(new Set(records.map(({ id }) => id)));
}

/** The new vault holds everything: only then does the old one go. @param {ReturnType<typeof vaultApi>} api @param {Uint8Array<ArrayBuffer>} old */
async function letGoOfOld(api, old) {
  const there = new Map((await pulled(api, 0)).records.map(({ id, rev }) => [id, rev]));
  const missing = (await readSynced()).some(({ id, rev }) => rev && there.get(id) !== rev);
  if (missing) throw new ApiError('bad-answer');
  await removed(vaultApi(await keysOf(old)));
}

/** @param {ReturnType<typeof vaultApi>} api */
async function removed(api) {
  try {
    await api.remove();
  } catch (error) {
    if (!(error instanceof ApiError) || error.code !== 'unauthorized') throw error; // gone already
  }
}

/** @param {Vault} vault */
async function leave(vault) {
  await removed(vaultApi(await keysOf(vault.secret)));
  if (vault.old) await removed(vaultApi(await keysOf(vault.old)));
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

/** What went wrong is told by the vault's state. @param {unknown} error @returns {Promise<Outcome>} */
async function note(error) {
  if (error instanceof StorageError) throw error;
  if (error instanceof Distrusted) await changeVault({ stop: error.code, wait: null });
  else if (error instanceof ApiError && STOPS[error.code])
    await changeVault({ stop: STOPS[error.code], wait: null });
  else if (error instanceof ApiError)
    await changeVault({ wait: /** @type {import('./state.js').Wait} */ (error.code) });
  else throw error;
  return { done: false, retryAfter: error instanceof ApiError ? error.retryAfter : 0 };
}
