// What this phone remembers of its vault: the secret, how far it has pulled, and what both sides last agreed on.
import { listen, broadcast } from '../storage/channel.js';
import { change, withDatabase } from '../storage/database.js';
import { newSecret } from './keys.js';
import { withVaultLock } from './lock.js';
import { rowsOf } from '../storage/stored_documents.js';

/** @typedef {import('../../core/sync/document.js').Document} Document */
/** Why the vault waits for the person. @typedef {'went-back'|'mass-delete'|'moved'|'full'|'refused'} Stop */
/** Why the vault waits for the network or the server. @typedef {'offline'|'later'|'bad-answer'} Wait */
/**
 * `made`: the server has it. `saved`: the person says that the words are kept. `old`: the secret of the vault before, still to
 * be deleted. `leaving`: to be deleted as soon as there is a network. `synced`: when all was last in the vault. `listener`: the time by the
 * server's clock then; missing before it said so. Times are ISO 8601 in UTC.
 * @typedef {{
 *   secret: Uint8Array<ArrayBuffer>, made: boolean, saved: boolean, seq: number, old: Uint8Array<ArrayBuffer> | null, leaving: boolean,
 *   synced: string | null, listener?: string | null, wait: Wait | null, stop: Stop | null, too_long: string[], not_sealed?: string[], unreadable: string[]
 * }} Vault
 */
/**
 * One record as both sides last had it; `document` is null when it is gone. `sent` are the tries that wait for
 * an answer. `unreadable` is what could not be opened, kept as it came.
 * @typedef {{
 *   id: string, rev: number, kind: import('../../core/sync/document.js').Kind, document: Document | null, sent?: {sealed: string, document: Document | null}[],
 *   unreadable?: {code: string, rev: number, seq: number, sealed: string} | null
 * }} Synced
 */

const KEY = 'vault';
/** What a channel says when the vault's state changed. */
const VAULT_CHANGED = 'vault';
/** A channel reaches every page but the one that speaks. @type {(() => void)[]} */
const listeners = [];

function told() {
  broadcast(VAULT_CHANGED);
  for (const listener of listeners) listener();
}

/** @param {() => void} listener in this page and every other one */
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
  told();
}

/**
 * Turn the vault on, or go over to another one, once no sync of the one before runs any more. What both sides agreed on counts no more.
 * @param {Uint8Array<ArrayBuffer>} [secret] of a vault that is there already @param {Uint8Array<ArrayBuffer> | null} [old] to delete in the end
 */
export async function beginVault(secret, old = null) {
  await withVaultLock(() =>
    change(async (transaction) => {
      await transaction.objectStore('synced').clear();
      /** @type {Vault} */
      const vault = {
        secret: secret ?? newSecret(),
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
  told();
}

/** What both sides agreed on counts no more for records that the vault does not have. @param {Set<string>} there their ids */
export const forgetMissing = (there) =>
  change(async (transaction) => {
    const store = transaction.objectStore('synced');
    for (const id of await store.getAllKeys()) if (!there.has(id)) await store.delete(id);
  });

/** The vault is off on this phone; the words stay. */
export async function forgetVault() {
  await change(async (transaction) => {
    await transaction.objectStore('synced').clear();
    await transaction.objectStore('vault').delete(KEY);
  });
  told();
}
