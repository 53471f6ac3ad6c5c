// A server that goes back, forgets or deletes: the phone stops, keeps everything, and asks the person.
import { Phone, purge, statementsHere, syncedHere, turnOn, write } from './vault_phones.js';
import {
  DONE,
  NOT_DONE,
  another,
  begun,
  documents,
  help,
  idAt,
  kept,
  state,
  statementText,
  texts,
} from './vault_begun.js';
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { distrusts } from '../../webapp/static/js/core/sync/distrust.js';
import { change } from '../../webapp/static/js/data/storage/database.js';
import { keysOf } from '../../webapp/static/js/data/vault/keys.js';
import { changeVault, readVault } from '../../webapp/static/js/data/vault/state.js';
import { seal } from '../../webapp/static/js/data/vault/record.js';
import { sync } from '../../webapp/static/js/data/vault/sync.js';

/** The vault as it is now, to go back to later. */
function backup({ vault }) {
  const old = structuredClone(vault());
  return () => Object.assign(vault(), structuredClone(old));
}
/** Something put into the vault by who has the secret, as another app might. */
async function put({ vault, secret }, id, document, change = (sealed) => sealed) {
  const keys = await keysOf(secret);
  const rev = (vault().records.get(id)?.rev ?? 0) + 1;
  vault().seq += 1;
  vault().records.set(id, { id, rev, seq: vault().seq, sealed: change(await seal(keys, id, rev, document)) });
}
/** The sync stops as `stop`, and not one word or revision on the phone has changed. */
async function stopsAs(stop) {
  const before = await kept();
  assert.deepEqual(await sync(), NOT_DONE);
  assert.deepEqual([await state(), await kept()], [{ stop, wait: null }, before]);
}
/** Every statement here stands in the vault as it stands here. */
async function allIsIn(world) {
  const said = await documents(world);
  for (const one of await statementsHere())
    assert.equal(JSON.stringify(said.get(one.id)), statementText(one), one.parts.help);
}

