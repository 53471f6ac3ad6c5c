// What tests of the vault's account do and read on the current phone.
import assert from 'node:assert/strict';
import { readAccount } from '../../webapp/static/js/core/sync/read_account.js';
import { keysOf } from '../../webapp/static/js/data/vault/keys.js';
import { open } from '../../webapp/static/js/data/vault/record.js';
import { changeVault, readVault } from '../../webapp/static/js/data/vault/state.js';
import { sync } from '../../webapp/static/js/data/vault/sync.js';
import { DONE, help } from './vault_begun.js';
import { write } from './vault_phones.js';

export const FINE = { named: [], more: 0, isOlder: false };
export const lacks = async () => (await readVault()).account.lacks;
export const posts = ({ network }) => network.log.filter(({ method }) => method === 'POST');

/** The vault's account, opened; null if there is none. */
export async function accountOf({ secret, vault }) {
  const keys = await keysOf(secret);
  const record = vault().records.get(keys.account);
  return record ? { ...readAccount(await open(keys, record.id, record.rev, record.sealed)), record } : null;
}

/** As if the current phone had not written the account for a day. */
export async function aDayLater() {
  const { account } = await readVault();
  await changeVault({ account: { ...account, tried: '2026-01-01T10:00:00.000Z' } });
}

/** A write that goes into the account too. */
export async function writeAndSync(text, id) {
  await aDayLater();
  await write(help(text), id);
  assert.deepEqual(await sync(), DONE);
}
