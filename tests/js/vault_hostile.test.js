// A server that freezes, forks or leaves records out, for one phone or for all: no sentence is lost, and every
// phone has everything again once the server is honest.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { blankExploration } from '../../webapp/static/js/core/exploration/fields.js';
import { blankMeeting } from '../../webapp/static/js/core/meeting/fields.js';
import { sync } from '../../webapp/static/js/data/vault/sync.js';
import { DONE, another, assertAllInVault, begun, help, idAt, state, texts } from './vault_begun.js';
import { Phone, statementsHere, turnOn, write } from './vault_phones.js';
import { ModelServer, Network } from './vault_server_model.js';

const CALM = { stop: null, wait: null };

/** @returns {ModelServer} the server as it is now, which goes its own way from here on */
function branchOf({ server }) {
  const branch = new ModelServer();
  branch.vaults = structuredClone(server.vaults);
  return branch;
}

/**
 * The server leaves a record out of its answers to `GET`.
 * @param {ModelServer} server @param {string} id @param {RegExp} [from] the addresses whose answers are thinned
 * @returns {() => void} makes it honest again
 */
function thinned(server, id, from = /records|revisions/) {
  server.answer = (request) => {
    const [status, answer] = ModelServer.prototype.answer.call(server, request);
    if (request.method !== 'GET' || !from.test(request.path)) return [status, answer];
    return [status, { ...answer, records: answer.records.filter((record) => record.id !== id) }];
  };
  return () => delete server.answer;
}

/** Two phones of one vault, each with its own way to the server; the second is the current one. */
async function twoPhones(count = 1) {
  const world = await begun(count);
  const second = await another({ ...world, network: new Network(world.server) });
  return { world, first: world.phone, second };
}

/** The current phone writes one text after another, and syncs each. */
async function writeEach(...said) {
  for (const text of said) {
    await write(help(text), idAt(0));
    assert.deepEqual(await sync(), DONE);
  }
}

/** Both phones end with the same, all of it in the vault. @returns {Promise<string>} what they say */
async function settled(world, phones, person = {}) {
  for (const phone of [...phones, ...phones, ...phones]) {
    await phone.take();
    if (!(await sync({ compares: true })).done) assert.deepEqual(await sync(person), DONE);
  }
  const said = new Set();
  for (const phone of phones) {
    await phone.take();
    assert.deepEqual([await sync(), await state()], [DONE, CALM]);
    await assertAllInVault(world);
    said.add(JSON.stringify(await statementsHere()));
  }
  assert.equal(said.size, 1);
  return [...said].join();
}

const FEW = ['Jeg er bange.'];
const MANY = [...FEW, 'Jeg er bange. Meget.', 'Jeg er bange. Meget. Tak.'];
for (const [length, shown] of [
  ['of equal length', [FEW, ['Min søster hjælper.']]],
  ['of which this phone has the longer', [MANY, ['Min søster hjælper.']]],
  [
    'of which the other phone has the longer',
    [FEW, ['Min søster.', 'Min søster ringer.', 'Min søster hjælper.']],
  ],
])
  for (const person of [{ insists: true }, { trusts: true }])
    test(`two phones are shown two histories, ${length}, and ${Object.keys(person)}: all stays`, async () => {
      const { world, first, second } = await twoPhones();
      first.network.server = branchOf(world);
      await writeEach(...shown[1]);
      await first.take();
      await writeEach(...shown[0]);
      assert.deepEqual(await state(), CALM, 'neither phone can notice it before the histories meet');
      first.network.server = world.server;
      const said = await settled(world, [first, second], person);
      for (const sentence of ['Min søster hjælper.', shown[0].at(-1)])
        assert.ok(said.includes(sentence), said);
    });

/** The first phone has synced words that the vault then loses; the other phone does not know them. */
async function goneBack(put) {
  const { world, first, second } = await twoPhones();
  await first.take();
  const old = branchOf(world);
  await put(first);
  for (let run = 0; run < 2; run += 1) assert.deepEqual(await sync(), DONE);
  world.server.vaults = old.vaults;
  return { world, first, second };
}

for (const person of [{ insists: true }, { trusts: true }])
  test(`one phone ${Object.keys(person)} after a vault went back: the other's sentence stays on both`, async () => {
    const { world, first, second } = await goneBack(() => write(help('Jeg er bange.'), idAt(0)));
    assert.deepEqual([(await sync()).done, (await state()).stop], [false, 'went-back']);
    await second.take();
    await writeEach('Min søster hjælper.');
    await first.take();
    assert.deepEqual(await sync(person), DONE);
    const said = await settled(world, [second, first]);
    for (const sentence of ['Min søster hjælper.', 'Jeg er bange.']) assert.ok(said.includes(sentence), said);
  });

