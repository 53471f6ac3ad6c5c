// A proxy in front of the server refuses bodies over its own limit, as nginx does from 1 MB on:
// batches are halved, down to one record.
import { Phone, turnOn, write } from './vault_phones.js';
import { DONE, NOT_DONE, begun, countDocuments, help, idAt, state, texts } from './vault_begun.js';
import { ModelServer, Network } from './vault_server_model.js';
import { diceFrom } from './vault_world.js';
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { keysOf } from '../../webapp/static/js/data/vault/keys.js';
import { readVault } from '../../webapp/static/js/data/vault/state.js';
import { sync } from '../../webapp/static/js/data/vault/sync.js';

const TOO_LARGE = () => new Response('<html>413 Request Entity Too Large</html>', { status: 413 });
const bytesOf = ({ body }) => JSON.stringify(body ?? '').length;

/** Refuse bodies of more than `most` bytes. @param {Network} network @param {number} most */
const limit = (network, most) => {
  network.next = (request) => (bytesOf(request) > most ? TOO_LARGE() : 'fine');
};

/**
 * A phone with `count` statements behind a proxy, after its first sync.
 * @param {{count: number, most: number, length?: (i: number) => number}} options
 */
async function syncedBehindProxy({ count, most, length = () => 100 }) {
  const network = new Network(new ModelServer());
  await new Phone(network).take();
  for (let i = 0; i < count; i += 1)
    await write(help(`${'Sove. '.repeat(Math.ceil(length(i) / 6))}${i}`), idAt(i));
  const secret = await turnOn();
  limit(network, most);
  const { name } = await keysOf(secret);
  return { network, secret, outcome: await sync(), records: () => network.server.vaults.get(name).records };
}

test('what does not fit in one push goes in smaller ones, whatever the limit of the proxy', async () => {
  const dice = diceFrom(12);
  for (let round = 0; round < 6; round += 1) {
    // The limit ranges from three records of the smallest size to more than a full batch.
    const [count, most] = [21 + dice(25), 12_000 + dice(150_000)];
    const { network, secret, outcome, records } = await syncedBehindProxy({ count, most });
    assert.deepEqual(outcome, DONE, `${count} statements, ${most} bytes`);
    assert.equal(countDocuments(records()), count);
    const here = await texts();
    network.next = () => 'fine';
    await new Phone(network).take();
    await turnOn(secret);
    assert.deepEqual(await sync(), DONE);
    assert.deepEqual(await texts(), here);
  }
});

test('the accepted size is kept to, so few pushes are refused', async () => {
  const { network, outcome } = await syncedBehindProxy({ count: 60, most: 30_000 });
  assert.deepEqual(outcome, DONE);
  const pushes = network.log.filter(({ method }) => method === 'POST');
  const refused = pushes.filter((push) => bytesOf(push) > 30_000);
  assert.ok(refused.length <= Math.log2(20) + 1, `${refused.length} of ${pushes.length}`);
});

test('a record that is refused alone is reported, and stops no other', async () => {
  const { network, outcome, records } = await syncedBehindProxy({
    count: 30,
    most: 15_000,
    length: (i) => (i % 10 === 4 ? 10_000 : 100),
  });
  assert.deepEqual(outcome, DONE);
  assert.deepEqual([...(await readVault()).too_long].sort(), [4, 14, 24].map(idAt).sort());
  assert.equal(countDocuments(records()), 27);
  limit(network, Infinity);
  assert.deepEqual(await sync(), DONE);
  assert.deepEqual((await readVault()).too_long, []);
  assert.equal(countDocuments(records()), 30);
});

test('a smaller push whose answer is lost makes no conflicting version', async () => {
  const { network, vault } = await begun(8);
  for (let i = 0; i < 8; i += 1) await write(help(`Jeg vil ud, ${i}.`), idAt(i));
  let answerWasLost = false;
  network.next = (request) => {
    if (bytesOf(request) > 30_000) return TOO_LARGE();
    if (request.method !== 'POST' || answerWasLost) return 'fine';
    answerWasLost = true;
    return 'unanswered';
  };
  assert.deepEqual(await sync(), NOT_DONE);
  assert.deepEqual(await state(), { stop: null, wait: 'offline' });
  assert.deepEqual(await sync(), DONE);
  assert.deepEqual(
    Array.from({ length: 8 }, (_, i) => vault().records.get(idAt(i)).rev),
    Array(8).fill(2),
  );
  assert.deepEqual(
    await texts(),
    Array.from({ length: 8 }, (_, i) => `Jeg vil ud, ${i}.`),
  );
});
