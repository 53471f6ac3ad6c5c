// A server that is put back, forks or leaves records out: no sentence is lost, whatever the person presses.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { DOCUMENT_MAX_BYTES } from '../../webapp/static/js/data/vault/record.js';
import { readVault } from '../../webapp/static/js/data/vault/state.js';
import { sync } from '../../webapp/static/js/data/vault/sync.js';
import {
  DONE,
  NOT_DONE,
  another,
  assertAllInVault,
  begun,
  help,
  idAt,
  state,
  statementText,
  texts,
} from './vault_begun.js';
import { Phone, statementsHere, turnOn, write } from './vault_phones.js';

/** Remember the vault as it is now. @returns a function that puts it back, if asked with a new epoch */
function backup({ server, vault }) {
  const old = structuredClone(vault());
  return ({ withEpoch = false } = {}) =>
    Object.assign(vault(), structuredClone(old), withEpoch && { epoch: server.newEpoch() });
}

/** What a phone says of the one statement, all of its versions included. */
async function wordsHere() {
  const statement = (await statementsHere()).find(({ id }) => id === idAt(0));
  return [statement.parts.help, ...statement.alternatives.map(({ text }) => text)].join('\n');
}

/** Both phones sync until they hold the same. @returns what they say of the statement */
async function settled(world, phones, person) {
  for (let round = 0; round < 3; round += 1)
    for (const phone of phones) {
      await phone.take();
      await sync(round ? {} : person);
    }
  const said = [];
  for (const phone of phones) {
    await phone.take();
    assert.deepEqual([await sync(), await state()], [DONE, { stop: null, wait: null }]);
    await assertAllInVault(world);
    said.push(await wordsHere());
  }
  assert.equal(new Set(said).size, 1, said.join('\n---\n'));
  return said[0];
}

/** Phone A has synced a sentence that the copy lacks; phone B knows only the copy. */
async function putBack(options) {
  const world = await begun(1);
  const second = await another(world);
  await world.phone.take();
  const restore = backup(world);
  await write(help('Jeg vil sove, 0. Jeg er bange for medicinen.'), idAt(0));
  assert.deepEqual(await sync(), DONE);
  restore(options);
  return { world, phones: [world.phone, second] };
}

test('a copy is put back and another phone writes two versions: both sentences stay', async () => {
  const { world, phones } = await putBack();
  await phones[1].take();
  for (const end of ['Min søster hjælper.', 'Min søster hjælper mig.']) {
    await write(help(`Jeg vil sove, 0. ${end}`), idAt(0));
    assert.deepEqual(await sync(), DONE);
  }
  await phones[0].take();
  assert.deepEqual([await sync(), await state()], [DONE, { stop: null, wait: null }]);
  const said = await settled(world, phones);
  for (const sentence of ['Jeg er bange for medicinen.', 'Min søster hjælper mig.'])
    assert.ok(said.includes(sentence), said);
  assert.equal(said.split('Jeg vil sove, 0.').length, 2, 'no sentence twice');
});

test('both phones have the same revision of different versions: an edit loses nothing', async () => {
  const { world, phones } = await putBack();
  await phones[1].take();
  await write(help('Jeg vil sove, 0. Min søster hjælper.'), idAt(0));
  assert.deepEqual(await sync(), DONE);
  await phones[0].take();
  await write(help('Jeg vil sove, 0. Jeg er bange for medicinen. Tak.'), idAt(0));
  const said = await settled(world, phones);
  for (const sentence of ['Jeg er bange for medicinen.', 'Min søster hjælper.', 'Tak.'])
    assert.ok(said.includes(sentence), said);
});

test('equal revisions of different versions are noticed when every record is compared', async () => {
  const { world, phones } = await putBack();
  await phones[1].take();
  await write(help('Jeg vil sove, 0. Min søster hjælper.'), idAt(0));
  assert.deepEqual(await sync(), DONE);
  await phones[0].take();
  assert.deepEqual(await sync({ compares: true }), DONE);
  const said = await settled(world, phones);
  for (const sentence of ['Jeg er bange for medicinen.', 'Min søster hjælper.'])
    assert.ok(said.includes(sentence), said);
});

for (const person of [{ insists: true }, { trusts: true }])
  test(`a vault that went back, and the person ${Object.keys(person)}: no sentence is lost`, async () => {
    const { world, phones } = await putBack();
    await phones[0].take();
    assert.deepEqual([await sync(), (await state()).stop], [NOT_DONE, 'went-back']);
    await phones[1].take();
    await write(help('Jeg vil sove, 0. Min søster hjælper.'), idAt(0));
    await phones[0].take();
    const said = await settled(world, phones, person);
    for (const sentence of ['Jeg er bange for medicinen.', 'Min søster hjælper.'])
      assert.ok(said.includes(sentence), said);
  });

