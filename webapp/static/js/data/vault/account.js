// The vault's account during one sync: taken out of what is pulled, and written with what is pushed
// (docs/protocol.md, "Account").
import { NO_ACCOUNT, accountText, bounded, isOlder, mergeAccounts } from '../../core/sync/account.js';
import {
  NOTHING_LACKS,
  countedAnew,
  givenUp,
  isLacking,
  lacksOf,
  newestOf,
  nextAccount,
} from '../../core/sync/account_rows.js';
import { versionName } from '../../core/sync/ancestry.js';
import { deviceKind } from '../../core/sync/device_kind.js';
import { readAccount } from '../../core/sync/read_account.js';
import { newDevice } from './device.js';
import { withVaultLock } from './lock.js';
import { SealedError, open, seal } from './record.js';
import { changeVault, readSynced, readVault } from './state.js';

/** @typedef {import('../../core/sync/account.js').Account} Account */
/** @typedef {import('../../core/sync/account_rows.js').Held} Held */
/** @typedef {import('./state.js').AccountState} AccountState */
/** @typedef {import('./state.js').Synced} Synced */
/** @typedef {import('./state.js').Vault} Vault */
/** @typedef {import('./keys.js').Keys} Keys */
/**
 * A version that is pushed together with the account.
 * @typedef {{
 *   id: string, base: number, parents: string[], sealed: string,
 *   document: import('../../core/sync/document.js').Document | null, erased?: boolean
 * }} Pushed
 */

const PAUSE_MS = 600_000;
/** The server removes a vault with at most one record sooner, so the account never makes it two. */
const RECORDS_MIN = 2;

/** @param {Vault} vault @returns {AccountState} */
const firstState = ({ seq, synced, device = newDevice() }) => ({
  rev: 0,
  name: '',
  known: NO_ACCOUNT,
  device,
  n: 0,
  tried: null,
  lacks: NOTHING_LACKS,
  isNew: seq === 0 && !synced,
  joined: null,
});

/** What the vault holds besides the account. @param {Synced[]} rows @param {string} account @returns {Held[]} */
const heldOf = (rows, account) =>
  rows
    .filter(({ id, rev, unreadable }) => id !== account && (rev || unreadable))
    .map(({ id, rev, name = '', parents = [], document, unreadable }) =>
      unreadable
        ? { ...unreadable, id, name: versionName(unreadable.sealed), parents: [], document, isRead: false }
        : { id, rev, name, parents, document, isRead: true },
    );

export class VaultAccount {
  /** Whether the vault's account lacks what this device or another had written before. */
  isFork = false;
  /** Whether an account arrived. */
  isNews = false;
  /** Whether the vault's numbers began anew. */
  isPutBack = false;
  /** Whether another device wrote at the same time: what came with it is not pulled yet. */
  isBehind = false;
  /** @type {{account: Account, name: string} | null} */
  #written = null;
  /** What arrived and opened, and what had before. @type {{rev: number, before: number} | null} */
  #arrived = null;

  /** @param {Keys} keys @param {Vault} vault @param {() => string | null} serverTime */
  constructor(keys, vault, serverTime) {
    this.keys = keys;
    this.state = { ...(vault.account ?? firstState(vault)) };
    this.serverTime = serverTime;
  }

  /** The server's time, which is right more often than a phone's. */
  #now = () => this.serverTime() ?? new Date().toISOString();

  /**
   * Take the account out of what was pulled.
   * @template {import('./api.js').Conflict} Arrived
   * @param {Arrived[]} records @returns {Promise<Arrived[]>} the other records
   */
  async without(records) {
    for (const record of records) if (record.id === this.keys.account) await this.#take(record);
    return records.filter(({ id }) => id !== this.keys.account);
  }

  /**
   * How many versions of the account a pull accounts for, if its key sealed what arrived.
   * @param {number} from the `seq` that was pulled before; the account has many versions, of which few are new
   */
  versions(from) {
    const { rev = 0, before = 0 } = this.#arrived ?? {};
    return this.#arrived && from ? Math.max(1, rev - before) : rev;
  }

  /** @param {{id: string}[]} records every one of the vault */
  missingFrom(records) {
    if (!records.some(({ id }) => id === this.keys.account)) this.state.rev = 0;
  }

  /** @param {import('./api.js').Conflict} record */
  async #take({ rev, sealed }) {
    const name = versionName(sealed ?? '');
    const isKnown = this.state.name === name && this.state.rev === rev;
    Object.assign(this.state, { rev, name });
    const text = sealed === null ? null : await this.#opened(rev, sealed);
    if (text === null) return;
    this.#arrived = { rev, before: this.state.pulled ?? 0 };
    this.state.pulled = rev;
    const account = isKnown ? null : readAccount(text);
    if (!account) return;
    const { known, device, n, isNew, joined } = this.state;
    this.isNews = true;
    this.isFork ||= isOlder(account, known);
    const found = isNew && !joined ? newestOf(account) : null;
    if (found) this.state.joined = { ...found, since: this.#now() };
    const own = account.devices.find(({ id }) => id === device);
    this.state.n = Math.max(n, own?.n ?? 0);
    this.state.known = bounded(mergeAccounts(known, account));
  }

