// Records that this phone cannot read: kept and marked, and overwritten only when the person insists.
import { Phone, statementsHere, syncedHere, turnOn, write } from './vault_phones.js';
import { DONE, assertAllInVault, begun, help, idAt, putRecord, statementText, texts } from './vault_begun.js';
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { change } from '../../webapp/static/js/data/storage/database.js';
import { changeVault, readVault } from '../../webapp/static/js/data/vault/state.js';
import { sync } from '../../webapp/static/js/data/vault/sync.js';

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
  test(`a record ${what} is kept, marked, not overwritten, and stops no other`, async () => {
    const world = await begun(2);
    await putRecord(world, idAt(0), document, change);
    await putRecord(world, idAt(9), document, change);
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

test('a record that is readable again is merged with what was written here meanwhile', async () => {
  const world = await begun(1);
  const [statement] = await statementsHere();
  await putRecord(world, idAt(0), statementText({ ...statement, title: 'Til lægen' }), damaged);
  await write(help('Jeg vil hjem.'), idAt(0));
  await sync();
  await putRecord(world, idAt(0), statementText({ ...statement, title: 'Til lægen' }));
  assert.deepEqual(await sync(), DONE);
  const [{ title, parts, alternatives }] = await statementsHere();
  assert.deepEqual(
    [title, parts.help, alternatives, (await readVault()).unreadable],
    ['Til lægen', 'Jeg vil hjem.', [], []],
  );
  await assertAllInVault(world);
});

test('a record that an older app could not read is applied when it is pulled again', async () => {
  const world = await begun(1);
  const { id, rev, sealed } = world.vault().records.get(idAt(0));
  await new Phone(world.network).take();
  await turnOn(world.secret);
  await putRecord(world, idAt(9), '{"kind":"meeting","version":1}');
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

test('an unreadable record is overwritten only when the person insists', async () => {
  const world = await begun(1);
  await putRecord(world, idAt(0), '{}', damaged);
  await sync();
  assert.deepEqual((await readVault()).unreadable, [idAt(0)]);
  await changeVault({ stop: 'went-back' });
  assert.deepEqual(await sync({ insists: true }), DONE);
  await assertAllInVault(world);
  assert.deepEqual((await readVault()).unreadable, []);
});