test('which pulls are not taken', () => {
  const change = (deletions, documents) => distrusts({ seen: 5, seq: 5 }, [], { deletions, documents });
  assert.deepEqual([change(0, 0), change(1, 2), change(3, 6), change(3, 100)], [null, null, null, null]);
  assert.deepEqual([change(1, 1), change(2, 3), change(4, 100), change(4, 8)], Array(4).fill('mass-delete'));
  const none = { deletions: 0, documents: 9 };
  assert.equal(distrusts({ seen: 5, seq: 4 }, [], none), 'went-back');
  assert.equal(
    distrusts(
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
    distrusts(
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
  await allIsIn(world);
  assert.deepEqual(
    [await sync(), (await statementsHere()).flatMap(({ alternatives }) => alternatives)],
    [DONE, []],
  );
});

test('a vault that is empty after the first sync already is noticed', async () => {
  const world = await begun(2);
  Object.assign(world.vault(), { seq: 0, records: new Map() });
  await stopsAs('went-back');
  assert.deepEqual(await sync({ insists: true }), DONE);
  await allIsIn(world);
  assert.equal(world.vault().records.size, 2);
});

test('a vault that is gone stops as "moved", and can be made anew from this phone', async () => {
  const world = await begun(2);
  world.server.vaults.clear();
  await stopsAs('moved');
  assert.deepEqual(await sync({ insists: true }), DONE);
  await allIsIn(world);
  assert.equal(world.vault().records.size, 2);
});

test('an older revision of one record is not taken, though the seq is new', async () => {
  const world = await begun(2);
  const old = structuredClone(world.vault().records.get(idAt(0)));
  await write(help('Jeg vil hjem.'), idAt(0));
  await sync();
  world.vault().seq += 1;
  world.vault().records.set(idAt(0), { ...old, seq: world.vault().seq });
  await stopsAs('went-back');
  assert.deepEqual(await sync({ insists: true }), DONE);
  await allIsIn(world);
  assert.deepEqual(await texts(), ['Jeg vil hjem.', 'Jeg vil sove, 1.']);
});

test('a record that is forgotten is noticed at the next push', async () => {
  const world = await begun(2);
  world.vault().records.delete(idAt(0));
  await write(help('Jeg vil hjem.'), idAt(0));
  assert.deepEqual(await sync(), NOT_DONE);
  assert.deepEqual(
    [await state(), await texts()],
    [{ stop: 'went-back', wait: null }, ['Jeg vil hjem.', 'Jeg vil sove, 1.']],
  );
  assert.deepEqual(await sync({ insists: true }), DONE);
  await allIsIn(world);
});

/** Another phone deletes `gone` of `count` statements for good; then the first phone is in the hand. */
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
  test(`${gone} of ${count} deleted stop as "mass-delete"; trusted, they go to the bin and no further`, async () => {
    await deletedElsewhere(gone, count);
    await stopsAs('mass-delete');
    assert.deepEqual(await sync({ trusts: true }), DONE);
    const here = await statementsHere();
    assert.deepEqual([here.length, here.filter(({ deleted }) => deleted).length], [count, gone]);
    assert.deepEqual([await sync(), await state()], [DONE, { stop: null, wait: null }]);
  });

  test(`${gone} of ${count} deleted: the person insists, and they are in the vault again`, async () => {
    const world = await deletedElsewhere(gone, count);
    await sync();
    assert.deepEqual(await sync({ insists: true }), DONE);
    assert.deepEqual(
      (await statementsHere()).filter(({ deleted }) => deleted),
      [],
    );
    await allIsIn(world);
  });
}

test('three of twenty deleted go to the bin of this phone, with their thirty days', async () => {
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

test('what was deleted elsewhere and is edited here stays', async () => {
  const world = await deletedElsewhere(3, 20);
  for (const i of [0, 1, 2]) await write(help(`Jeg vil hjem, ${i}.`), idAt(i));
  assert.deepEqual(await sync(), DONE);
  assert.deepEqual(
    (await statementsHere()).filter(({ deleted }) => deleted),
    [],
  );
  await allIsIn(world);
});

test('what a copy brought stays on a phone that opens a vault where it was deleted', async () => {
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

const damaged = (sealed) => `${sealed.slice(0, 100)}${sealed[100] === 'A' ? 'B' : 'A'}${sealed.slice(101)}`;
const UNREADABLE = {
  changed: [JSON.stringify({ kind: 'statement' }), damaged, 'not-authentic'],
  'of another format': ['{}', (sealed) => `Ag${sealed.slice(2)}`, 'unknown-format'],
  'of a newer app': [
    JSON.stringify({ kind: 'statement', version: 9, statement: {} }),
    undefined,
    'unknown-document',
  ],
};
for (const [what, [document, change, code]] of Object.entries(UNREADABLE)) {
  test(`a record ${what} is kept, marked, not overwritten, and does not stop the others`, async () => {
    const world = await begun(2);
    await put(world, idAt(0), document, change);
    await put(world, idAt(9), document, change);
    const before = [0, 9].map((i) => world.vault().records.get(idAt(i)));
    await write(help('Jeg vil hjem.'), idAt(0));
    await write(help('Jeg vil ud.'), idAt(1));
    assert.deepEqual(await sync(), DONE);
    assert.deepEqual((await readVault()).unreadable.sort(), [idAt(0), idAt(9)].sort());
    const marked = (await syncedHere()).map(({ unreadable }) => unreadable).filter(Boolean);
    assert.deepEqual(
      marked,
      before.map(({ rev, seq, sealed }) => ({ code, rev, seq, sealed })),
    );
    assert.deepEqual(
      [0, 9].map((i) => world.vault().records.get(idAt(i))),
      before,
    );
    assert.deepEqual(await texts(), ['Jeg vil hjem.', 'Jeg vil ud.']);
    assert.equal(world.vault().records.get(idAt(1)).rev, 2);
  });
}

test('an unreadable record that is well again is taken, with what was written here meanwhile', async () => {
  const world = await begun(1);
  const [one] = await statementsHere();
  await put(world, idAt(0), statementText({ ...one, title: 'Til lægen' }), damaged);
  await write(help('Jeg vil hjem.'), idAt(0));
  await sync();
  await put(world, idAt(0), statementText({ ...one, title: 'Til lægen' }));
  assert.deepEqual(await sync(), DONE);
  const [{ title, parts, alternatives }] = await statementsHere();
  assert.deepEqual(
    [title, parts.help, alternatives, (await readVault()).unreadable],
    ['Til lægen', 'Jeg vil hjem.', [], []],
  );
  await allIsIn(world);
});

test('what an older version of the app could not read is taken when it is pulled once more', async () => {
  const world = await begun(1);
  const { id, rev, sealed } = world.vault().records.get(idAt(0));
  await new Phone(world.network).take();
  await turnOn(world.secret);
  await put(world, idAt(9), '{"kind":"meeting","version":1}');
  await sync();
  const row = (await syncedHere()).find(({ unreadable }) => unreadable);
  assert.equal(row.rev, 0);
  await change(async (transaction) => {
    await transaction.objectStore('statements').clear();
    await transaction
      .objectStore('synced')
      .put({ ...row, id, unreadable: { ...row.unreadable, rev, sealed } });
  });
  await changeVault({ seq: 0 });
  assert.deepEqual(await sync(), DONE);
  assert.deepEqual([await texts(), (await readVault()).unreadable], [['Jeg vil sove, 0.'], [idAt(9)]]);
});

test('only a person who insists writes over what cannot be read', async () => {
  const world = await begun(1);
  await put(world, idAt(0), '{}', damaged);
  await sync();
  assert.deepEqual((await readVault()).unreadable, [idAt(0)]);
  await changeVault({ stop: 'went-back' });
  assert.deepEqual(await sync({ insists: true }), DONE);
  await allIsIn(world);
  assert.deepEqual((await readVault()).unreadable, []);
});
