// One sync: pull, merge, push. Only one runs at a time on a device, and it may be interrupted anywhere.
import { ApiError } from '../http/api_client.js';
import { StorageError } from '../storage/storage_error.js';
import { VaultAccount } from './account.js';
import { PULL_RECORDS, vaultApi } from './api.js';
import { beginToOpen } from './arrived.js';
import { deviceId } from './device.js';
import { keysOf } from './keys.js';
import { changeVault, forgetMissing, forgetVault, readSynced, readVault } from './state.js';
import { withVaultLock } from './lock.js';
import { pushChanges } from './push.js';
import { pushAccountAlone } from './push_account.js';
import { Distrusted, applyRecords } from './pull.js';

/** @typedef {import('./state.js').Synced} Synced */
/** @typedef {import('./state.js').Vault} Vault */
/** @typedef {import('./keys.js').Keys} Keys */
/** @typedef {import('./push.js').Way} Way */
/** @typedef {ReturnType<typeof vaultApi>} Api */
/**
 * What the person wants. After a pull was refused, both merge whatever is in the vault with what is on this
 * phone: `insists` keeps what another device deleted, `trusts` deletes it here too. `compares`: compare every
 * record.
 * @typedef {{insists?: boolean, trusts?: boolean, compares?: boolean}} Person
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
  if (!vault.made || person.insists) {
    await api.create();
    await changeVault({ made: true });
  }
  const device = vault.device ?? (await deviceId());
  const account = new VaultAccount(keys, { ...vault, device }, api.serverTime);
  const way = { keys, api, account };
  const { forks, isWhole } = await pullAndApply(way, vault, person);
  // After any trouble, and now and then, also what no pull tells: records that the server lost or held back.
  const isTime = person.compares || forks > 0 || vault.wait === 'bad-answer' || vault.compared !== today();
  const isDue = isWhole || isTime || (account.isNews && account.isDoubtful(await readSynced()));
  if (isDue && !isWhole) await compareAll(way, person);
  const { unsent, rows } = await pushChanges(way, person);
  await pushAccountAlone(api, account, rows);
  if (vault.old) await deleteOld(way, vault.old, rows);
  const unreadable = rows.filter((row) => row.unreadable && row.id !== keys.account).map(({ id }) => id);
  const heard = api.serverTime();
  await changeVault({
    ...(heard && { heard }),
    ...(isDue && { compared: today() }),
    synced: new Date().toISOString(),
    wait: null,
    stop: null,
    old: null,
    ...unsent,
    unreadable,
    account: account.noticed(rows),
  });
}

const today = () => new Date().toISOString().slice(0, 10);

/**
 * Pull every page.
 * @param {Api} api @param {number} from @param {Keys} [keys] to open each page while the next is on its way
 */
async function pullPages(api, from, keys) {
  /** @type {import('./api.js').RemoteRecord[]} */
  const records = [];
  for (let page = 0, since = from; page < PAGES_MAX; page += 1) {
    const coming = api.pull(since);
    if (keys) beginToOpen(keys, records.slice(-PULL_RECORDS));
    const { epoch, seq, records: more, more: isMore } = await coming;
    records.push(...more);
    since = more.at(-1)?.seq ?? since;
    if (!isMore) return { epoch, seq, records };
  }
  throw new ApiError('bad-answer'); // a server whose pages never end
}

/**
 * All pages are applied as one, so that a mass deletion is recognized. Where the vault was put back, or the
 * person decided about one that went back, everything in it is merged with what is on this phone.
 * @param {Way} way @param {Vault} vault @param {Person} person
 * @returns {Promise<{forks: number, isWhole: boolean}>} `isWhole`: every record of the vault was pulled
 */
async function pullAndApply({ keys, api, account }, vault, person) {
  const synced = await readSynced();
  // Each accepted version raised `seq` by one, so `seq` is at least the sum of the known revisions.
  const accepted = synced.reduce((sum, { rev }) => sum + rev, 0);
  // Records that could not be opened are pulled again: they may be intact this time.
  const again = synced.flatMap(({ unreadable }) => (unreadable ? [unreadable.seq - 1] : []));
  const isDecided = Boolean(person.insists || person.trusts);
  let from = isDecided ? 0 : Math.min(vault.seq, ...again);
  let pulled = await pullPages(api, from, keys);
  const isRestored = Boolean(vault.epoch && pulled.epoch && pulled.epoch !== vault.epoch);
  if (isRestored && from) pulled = await pullPages(api, (from = 0), keys);
  const { epoch, seq, records } = pulled;
  const wentBack = isRestored || vault.stop === 'went-back';
  const decided = { ...person, wentBack, merges: isRestored };
  const documents = await account.without(records);
  const seen = Math.max(vault.seq, accepted);
  const { forks, versions } = await applyRecords(keys, documents, { seen, seq }, decided);
  account.isPutBack = isRestored || isDecided || forks > 0 || account.isFork;
  if (from === 0) account.missingFrom(records);
  // Threat: a number that no version explains would make later answers look like ones that went back, and
  // would hide a record that was left out of this answer. Each version has raised `seq` by one.
  const explained = Math.min(seq, from + versions + account.versions(from));
  await changeVault({ seq: explained, ...(epoch && { epoch }), account: account.state });
  if (from === 0) await forget(account, records, synced);
  return { forks, isWhole: from === 0 };
}

/**
 * Compare every record of the vault with what this phone agreed on, pull what differs, and let what is
 * missing there be pushed again.
 * @param {Way} way @param {Person} person
 */
async function compareAll({ keys, api, account }, person) {
  const remote = await api.revisions();
  if (!remote) return;
  const synced = await readSynced();
  /** @type {Map<string, Pick<Synced, 'rev' | 'name' | 'unreadable'>>} */
  const known = new Map(synced.map((row) => [row.id, row]));
  known.set(keys.account, account.state);
  const differing = remote.records.filter(({ id, rev, tag }) => {
    const row = known.get(id);
    if (row?.unreadable) return row.unreadable.rev !== rev;
    return row?.rev !== rev || (tag && row.name !== tag);
  });
  if (differing.length) {
    const ids = new Set(differing.map(({ id }) => id));
    const { records } = await pullPages(api, Math.min(...differing.map(({ seq }) => seq)) - 1);
    const documents = await account.without(records.filter(({ id }) => ids.has(id)));
    const { forks } = await applyRecords(keys, documents, { seen: 0, seq: 0 }, person);
    account.isPutBack ||= forks > 0 || account.isFork;
  }
  account.missingFrom(remote.records);
  await account.keep();
  await forget(account, remote.records, synced);
}

/**
 * Forget what the vault lost.
 * @param {VaultAccount} account @param {{id: string}[]} records all that it has
 * @param {Synced[]} synced rows from before these were applied, which lost none of them
 */
async function forget(account, records, synced) {
  const ids = new Set(records.map(({ id }) => id));
  if (synced.every(({ id, rev }) => !rev || ids.has(id))) return; // the usual case, and one transaction less
  const missing = await forgetMissing(ids);
  account.isPutBack ||= missing > 0;
}

/**
 * Delete the old vault, but only once the new one holds everything.
 * @param {Way} way @param {Uint8Array<ArrayBuffer>} old @param {Synced[]} rows
 */
async function deleteOld({ keys, api }, old, rows) {
  const remote = new Map((await pullPages(api, 0)).records.map(({ id, rev }) => [id, rev]));
  const isMissing = rows.some(({ id, rev }) => rev && id !== keys.account && remote.get(id) !== rev);
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
