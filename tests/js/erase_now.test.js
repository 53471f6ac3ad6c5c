// "Slet nu": nothing of what is erased stays in the phone's databases, in the vault, or on another phone.
import { Phone, openedVault, statementsHere, syncedHere, turnOn, write } from './vault_phones.js';
import { ModelServer, Network } from './vault_server_model.js';
import { diceFrom } from './vault_world.js';
import assert from 'node:assert/strict';
import { test } from 'node:test';

const { eraseNow, eraseVersion } = await import('../../webapp/static/js/data/documents/erase.js');
const { binStatement, restoreStatement, snapshotsOf } =
  await import('../../webapp/static/js/data/documents/save_statement.js');
const { putDraft, allDrafts } = await import('../../webapp/static/js/data/storage/drafts.js');
const { emptyOldBin } = await import('../../webapp/static/js/data/documents/bin.js');
const { change, withDatabase } = await import('../../webapp/static/js/data/storage/database.js');
const { getStatement } = await import('../../webapp/static/js/data/documents/statements.js');
const { getNote, saveNote, binNote } = await import('../../webapp/static/js/data/documents/explorations.js');
const { blankExploration } = await import('../../webapp/static/js/core/exploration/fields.js');
const { newId } = await import('../../webapp/static/js/data/identity.js');
const { sync } = await import('../../webapp/static/js/data/vault/sync.js');

const MARK = 'Kanariefugl';
const help = (text) => ({ parts: { help: text } });

/** Everything in the main database, and all drafts, as one text. */
async function everything() {
  const rows = await withDatabase((database) =>
    Promise.all([...database.objectStoreNames].map((name) => database.getAll(name))),
  );
  return JSON.stringify([rows, await allDrafts()]);
}

async function onePhone() {
  const phone = new Phone(new Network(new ModelServer()));
  await phone.take();
  return phone;
}

/** Two phones with one vault, which agree on one statement that holds the mark. */
async function twoPhones() {
  const network = new Network(new ModelServer());
  const [here, there] = [new Phone(network), new Phone(network)];
  await here.take();
  const secret = await turnOn();
  const id = await write(help(`${MARK} i dag.`));
  for (const more of ['Hans egne.', 'Og flere.']) await write(help(more)); // one deletion is not most of all
  await write(help(`${MARK} i går og ${MARK} i morgen.`), id);
  assert.equal((await sync()).done, true);
  await there.take();
  await turnOn(secret);
  await sync();
  assert.ok((await everything()).includes(MARK));
  return { here, there, id, secret, server: network.server };
}

/** What the vault says of a document. */
const inVault = async ({ server, secret, id }) => (await openedVault(server, secret)).get(id)?.document ?? '';

test('an erased statement is in no store: nor its versions, its drafts, or when it was binned', async () => {
  await onePhone();
  const id = await write(help(`${MARK} et.`));
  const before = await getStatement(id);
  await write(help('Noget helt andet.'), id);
  await putDraft({ key: 'k', kind: 'statement', at: '', base: before, sent: null, mine: before });
  await binStatement(id);
  await emptyOldBin();
  assert.ok((await everything()).includes(id));
  await eraseNow([id]);
  const left = await everything();
  assert.ok(!left.includes(MARK) && !left.includes(id), left);
});

test('what was fetched back from the bin meanwhile is not erased', async () => {
  await onePhone();
  const id = await write(help(`${MARK} et.`));
  await binStatement(id);
  await restoreStatement(id);
  await eraseNow([id]);
  assert.equal((await getStatement(id)).parts.help, `${MARK} et.`);
});

test('an erased version is gone, also from what is kept to merge against', async () => {
  const { here, id } = await twoPhones();
  await here.take();
  await write(help(`${MARK} en to tre fire fem seks syv otte ni ti elleve.`), id);
  await write(help('Kort.'), id);
  await sync();
  const versions = await snapshotsOf(id);
  for (const { key, document } of versions) if (document.parts.help.includes(MARK)) await eraseVersion(key);
  assert.ok(!(await everything()).includes(MARK), await everything());
  assert.equal((await snapshotsOf(id)).length, versions.length - 1);
});

test('with a vault no word waits on the phone for the network, and the vault is told without any', async () => {
  const world = await twoPhones();
  await world.here.take();
  await binStatement(world.id);
  await eraseNow([world.id]);
  assert.ok(!(await everything()).includes(MARK), await everything());
  assert.ok((await inVault(world)).includes(MARK));
  await sync();
  assert.deepEqual(
    { ...JSON.parse(await inVault(world)), at: '' },
    { deleted: true, kind: 'statement', version: 1, at: '', erased: true },
  );
  assert.equal((await syncedHere()).find(({ id }) => id === world.id).erased, 'done');
});

