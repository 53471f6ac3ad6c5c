// The vault's state on this phone: the secret, how far it has pulled, and what both sides last agreed on.
import { listen, broadcast } from '../storage/channel.js';
import { change, withDatabase } from '../storage/database.js';
import { deviceIn } from '../storage/device_in.js';
import { newDevice } from './device.js';
import { newSecret } from './keys.js';
import { withVaultLock } from './lock.js';
import { EARLIER_MAX } from '../../core/sync/ancestry.js';
import { rowsOf } from '../storage/stored_documents.js';

/** @typedef {import('../../core/sync/document.js').Document} Document */
/** Why sync waits for the person. @typedef {'went-back'|'mass-delete'|'moved'|'full'|'refused'} Stop */
/**
 * Why sync waits for the network or the server.
 * @typedef {'offline'|'later'|'bad-answer'|'no-room'|'full-today'} Wait
 */
/**
 * `made`: the server has it. `saved`: the person confirmed that the recovery words are written down. `seq`:
 * how far this phone has pulled. `old`: the secret of the vault before this one, which is still to be
 * deleted. `leaving`: to be deleted as soon as there is a network. `synced`: when everything was last in the
 * vault. `heard`: the server's time then; missing before the server named one. `device`: see device.js;
 * missing where an older app turned the vault on. `epoch`: of the vault, as the server named it. `compared`:
 * the day on which every record was last compared. Times are ISO 8601 in UTC.
 * @typedef {{
 *   secret: Uint8Array<ArrayBuffer>, device?: string, made: boolean, saved: boolean, seq: number,
 *   old: Uint8Array<ArrayBuffer> | null, leaving: boolean,
 *   synced: string | null, heard?: string | null, epoch?: string | null, compared?: string, wait: Wait |
 * null, stop: Stop | null,
 *   too_long: string[], not_sealed?: string[], unreadable: string[], account?: AccountState
 * }} Vault
 */
/**
 * The account as this device knows it. `rev`, `name`: of the vault's version; `pulled`: the last `rev` that
 * arrived; `device`: the name of this device in it; `n`: how often it wrote; `tried`: when it last did.
 * `isNew`: this device has just joined; `joined`: what it found then. Times are ISO 8601 in UTC.
 * @typedef {{
 *   rev: number, name: string, pulled?: number,
 *   known: import('../../core/sync/account.js').Account, device: string, n: number,
 *   tried: string | null, lacks: import('../../core/sync/account_rows.js').Lacks, isNew: boolean,
 *   joined: {day: number, label: string, at: string, since: string} | null
 * }} AccountState
 */
/**
 * One record as both sides last agreed on it; `document` is null once deleted. `name`, `parents` and
 * `earlier`: see core/sync/ancestry.js. `sent`: the tries that wait for an answer. `unreadable`: a record
 * that could not be opened, kept as it came. `erased`: see core/sync/erased.js.
 * @typedef {{
 *   id: string, rev: number, kind: import('../../core/sync/document.js').Kind, document: Document | null,
 *   name?: string, parents?: string[], earlier?: import('../../core/sync/ancestry.js').Earlier[],
 *   erased?: 'due' | 'done',
 *   sent?: {sealed: string, name?: string, document: Document | null}[],
 *   unreadable?: {code: string, rev: number, seq: number, sealed: string} | null
 * }} Synced
 */

const KEY = 'vault';
/** Broadcast when the vault's state changed. */
const VAULT_CHANGED = 'vault';
/** Listeners on this page: a channel reaches only the others. @type {(() => void)[]} */
const listeners = [];

function notify() {
  broadcast(VAULT_CHANGED);
  for (const listener of listeners) listener();
}

/** @param {() => void} listener called for a change on this page or any other */
export function whenVaultChanges(listener) {
  listeners.push(listener);
  listen((changed) => changed === VAULT_CHANGED && listener());
}

/** @returns {Promise<Vault | undefined>} undefined when the vault is off */
export const readVault = () => withDatabase((database) => database.get('vault', KEY));

/** @returns {Promise<Synced[]>} */
export const readSynced = () =>
  withDatabase((database) => rowsOf(database.transaction('synced'), 'synced').getAll());

/** @param {Partial<Vault>} fields */
export async function changeVault(fields) {
  await change(async (transaction) => {
    const store = transaction.objectStore('vault');
    const vault = await store.get(KEY);
    if (vault) await store.put({ ...vault, ...fields }, KEY);
  });
  notify();
}

/**
 * Turn the vault on, or move to another one, once no sync of the one before is running. Forgets what both
 * sides agreed on.
 * @param {Uint8Array<ArrayBuffer>} [secret] of a vault that exists; without it, a new one
 * @param {Uint8Array<ArrayBuffer> | null} [old] secret of the vault to delete in the end
 */
export async function beginVault(secret, old = null) {
  await withVaultLock(() =>
    change(async (transaction) => {
      await transaction.objectStore('synced').clear();
      const device = (await deviceIn(transaction)) ?? newDevice();
      /** @type {Vault} */
      const vault = {
        secret: secret ?? newSecret(),
        device,
        made: false,
        saved: Boolean(secret),
        seq: 0,
        old,
        leaving: false,
        synced: null,
        wait: null,
        stop: null,
        too_long: [],
        unreadable: [],
      };
      await transaction.objectStore('vault').put(vault, KEY);
    }),
  );
  notify();
}

/**
 * Forget that records are in the vault which it no longer has, so that they are pushed again. What they build
 * on is kept.
 * @param {Set<string>} remoteIds those it has
 * @returns {Promise<number>} how many it no longer has
 */
export const forgetMissing = (remoteIds) =>
  change(async (transaction) => {
    const store = rowsOf(transaction, 'synced');
    const missing = (await store.getAll()).filter(({ id, rev }) => rev && !remoteIds.has(id));
    for (const row of missing) {
      const { id, kind, name, parents, earlier = [], document } = row;
      const own = name ? [{ name, document }] : [];
      await store.put({
        id,
        kind,
        rev: 0,
        document: null,
        name,
        parents,
        earlier: [...own, ...earlier].slice(0, EARLIER_MAX),
      });
    }
    return missing.length;
  });

/** Turn the vault off on this phone; the documents stay. */
export async function forgetVault() {
  await change(async (transaction) => {
    await transaction.objectStore('synced').clear();
    await transaction.objectStore('vault').delete(KEY);
  });
  notify();
}