const AT = '2026-11-26T09:00:00.000Z';
for (const [what, written] of [
  ['meeting', (about) => ({ ...blankMeeting(idAt(7), AT, 'Europe/Copenhagen'), about })],
  ['note', (text) => ({ ...blankExploration(idAt(7), 'helps', AT), text, in_vault: true })],
])
  test(`a copy is put back and another phone writes on: no sentence of a ${what} is lost`, async () => {
    const { world, first, second } = await goneBack((phone) => phone.put(written('Jeg er bange.')));
    await second.take();
    for (const said of ['Ring til min søster.', 'Ring til min søster i dag.', 'Ring til Ida.']) {
      await second.put(written(said));
      assert.deepEqual(await sync(), DONE);
    }
    await settled(world, [first, second]);
    const said = JSON.stringify(await first.all());
    for (const sentence of ['Jeg er bange.', 'Ring til Ida.']) assert.ok(said.includes(sentence), said);
  });

test('a server that freezes for one phone is noticed only when it thaws, and costs no sentence', async () => {
  const { world, first, second } = await twoPhones(2);
  first.network.server = branchOf(world);
  await writeEach('Jeg vil hjem.', 'Jeg vil hjem i dag.');
  await first.take();
  for (let day = 0; day < 8; day += 1) {
    await write(help(`Skrevet imens, ${day}.`), idAt(1));
    assert.deepEqual([await sync({ compares: true }), await state()], [DONE, CALM]);
  }
  first.network.server = world.server;
  assert.deepEqual(
    [(await sync()).done, (await state()).stop],
    [false, 'went-back'],
    'its own words are not there',
  );
  const said = await settled(world, [first, second], { trusts: true });
  for (const sentence of ['Jeg vil hjem i dag.', 'Skrevet imens, 7.'])
    assert.ok(said.includes(sentence), said);
});

test('a list that leaves a record out once does not keep the phone waiting', async () => {
  const world = await begun(3);
  await sync();
  const honest = thinned(world.server, idAt(1), /revisions/);
  assert.deepEqual([await sync({ compares: true }), await state()], [DONE, CALM]);
  honest();
  assert.deepEqual([await sync({ compares: true }), await state()], [DONE, CALM]);
  await assertAllInVault(world);
  assert.equal(world.vault().records.get(idAt(1)).rev, 1, 'nothing was sent twice');
});

test('a record left out of every answer to GET comes with the answer to a push', async () => {
  const { world, first, second } = await twoPhones(2);
  thinned(world.server, idAt(0));
  await writeEach('Jeg vil hjem.', 'Jeg vil hjem i dag.');
  for (const phone of [first, second]) {
    await phone.take();
    assert.deepEqual([await sync({ compares: true }), await state()], [DONE, CALM]);
    assert.deepEqual(await texts(), ['Jeg vil hjem i dag.', 'Jeg vil sove, 1.']);
  }
});

test('a new phone takes a vault that lacks a record, and gets the record when the server is honest', async () => {
  const world = await begun(3);
  const honest = thinned(world.server, idAt(1));
  const phone = await another(world);
  assert.deepEqual([await state(), (await texts()).length], [CALM, 2]);
  honest();
  await settled(world, [phone, world.phone]);
  await phone.take();
  assert.equal((await texts()).length, 3);
});

test('a new phone takes an old vault, and gets what is newer when the server is honest', async () => {
  const world = await begun(1);
  const old = branchOf(world);
  await writeEach('Jeg vil hjem.');
  await new Phone(new Network(old)).take();
  await turnOn(world.secret);
  assert.deepEqual([await sync(), await state(), await texts()], [DONE, CALM, ['Jeg vil sove, 0.']]);
  globalThis.fetch = world.network.fetch;
  assert.deepEqual([await sync({ compares: true }), await texts()], [DONE, ['Jeg vil hjem.']]);
});

test('an old answer that is given again changes nothing, and the next honest one is taken', async () => {
  const { world, first } = await twoPhones();
  const old = branchOf(world).answer({
    method: 'GET',
    path: `/api/v1/vaults/${world.name}/records`,
    token: [...world.server.vaults.values()][0].token,
  });
  await writeEach('Jeg vil hjem.', 'Jeg vil hjem i dag.');
  await first.take();
  assert.deepEqual(await sync(), DONE);
  first.network.next = ({ path }) =>
    path.includes('records?') ? new Response(JSON.stringify(old[1]), { status: 200 }) : 'fine';
  assert.deepEqual([(await sync()).done, (await texts())[0]], [false, 'Jeg vil hjem i dag.']);
  first.network.next = () => 'fine';
  assert.deepEqual([await sync({ trusts: true }), await texts()], [DONE, ['Jeg vil hjem i dag.']]);
});