for (const isBinnedThere of [true, false])
  test(`another phone erases it too, ${isBinnedThere ? 'from its bin' : 'without its bin'}`, async () => {
    const world = await twoPhones();
    await world.here.take();
    await binStatement(world.id);
    if (isBinnedThere) {
      await sync();
      await world.there.take();
      await sync();
      assert.ok((await getStatement(world.id)).deleted);
      await world.here.take();
    }
    await eraseNow([world.id]);
    await sync();
    await world.there.take();
    await sync();
    assert.ok(!(await everything()).includes(MARK), await everything());
    await sync();
    await world.here.take();
    await sync();
    assert.equal(await getStatement(world.id), undefined);
  });

test('what another phone wrote in it meanwhile comes back', async () => {
  const world = await twoPhones();
  await write(help('Skrevet her bagefter.'), world.id);
  await world.here.take();
  await binStatement(world.id);
  await eraseNow([world.id]);
  await sync();
  await world.there.take();
  await sync();
  await world.here.take();
  await sync();
  assert.equal((await getStatement(world.id)).parts.help, 'Skrevet her bagefter.');
});

test('a push of it that was under way when it was erased does not bring it back', async () => {
  const world = await twoPhones();
  await world.here.take();
  await write(help(`${MARK} ny.`), world.id);
  await binStatement(world.id);
  world.here.network.next = ({ method }) => (method === 'POST' ? 'unanswered' : 'fine');
  assert.equal((await sync()).done, false);
  world.here.network.next = () => 'fine';
  assert.ok((await inVault(world)).includes(MARK));
  await eraseNow([world.id]);
  assert.ok(!(await everything()).includes(MARK));
  await sync();
  assert.ok(!(await inVault(world)).includes(MARK));
  assert.equal(await getStatement(world.id), undefined);
});

test('an app that does not know of erasing puts it into its bin, and then lets it go', async () => {
  const world = await twoPhones();
  await world.here.take();
  await binStatement(world.id);
  await eraseNow([world.id]);
  await sync();
  // The other phone's app reads a deletion, binned its copy and sends that.
  await world.there.take();
  const [copy] = (await statementsHere()).filter(({ id }) => id === world.id);
  await sync();
  await change(async (transaction) => {
    await transaction.objectStore('statements').put({ ...copy, deleted: new Date().toISOString() });
    const row = await transaction.objectStore('synced').get(world.id);
    delete row.erased;
    await transaction.objectStore('synced').put(row);
  });
  await sync();
  assert.ok((await inVault(world)).includes(MARK));
  await world.here.take();
  await sync();
  assert.equal(await getStatement(world.id), undefined);
  assert.ok(!(await everything()).includes(MARK));
  assert.ok(!(await inVault(world)).includes(MARK));
  await world.there.take();
  await sync();
  assert.equal(await getStatement(world.id), undefined);
});

test('a note that was erased leaves the other phone too', async () => {
  const network = new Network(new ModelServer());
  const [here, there] = [new Phone(network), new Phone(network)];
  await here.take();
  const secret = await turnOn();
  await write(help('Noget andet.'));
  await write(help('Noget tredje.'));
  const note = {
    ...blankExploration(newId(), 'helps', new Date().toISOString()),
    text: MARK,
    in_vault: true,
  };
  await saveNote(null, note);
  await sync();
  await there.take();
  await turnOn(secret);
  await sync();
  assert.equal((await getNote(note.id)).text, MARK);
  await here.take();
  await binNote(note.id);
  await eraseNow([note.id]);
  await sync();
  await there.take();
  await sync();
  assert.ok(!(await everything()).includes(MARK), await everything());
});

test('whatever else happens, no phone and no vault holds a word of what was erased (12 stories)', async () => {
  for (let seed = 1; seed <= 12; seed += 1) await story(diceFrom(seed), seed);
});

/** Two phones sync, bin and empty their bins in any order; nobody edits or fetches back what was thrown out. */
async function story(dice, seed) {
  const world = await twoPhones();
  const phones = [world.here, world.there];
  let isErased = false;
  for (let turn = 0; turn < 10; turn += 1) {
    await phones[dice(2)].take();
    const stored = await getStatement(world.id);
    const what = dice(3);
    if (what === 0) await sync();
    else if (what === 1 && stored && !stored.deleted) await binStatement(world.id);
    else if (stored?.deleted) {
      await eraseNow([world.id]);
      isErased = true;
    }
  }
  for (let round = 0; round < 4; round += 1)
    for (const phone of phones) {
      await phone.take();
      await sync();
    }
  if (!isErased) return;
  for (const phone of phones) {
    await phone.take();
    assert.ok(!(await everything()).includes(MARK), `seed ${seed}`);
  }
  assert.ok(!(await inVault(world)).includes(MARK), `seed ${seed}`);
}
