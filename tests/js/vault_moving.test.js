// A new secret, and leaving: both resume wherever they were interrupted,
// and at every moment a vault or a phone holds the words.
import { Phone, statementsHere, syncedHere, turnOn, waitsInLine, withLocks, write } from './vault_phones.js';
import {
  DONE,
  NOT_DONE,
  another,
  assertAllInVault,
  begun,
  countDocuments,
  documents,
  help,
  idAt,
  kept,
  state,
  texts,
} from './vault_begun.js';
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { keysOf } from '../../webapp/static/js/data/vault/keys.js';
import { beginVault, changeVault, readVault } from '../../webapp/static/js/data/vault/state.js';
import { sync } from '../../webapp/static/js/data/vault/sync.js';

/** A phone changing to a new secret, with 25 statements, so that the move takes more than one push. */
async function changingSecret() {
  const world = await begun(25);
  await beginVault(undefined, world.secret);
  const { secret } = await readVault();
  const { name } = await keysOf(secret);
  world.network.log.length = 0;
  return { ...world, old: world.secret, oldName: world.name, secret, name };
}
/** Whether the vault `name` has a record for each statement. */
const isComplete = ({ server }, name) => countDocuments(server.vaults.get(name)?.records) === 25;

async function assertMoved(world) {
  await assertAllInVault(world);
  assert.deepEqual([...world.server.vaults.keys()], [world.name]);
  assert.deepEqual([(await readVault()).old, await state()], [null, { stop: null, wait: null }]);
  assert.deepEqual(
    [(await statementsHere()).length, (await statementsHere()).flatMap(({ alternatives }) => alternatives)],
    [25, []],
  );
}

test('a new secret: everything is checked to be in the new vault before the old one is deleted', async () => {
  const world = await changingSecret();
  world.network.next = ({ method }) => {
    assert.ok(isComplete(world, world.oldName), 'the old vault is complete until the end');
    if (method === 'DELETE') assert.ok(isComplete(world, world.name), 'the new vault is complete');
    return 'fine';
  };
  assert.deepEqual(await sync(), DONE);
  assert.deepEqual(
    world.network.log.map(({ method }) => method),
    ['PUT', 'GET', 'POST', 'POST', 'GET', 'DELETE'],
  );
  await assertMoved(world);
});

for (const what of ['lost', 'unanswered']) {
  for (let at = 0; at < 6; at += 1) {
    test(`a new secret: the move resumes after request ${at + 1} is ${what} and the app closes`, async () => {
      const world = await changingSecret();
      let count = 0;
      world.network.next = () => ((count += 1) <= at ? 'fine' : count === at + 1 ? what : 'lost');
      assert.deepEqual(await sync(), NOT_DONE);
      assert.ok(
        isComplete(world, world.oldName) || isComplete(world, world.name),
        'one of the two vaults is complete',
      );
      assert.equal((await statementsHere()).length, 25);
      world.network.next = () => 'fine';
      assert.deepEqual(await sync(), DONE);
      await assertMoved(world);
    });
  }
}

test('a new secret: while the new vault lacks a record, the old one is kept', async () => {
  const world = await changingSecret();
  world.network.next = ({ method }) => {
    const { records } = world.server.vaults.get(world.name) ?? {};
    if (method === 'GET' && records?.size) records.delete(idAt(3));
    return 'fine';
  };
  assert.deepEqual(await sync(), NOT_DONE);
  assert.ok(isComplete(world, world.oldName));
  assert.deepEqual(await state(), { stop: null, wait: 'bad-answer' });
});

test('a phone with the old secret is told that the vault has moved; its words stay', async () => {
  const world = await begun(3);
  const second = await another(world);
  await world.phone.take();
  await beginVault(undefined, world.secret);
  assert.deepEqual(await sync(), DONE);
  await second.take();
  const before = await kept();
  assert.deepEqual(
    [await sync(), await state(), await kept()],
    [NOT_DONE, { stop: 'moved', wait: null }, before],
  );
});

test('a secret changed during a sync waits for it, and the new vault is complete', () =>
  withLocks(async () => {
    const world = await begun(2);
    await write(help('Jeg vil hjem.'), idAt(0));
    let changing;
    world.network.next = async ({ method }) => {
      if (method !== 'POST' || changing) return 'fine';
      changing = beginVault(undefined, world.secret);
      await waitsInLine(changing);
      return 'fine';
    };
    assert.deepEqual(await sync(), DONE);
    await changing;
    const { secret, old, made, seq } = await readVault();
    assert.notDeepEqual(secret, world.secret);
    assert.deepEqual([old, made, seq, await syncedHere()], [world.secret, false, 0, []]);
    assert.deepEqual(await sync(), DONE);
    assert.deepEqual([...world.server.vaults.keys()], [(await keysOf(secret)).name]);
    assert.deepEqual(await texts(), ['Jeg vil hjem.', 'Jeg vil sove, 1.']);
  }));

test('concurrent syncs run one after the other', () =>
  withLocks(async () => {
    const { network } = await begun();
    await write(help('Jeg vil hjem.'), idAt(0));
    network.log.length = 0;
    assert.deepEqual(await Promise.all([sync(), sync(), sync()]), [DONE, DONE, DONE]);
    assert.deepEqual(
      network.log.map(({ method }) => method),
      ['GET', 'POST', 'GET', 'GET'],
    );
  }));

test('leaving while offline is done when the network returns, and the words stay', async () => {
  const { network, server } = await begun(2);
  await changeVault({ leaving: true });
  network.plan('DELETE', 'lost', 'unanswered');
  for (const left of [1, 0]) {
    assert.deepEqual([await sync(), (await readVault()).leaving, server.vaults.size], [NOT_DONE, true, left]);
    assert.deepEqual(await state(), { stop: null, wait: 'offline' });
  }
  assert.deepEqual([await sync(), await readVault(), await syncedHere()], [DONE, undefined, []]);
  assert.deepEqual(await texts(), ['Jeg vil sove, 0.', 'Jeg vil sove, 1.']);
  network.log.length = 0;
  assert.deepEqual([await sync(), network.log], [DONE, []]);
});

test('leaving sends no more words, and deletes the old vault too', async () => {
  const world = await changingSecret();
  await write(help('Jeg vil hjem.'), idAt(0));
  await changeVault({ leaving: true, made: true });
  assert.deepEqual([await sync(), await readVault(), world.server.vaults.size], [DONE, undefined, 0]);
  assert.deepEqual(new Set(world.network.log.map(({ method }) => method)), new Set(['DELETE']));
});

test('a stopped vault can be left', async () => {
  for (const stop of ['full', 'went-back', 'mass-delete', 'moved', 'refused']) {
    const { server } = await begun();
    await changeVault({ stop, leaving: true });
    assert.deepEqual([await sync(), await readVault(), server.vaults.size], [DONE, undefined, 0], stop);
  }
});

test('after leaving, the same recovery words can start again with everything', async () => {
  const world = await begun(2);
  await changeVault({ leaving: true });
  await sync();
  await turnOn(world.secret);
  assert.deepEqual(await sync(), DONE);
  assert.equal((await documents(world)).size, 2);
  await new Phone(world.network).take();
  await turnOn(world.secret);
  await sync();
  assert.equal((await texts()).length, 2);
});
