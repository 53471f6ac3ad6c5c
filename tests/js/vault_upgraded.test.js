// Phones beside an app from before Boks v1.1, or just updated from it, where records and vault have numbers but
// no ancestry: a vault that goes back costs no sentence.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { change } from '../../webapp/static/js/data/storage/database.js';
import { sync } from '../../webapp/static/js/data/vault/sync.js';
import {
  DONE,
  NOT_DONE,
  another,
  assertAllInVault,
  begun,
  help,
  idAt,
  putRecord,
  state,
  statementText,
} from './vault_begun.js';
import { statementsHere, syncedHere, write } from './vault_phones.js';

const MINE = 'Jeg er bange for medicinen.';

/** What the current phone agreed on, as an app from before v1.1 left it. */
const forgetNames = () =>
  change(async (transaction) => {
    const store = transaction.objectStore('synced');
    for (const { id, rev, kind, document } of await store.getAll())
      await store.put({ id, rev, kind, document });
  });

/** A phone that wrote `MINE` into its vault. `goBack` puts the vault back to before that. */
async function written() {
  const world = await begun(1);
  const second = await another(world);
  await world.phone.take();
  const old = structuredClone(world.vault());
  await write(help(`Jeg vil sove, 0. ${MINE}`), idAt(0));
  assert.deepEqual(await sync(), DONE);
  const goBack = ({ epoch = false } = {}) =>
    Object.assign(world.vault(), old, epoch && { epoch: world.server.newEpoch() });
  return { world, second, goBack };
}

/** Another phone writes two versions, with an app from before v1.1: they name no parents. */
async function writtenByOldApp(world) {
  const [statement] = await statementsHere();
  for (const end of ['Min søster.', 'Min søster hjælper.'])
    await putRecord(
      world,
      idAt(0),
      statementText({ ...statement, parts: { ...statement.parts, help: `Jeg vil sove, 0. ${end}` } }),
    );
}

/** The current phone and the vault hold all of these, each once. */
async function assertHeld(world, ...sentences) {
  assert.deepEqual([await sync(), await state()], [DONE, { stop: null, wait: null }]);
  await assertAllInVault(world);
  const [{ parts, alternatives }] = await statementsHere();
  const said = [parts.help, ...alternatives.map(({ text }) => text)].join('\n');
  for (const sentence of sentences) assert.ok(said.includes(sentence), said);
}

test('restored with a new epoch, and an old app passed its numbers: both sentences stay', async () => {
  const { world, goBack } = await written();
  goBack({ epoch: true });
  await writtenByOldApp(world);
  assert.deepEqual(await sync(), DONE);
  await assertHeld(world, MINE, 'Min søster hjælper.');
});

for (const epoch of [false, true])
  for (const person of [{ insists: true }, { trusts: true }])
    test(`updated since it synced, a vault that went back, epoch ${epoch}, ${Object.keys(person)}`, async () => {
      const { world, goBack } = await written();
      goBack({ epoch });
      await forgetNames();
      if (!epoch) assert.deepEqual([await sync(), (await state()).stop], [NOT_DONE, 'went-back']);
      assert.deepEqual(await sync(person), DONE);
      await assertHeld(world, MINE);
    });

test('an updated phone learns the names of its versions when it compares, and then notices a fork', async () => {
  const { world, second, goBack } = await written();
  await forgetNames();
  assert.deepEqual(await sync({ compares: true }), DONE);
  assert.ok((await syncedHere()).every(({ name }) => name));
  goBack();
  await second.take();
  for (const end of ['Min søster.', 'Min søster hjælper.']) {
    await write(help(`Jeg vil sove, 0. ${end}`), idAt(0));
    assert.deepEqual(await sync(), DONE);
  }
  await world.phone.take();
  assert.deepEqual(await sync(), DONE);
  await assertHeld(world, MINE, 'Min søster hjælper.');
});

test('a list changes nothing of an updated phone that has the same, and asks only once', async () => {
  const world = await begun(3);
  await sync();
  const before = await statementsHere();
  await forgetNames();
  for (const calls of [3, 2]) {
    world.network.log.length = 0;
    assert.deepEqual([await sync({ compares: true }), world.network.log.length], [DONE, calls]);
  }
  assert.deepEqual(await statementsHere(), before);
});
