// Where most stories of the engine begin: a phone whose words are in its vault, and what can be asked of it.
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
export const statementText = (one) => documentText('statement', one);
export const idAt = (i) => toBase64url(new Uint8Array(16).fill(i + 1));

/** A phone with `count` statements, all of them in its vault, and the phone in the hand. */
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

/** Another phone with the same words, up to date and in the hand. */
export async function another({ network, secret }) {
  const phone = await new Phone(network).take();
  await turnOn(secret);
  assert.deepEqual(await sync(), DONE);
  return phone;
}

/** What stands in the part "help" of each statement here. */
export const texts = async () => (await statementsHere()).map(({ parts }) => parts.help).sort();

/** What the vault waits for. */
export async function state() {
  const { stop, wait } = await readVault();
  return { stop, wait };
}

/** All that the phone keeps of its words. */
export const kept = async () => ({ statements: await statementsHere(), synced: await syncedHere() });

/** What the records of the vault say, by id. */
export const documents = async ({ server, secret }) =>
  new Map([...(await openedVault(server, secret))].map(([id, { document }]) => [id, JSON.parse(document)]));

/** Something put into the vault by who has the secret, as another app might. */
export async function putRecord({ vault, secret }, id, document, change = (sealed) => sealed) {
  const keys = await keysOf(secret);
  const rev = (vault().records.get(id)?.rev ?? 0) + 1;
  vault().seq += 1;
  vault().records.set(id, { id, rev, seq: vault().seq, sealed: change(await seal(keys, id, rev, document)) });
}

/** Every statement here stands in the vault as it stands here. */
export async function assertAllInVault(world) {
  const said = await documents(world);
  for (const one of await statementsHere())
    assert.equal(JSON.stringify(said.get(one.id)), statementText(one), one.parts.help);
}
