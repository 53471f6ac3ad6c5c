// A phone whose statements are in its vault, where most tests of the sync begin, and what they check of it.
import { Phone, openedVault, statementsHere, syncedHere, turnOn, write } from './vault_phones.js';
import { ModelServer, Network } from './vault_server_model.js';
import assert from 'node:assert/strict';
import { documentText } from '../../webapp/static/js/core/sync/document.js';
import { toBase64url } from '../../webapp/static/js/data/sealing/base64url.js';
import { keysOf } from '../../webapp/static/js/data/vault/keys.js';
import { seal } from '../../webapp/static/js/data/vault/record.js';
import { readVault } from '../../webapp/static/js/data/vault/state.js';
import { sync } from '../../webapp/static/js/data/vault/sync.js';

export const DONE = { done: true, retryAfter: 0 };
export const NOT_DONE = { done: false, retryAfter: 0 };
export const help = (text) => ({ parts: { help: text } });
export const statementText = (document) => documentText('statement', document);
/** How many of the records `idAt(0)` to `idAt(most - 1)` there are; the account is none of them. */
export const countDocuments = (records, most = 100) =>
  Array.from({ length: most }, (_, i) => idAt(i)).filter((id) => records?.has(id)).length;
export const idAt = (i) => toBase64url(new Uint8Array(16).fill(i + 1));

/** A phone with `count` statements, all of them synced to its vault; it is the current phone. */
export async function begun(count = 1) {
  const server = new ModelServer();
  const network = new Network(server);
  const phone = await new Phone(network).take();
  for (let i = 0; i < count; i += 1) await write(help(`Jeg vil sove, ${i}.`), idAt(i));
  const secret = await turnOn();
  assert.deepEqual(await sync(), DONE);
  const { name } = await keysOf(secret);
  return { server, network, phone, secret, name, vault: () => server.vaults.get(name) };
}

/** Another phone with the same recovery words, synced; it becomes the current phone. */
export async function another({ network, secret }) {
  const phone = await new Phone(network).take();
  await turnOn(secret);
  assert.deepEqual(await sync(), DONE);
  return phone;
}

/** The part "help" of each statement on the current phone, sorted. */
export const texts = async () => (await statementsHere()).map(({ parts }) => parts.help).sort();

/** Why the sync has stopped, and what it waits for. */
export async function state() {
  const { stop, wait } = await readVault();
  return { stop, wait };
}

/** All that the phone stores of its statements. */
export const kept = async () => ({ statements: await statementsHere(), synced: await syncedHere() });

/** The decrypted documents of the vault, by id. */
export const documents = async ({ server, secret }) =>
  new Map([...(await openedVault(server, secret))].map(([id, { document }]) => [id, JSON.parse(document)]));

/** Put a record into the vault with its secret, as another app might. */
export async function putRecord({ vault, secret }, id, document, change = (sealed) => sealed) {
  const keys = await keysOf(secret);
  const rev = (vault().records.get(id)?.rev ?? 0) + 1;
  vault().seq += 1;
  vault().records.set(id, { id, rev, seq: vault().seq, sealed: change(await seal(keys, id, rev, document)) });
}

/** The vault holds every statement of the current phone, unchanged. */
export async function assertAllInVault(world) {
  const stored = await documents(world);
  for (const statement of await statementsHere())
    assert.equal(JSON.stringify(stored.get(statement.id)), statementText(statement), statement.parts.help);
}