  /** One that cannot be read says nothing. @param {number} rev @param {string} sealed */
  async #opened(rev, sealed) {
    try {
      return await open(this.keys, this.keys.account, rev, sealed);
    } catch (error) {
      if (error instanceof SealedError) return null;
      throw error;
    }
  }

  /** Whether it is time to write: with documents, or alone once a day. @param {boolean} isAlone */
  #isDue(isAlone) {
    const { tried } = this.state;
    if (!tried || this.isPutBack) return true;
    const now = new Date();
    const isPaused = Math.abs(now.getTime() - Date.parse(tried)) < PAUSE_MS;
    return !isPaused && !(isAlone && tried.slice(0, 10) === now.toISOString().slice(0, 10));
  }

  /**
   * The next version, if it is time for one. What was tried is remembered before it is sent.
   * @param {Pushed[]} batch of documents to be pushed with it
   * @param {{rows?: Synced[], isAgain?: boolean}} [how] `rows`: all, where it is written alone
   * @returns {Promise<import('./api.js').Push | null>}
   */
  async next(batch, { rows, isAgain = false } = {}) {
    if (!isAgain && !this.#isDue(Boolean(rows))) return null;
    const pushed = batch.map(({ base, ...each }) => ({
      ...each,
      rev: base + 1,
      name: versionName(each.sealed),
      isRead: true,
    }));
    const ids = new Set(pushed.map(({ id }) => id));
    const held = heldOf(rows ?? (await readSynced()), this.keys.account).filter(({ id }) => !ids.has(id));
    return this.#sealed([...held, ...pushed]);
  }

  /** @param {Held[]} held @returns {Promise<import('./api.js').Push | null>} */
  async #sealed(held) {
    if (held.length < RECORDS_MIN) return null;
    this.#countAnew(held);
    const { state, keys } = this;
    state.n += 1;
    state.tried = new Date().toISOString();
    await this.keep();
    const touchPoints = 'maxTouchPoints' in navigator ? Number(navigator.maxTouchPoints) : 0;
    const label = deviceKind(navigator.userAgent ?? '', touchPoints);
    const device = { id: state.device, label, at: this.#now(), n: state.n };
    const account = nextAccount(state.known, held, device);
    const sealed = await seal(keys, keys.account, state.rev + 1, accountText(account, device.at));
    this.#written = { account, name: versionName(sealed) };
    return { id: keys.account, base: state.rev, sealed };
  }

  /** Where the vault was put back, its numbers say nothing about what was in it before. @param {Held[]} held */
  #countAnew(held) {
    if (this.isPutBack) this.state.known = countedAnew(this.state.known, held);
    this.isPutBack = false;
  }

  /**
   * The vault has the version that `next` gave. Kept at the end of the sync: if it ends before that, this
   * version is pulled like any other.
   */
  accepted() {
    if (!this.#written) return;
    const { account, name } = this.#written;
    const known = bounded(mergeAccounts(this.state.known, account));
    Object.assign(this.state, { rev: this.state.rev + 1, name, known });
  }

  /**
   * The account among conflicts: another device wrote it.
   * @param {import('./api.js').Conflict[]} conflicts
   */
  async conflicted(conflicts) {
    const others = await this.without(conflicts);
    if (others.length === conflicts.length) return others;
    this.isBehind = true;
    await this.keep();
    return others;
  }

  /** What the vault lacks, as far as this device knows. @param {Synced[]} rows */
  lacks = (rows) => lacksOf(this.state.known, heldOf(rows, this.keys.account));

  /** Whether there is a sign that the server left something out. @param {Synced[]} rows */
  isDoubtful(rows) {
    const lacks = this.lacks(rows);
    return this.isFork || (isLacking(lacks) && JSON.stringify(lacks) !== JSON.stringify(this.state.lacks));
  }

  /** What this device found out in a sync that is done. @param {Synced[]} rows @returns {AccountState} */
  noticed(rows) {
    this.#countAnew(heldOf(rows, this.keys.account));
    if (!this.isBehind) this.state.lacks = this.lacks(rows);
    this.state.isNew = false;
    return this.state;
  }

  keep = () => changeVault({ account: this.state });
}

/** The person gives up what the vault lacks. */
export const giveUp = (/** @type {Keys} */ keys) =>
  withVaultLock(async () => {
    const account = (await readVault())?.account;
    if (!account) return;
    const known = givenUp(account.known, heldOf(await readSynced(), keys.account));
    await changeVault({ account: { ...account, known, lacks: NOTHING_LACKS } });
  });
