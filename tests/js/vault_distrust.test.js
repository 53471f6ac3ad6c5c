// A server that rolls back, forgets or deletes: the phone stops, keeps everything, and asks the person.
import { Phone, purge, statementsHere, turnOn, write } from './vault_phones.js';
import {
  DONE,
  NOT_DONE,
  another,
  assertAllInVault,
  begun,
  countDocuments,
  help,
  idAt,
  kept,
  state,
  texts,
} from './vault_begun.js';
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { reasonToRefuse } from '../../webapp/static/js/core/sync/distrust.js';
import { sync } from '../../webapp/static/js/data/vault/sync.js';

/** Remember the vault as it is now. @returns a function that rolls it back */
function backup({ vault }) {
  const old = structuredClone(vault());
  return () => Object.assign(vault(), structuredClone(old));
}

/** The sync stops as `stop`, and no word or revision on the phone changes. */
async function stopsAs(stop) {
  const before = await kept();
  assert.deepEqual(await sync(), NOT_DONE);
  assert.deepEqual([await state(), await kept()], [{ stop, wait: null }, before]);
}

test('which pulls are distrusted', () => {
  const change = (deletions, documents) => reasonToRefuse({ seen: 5, seq: 5 }, [], { deletions, documents });
  assert.deepEqual([change(0, 0), change(1, 2), change(3, 6), change(3, 100)], [null, null, null, null]);
  assert.deepEqual([change(1, 1), change(2, 3), change(4, 100), change(4, 8)], Array(4).fill('mass-delete'));
  const none = { deletions: 0, documents: 9 };
  assert.equal(reasonToRefuse({ seen: 5, seq: 4 }, [], none), 'went-back');
  assert.equal(
    reasonToRefuse(
      { seen: 5, seq: 6 },
      [
        { known: 2, rev: 2 },
        { known: 3, rev: 2 },
      ],
      none,
    ),
    'went-back',
  );
  assert.equal(
    reasonToRefuse(
      { seen: 5, seq: 6 },
      [
        { known: 2, rev: 2 },
        { known: 0, rev: 1 },
      ],
      none,
    ),
    null,
  );
});

test('a vault whose seq goes back stops the sync, and this phone can send its version again', async () => {
  const world = await begun(3);
  const goBack = backup(world);
  await write(help('Jeg vil hjem.'), idAt(0));
  await write(help('Jeg er ny.'), idAt(7));
  await sync();
  await sync();
  goBack();
  await stopsAs('went-back');
  assert.deepEqual(await sync({ insists: true }), DONE);
  assert.deepEqual(await state(), { stop: null, wait: null });
  assert.deepEqual(await texts(), ['Jeg er ny.', 'Jeg vil hjem.', 'Jeg vil sove, 1.', 'Jeg vil sove, 2.']);
  await assertAllInVault(world);
  assert.deepEqual(
    [await sync(), (await statementsHere()).flatMap(({ alternatives }) => alternatives)],
    [DONE, []],
  );
});

test('a vault emptied right after the first sync is noticed', async () => {
  const world = await begun(2);
  Object.assign(world.vault(), { seq: 0, records: new Map() });
  await stopsAs('went-back');
  assert.deepEqual(await sync({ insists: true }), DONE);
  await assertAllInVault(world);
  assert.equal(countDocuments(world.vault().records), 2);
});

test('a missing vault stops the sync as "moved", and can be made again from this phone', async () => {
  const world = await begun(2);
  world.server.vaults.clear();
  await stopsAs('moved');
  assert.deepEqual(await sync({ insists: true }), DONE);
  await assertAllInVault(world);
  assert.equal(countDocuments(world.vault().records), 2);
});

test('an older revision of one record is not applied, even with a newer seq', async () => {
  const world = await begun(2);
  const old = structuredClone(world.vault().records.get(idAt(0)));
  await write(help('Jeg vil hjem.'), idAt(0));
  await sync();
  world.vault().seq += 1;
  world.vault().records.set(idAt(0), { ...old, seq: world.vault().seq });
  await stopsAs('went-back');
  assert.deepEqual(await sync({ insists: true }), DONE);
  await assertAllInVault(world);
  assert.deepEqual(await texts(), ['Jeg vil hjem.', 'Jeg vil sove, 1.']);
});

test('a record that the server lost is sent again', async () => {
  const world = await begun(2);
  world.vault().records.delete(idAt(0));
  await write(help('Jeg vil hjem.'), idAt(0));
  assert.deepEqual([await sync(), await state()], [DONE, { stop: null, wait: null }]);
  assert.deepEqual(await texts(), ['Jeg vil hjem.', 'Jeg vil sove, 1.']);
  await assertAllInVault(world);
});

/** Another phone deletes `gone` of `count` statements for good; then the first phone is the current one. */
async function deletedElsewhere(gone, count) {
  const world = await begun(count);
  await another(world);
  for (let i = 0; i < gone; i += 1) await purge(idAt(i));
  assert.deepEqual(await sync(), DONE);
  await world.phone.take();
  return world;
}

for (const [gone, count] of [
  [4, 20],
  [2, 3],
  [1, 1],
]) {
  test(`${gone} of ${count} deleted stop as "mass-delete"; when trusted, they go to the bin`, async () => {
    await deletedElsewhere(gone, count);
    await stopsAs('mass-delete');
    assert.deepEqual(await sync({ trusts: true }), DONE);
    const here = await statementsHere();
    assert.deepEqual([here.length, here.filter(({ deleted }) => deleted).length], [count, gone]);
    assert.deepEqual([await sync(), await state()], [DONE, { stop: null, wait: null }]);
  });

  test(`${gone} of ${count} deleted: when the person insists, they are in the vault again`, async () => {
    const world = await deletedElsewhere(gone, count);
    await sync();
    assert.deepEqual(await sync({ insists: true }), DONE);
    assert.deepEqual(
      (await statementsHere()).filter(({ deleted }) => deleted),
      [],
    );
    await assertAllInVault(world);
  });
}

test('three of twenty deleted go to the bin of this phone', async () => {
  await deletedElsewhere(3, 20);
  assert.deepEqual(await sync(), DONE);
  assert.deepEqual(
    (await statementsHere())
      .filter(({ deleted }) => deleted)
      .map(({ id }) => id)
      .sort(),
    [0, 1, 2].map(idAt).sort(),
  );
});

test('a statement deleted elsewhere and edited here stays', async () => {
  const world = await deletedElsewhere(3, 20);
  for (const i of [0, 1, 2]) await write(help(`Jeg vil hjem, ${i}.`), idAt(i));
  assert.deepEqual(await sync(), DONE);
  assert.deepEqual(
    (await statementsHere()).filter(({ deleted }) => deleted),
    [],
  );
  await assertAllInVault(world);
});

test('an imported statement stays on a phone that joins a vault where it was deleted', async () => {
  const world = await begun(3);
  await purge(idAt(0));
  assert.deepEqual(await sync(), DONE);
  await new Phone(world.network).take();
  await write(help('Fra en kopi.'), idAt(0));
  await turnOn(world.secret);
  assert.deepEqual(await sync(), DONE);
  assert.deepEqual(
    [(await texts())[0], (await statementsHere()).filter(({ deleted }) => deleted)],
    ['Fra en kopi.', []],
  );
});