test('a vault put back with a new epoch is merged unasked, and gets what the copy lacks', async () => {
  const world = await begun(1);
  const restore = backup(world);
  await write(help('Jeg er ny.'), idAt(5));
  await write(help('Jeg vil hjem.'), idAt(0));
  assert.deepEqual(await sync(), DONE);
  restore({ withEpoch: true });
  assert.deepEqual([await sync(), await state()], [DONE, { stop: null, wait: null }]);
  await assertAllInVault(world);
  await new Phone(world.network).take();
  await turnOn(world.secret);
  assert.deepEqual(await sync(), DONE);
  assert.deepEqual(await texts(), ['Jeg er ny.', 'Jeg vil hjem.']);
});

test('a record that the server lost is sent again after comparing, and a new phone gets it', async () => {
  const world = await begun(3);
  world.vault().records.delete(idAt(1));
  assert.deepEqual(await sync({ compares: true }), DONE);
  await assertAllInVault(world);
  await new Phone(world.network).take();
  await turnOn(world.secret);
  assert.deepEqual(await sync(), DONE);
  assert.equal((await texts()).length, 3);
});

test('a record that the vault has again after it was missing is taken up where it was', async () => {
  const world = await begun(2);
  const hidden = world.vault().records.get(idAt(0));
  world.vault().records.delete(idAt(0));
  world.network.plan('POST', 'lost');
  assert.deepEqual(await sync({ trusts: true }), NOT_DONE);
  world.vault().records.set(idAt(0), hidden);
  await write(help('Jeg vil hjem.'), idAt(0));
  assert.deepEqual([await sync(), await state()], [DONE, { stop: null, wait: null }]);
  await assertAllInVault(world);
});

test('the next version of a record that was missing is merged against the version before', async () => {
  const world = await begun(2);
  const phone = await another(world);
  await write(help('Jeg vil hjem i dag.'), idAt(0));
  assert.deepEqual(await sync(), DONE);
  await world.phone.take();
  const hidden = world.vault().records.get(idAt(0));
  world.vault().records.delete(idAt(0));
  world.network.plan('POST', 'lost');
  assert.deepEqual(await sync({ trusts: true }), NOT_DONE);
  world.vault().records.set(idAt(0), hidden);
  assert.equal(await settled(world, [world.phone, phone]), 'Jeg vil hjem i dag.');
});

test('a server that leaves one changed record out once: it comes as soon as the server is honest', async () => {
  const world = await begun(2);
  await another(world);
  await write(help('Jeg vil hjem.'), idAt(0));
  assert.deepEqual(await sync(), DONE);
  await world.phone.take();
  assert.deepEqual(await sync(), DONE);
  await another(world);
  await write(help('Jeg vil hjem i dag.'), idAt(0));
  assert.deepEqual(await sync(), DONE);
  await world.phone.take();
  const hidden = world.vault().records.get(idAt(0));
  world.vault().records.delete(idAt(0));
  assert.deepEqual([await sync(), (await texts())[0]], [DONE, 'Jeg vil hjem.']);
  world.vault().records.set(idAt(0), hidden);
  assert.deepEqual([await sync(), (await texts())[0]], [DONE, 'Jeg vil hjem i dag.']);
});

test('a seq that no version explains is not remembered, and the next honest answer is taken', async () => {
  const world = await begun(1);
  const honest = world.vault().seq;
  world.vault().seq = 2 ** 40;
  await sync();
  world.vault().seq = honest;
  await write(help('Jeg vil hjem.'), idAt(0));
  assert.deepEqual([await sync(), await state()], [DONE, { stop: null, wait: null }]);
  await assertAllInVault(world);
});

test('a document that only fits without the names of its parents is sealed without them', async () => {
  const world = await begun(1);
  const [statement] = await statementsHere();
  const room = DOCUMENT_MAX_BYTES - statementText({ ...statement, by: 'AAAAAAAA' }).length - 10;
  for (const letter of ['a', 'b']) {
    await write(help('Jeg vil sove, 0.' + letter.repeat(room)), idAt(0));
    assert.deepEqual([await sync(), (await readVault()).too_long], [DONE, []]);
    await assertAllInVault(world);
  }
});
