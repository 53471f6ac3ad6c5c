// The account on phones: what a vault lacks is noticed, and heals; no document waits for it.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { giveUp } from '../../webapp/static/js/data/vault/account.js';
import { compareNumbers } from '../../webapp/static/js/data/vault/compare_words.js';
import { keysOf } from '../../webapp/static/js/data/vault/keys.js';
import { readVault } from '../../webapp/static/js/data/vault/state.js';
import { sync } from '../../webapp/static/js/data/vault/sync.js';
import { FINE, accountOf, aDayLater, lacks, posts, writeAndSync } from './vault_account_phones.js';
import { DONE, another, assertAllInVault, begun, help, idAt, state, texts } from './vault_begun.js';
import { Phone, purge, turnOn, write } from './vault_phones.js';

test('a vault with one record has no account, and one with two has', async () => {
  const world = await begun(1);
  assert.equal(await accountOf(world), null);
  await write(help('Jeg vil hjem.'), idAt(1));
  assert.deepEqual(await sync(), DONE);
  const { rows, devices, total } = await accountOf(world);
  assert.deepEqual(rows.map(({ id }) => id).sort(), [idAt(0), idAt(1)].sort());
  assert.deepEqual([devices.length, total.records], [1, 2]);
});

test('the account travels with documents, has one size, and a day of writing makes few versions', async () => {
  const world = await begun(2);
  world.network.log.length = 0;
  for (let i = 0; i < 5; i += 1) {
    await write(help(`Jeg vil ud, ${i}.`), idAt(0));
    assert.deepEqual(await sync(), DONE);
  }
  assert.deepEqual(
    posts(world).map(({ body }) => body.records.length),
    [1, 1, 1, 1, 1],
    'at most every ten minutes',
  );
  await writeAndSync('Nu.', idAt(0));
  const { record } = await accountOf(world);
  assert.deepEqual([posts(world).at(-1).body.records.length, record.rev], [2, 2]);
  assert.equal(Buffer.from(record.sealed, 'base64url').length, 4125);
  world.network.log.length = 0;
  assert.deepEqual([await sync(), posts(world)], [DONE, []]);
});

test('once a day the account goes alone, so that others hear from this device', async () => {
  const world = await begun(2);
  await aDayLater();
  assert.deepEqual([await sync(), (await accountOf(world)).devices[0].n], [DONE, 2]);
  assert.deepEqual([await sync(), (await accountOf(world)).devices[0].n], [DONE, 2]);
});

test('a new phone says from when the newest is, and sees the other device', async () => {
  const world = await begun(2);
  await another(world);
  const { account } = await readVault();
  assert.deepEqual([account.joined.label, account.known.devices.length, account.lacks], ['other', 2, FINE]);
  assert.deepEqual((await accountOf(world)).devices.length, 2);
});

test('a new phone that gets a thinned vault names what is missing; the other phone heals it', async () => {
  const world = await begun(3);
  await write({ title: 'Til lægen' }, idAt(1));
  await writeAndSync('Jeg er træt.', idAt(1));
  world.vault().records.delete(idAt(1));
  await new Phone(world.network).take();
  await turnOn(world.secret);
  const second = await new Phone(world.network).take();
  await turnOn(world.secret);
  assert.deepEqual(await sync(), DONE);
  assert.deepEqual(await lacks(), { ...FINE, named: [{ title: 'Til lægen', isOlder: false }] });
  await world.phone.take();
  assert.deepEqual(await sync({ compares: true }), DONE);
  await second.take();
  assert.deepEqual([await sync(), await lacks()], [DONE, FINE]);
  assert.equal((await texts()).length, 3);
});

test('a new phone that gets an old version says so', async () => {
  const world = await begun(2);
  const old = structuredClone(world.vault().records.get(idAt(0)));
  await writeAndSync('Jeg vil hjem.', idAt(0));
  const { seq } = world.vault().records.get(idAt(0));
  world.vault().records.set(idAt(0), { ...old, seq });
  await new Phone(world.network).take();
  await turnOn(world.secret);
  assert.deepEqual(await sync(), DONE);
  assert.deepEqual((await lacks()).named, [{ title: 'Jeg vil hjem.', isOlder: true }]);
  await giveUp(await keysOf(world.secret));
  assert.deepEqual([await lacks(), await sync(), await lacks()], [FINE, DONE, FINE]);
});

test('records beyond those that fit in the account are counted', async () => {
  const world = await begun(60);
  assert.ok((await accountOf(world)).rows.length < 60);
  const named = new Set((await accountOf(world)).rows.map(({ id }) => id));
  const hidden = [...Array(60).keys()].map(idAt).find((id) => !named.has(id));
  world.vault().records.delete(hidden);
  await new Phone(world.network).take();
  await turnOn(world.secret);
  assert.deepEqual(await sync(), DONE);
  assert.deepEqual(await lacks(), { ...FINE, more: 1 });
});

test('a change that a server leaves out once is fetched as soon as an account tells of it', async () => {
  const world = await begun(3);
  assert.deepEqual(await sync(), DONE);
  await another(world);
  await writeAndSync('Jeg vil hjem.', idAt(0));
  await world.phone.take();
  const hidden = world.vault().records.get(idAt(0));
  world.vault().records.delete(idAt(0));
  world.network.next = ({ path }) => {
    if (path.endsWith('/revisions')) world.vault().records.set(idAt(0), hidden);
    return 'fine';
  };
  assert.deepEqual([await sync(), (await texts())[0], await lacks()], [DONE, 'Jeg vil hjem.', FINE]);
});

test('two phones that were shown different histories find out, and both sides are merged', async () => {
  const world = await begun(3);
  assert.deepEqual(await sync(), DONE);
  const second = await another(world);
  const fork = structuredClone(world.vault());
  await world.phone.take();
  await writeAndSync('Jeg vil hjem.', idAt(0));
  assert.deepEqual(await sync(), DONE);
  const mine = structuredClone(world.vault());
  Object.assign(world.vault(), fork);
  await second.take();
  await writeAndSync('Jeg vil ud.', idAt(1));
  await writeAndSync('Jeg vil sove.', idAt(2));
  assert.ok(world.vault().seq > mine.seq);
  await world.phone.take();
  await sync();
  assert.equal((await state()).stop, 'went-back');
  assert.deepEqual(await sync({ trusts: true }), DONE);
  assert.deepEqual(await texts(), ['Jeg vil hjem.', 'Jeg vil sove.', 'Jeg vil ud.']);
  await second.take();
  assert.deepEqual([await sync(), await lacks()], [DONE, FINE]);
  assert.deepEqual(await texts(), ['Jeg vil hjem.', 'Jeg vil sove.', 'Jeg vil ud.']);
  const { devices } = await accountOf(world);
  assert.equal(devices.length, 2);
});

test('a server that shows one phone nothing: the account of the other grows old', async () => {
  const world = await begun(2);
  await another(world);
  await world.phone.take();
  assert.deepEqual(await sync(), DONE);
  const frozen = structuredClone(world.vault());
  const other = async () =>
    (await readVault()).account.known.devices.find(({ n }) => n === 1 && n !== undefined)?.at;
  const before = await other();
  Object.assign(world.vault(), structuredClone(frozen));
  assert.deepEqual([await sync(), await other()], [DONE, before]);
});

test('a deleted document is never missed, nor is one that a restore by the command put back', async () => {
  const world = await begun(4);
  const copy = structuredClone(world.vault());
  await write(help('Kort.'), idAt(7));
  await writeAndSync('Jeg er her.', idAt(0));
  await purge(idAt(7));
  await writeAndSync('Jeg er her nu.', idAt(0));
  Object.assign(world.vault(), copy, { epoch: world.server.newEpoch() });
  assert.deepEqual([await sync(), await lacks()], [DONE, FINE]);
  await aDayLater();
  assert.deepEqual(await sync(), DONE);
  await another(world);
  assert.deepEqual([await lacks(), (await texts()).length], [FINE, 4]);
  await assertAllInVault(world);
});

test('the comparing words are the same on two phones with the same texts, and on no others', async () => {
  const world = await begun(3);
  const keys = await keysOf(world.secret);
  const first = await compareNumbers(keys);
  assert.ok(first.length === 4 && first.every((n) => Number.isInteger(n) && n >= 0 && n < 2048));
  await another(world);
  assert.deepEqual(await compareNumbers(keys), first);
  await write({ title: 'Til lægen' }, idAt(1));
  assert.notDeepEqual(await compareNumbers(keys), first);
  assert.notDeepEqual(await compareNumbers(await keysOf(new Uint8Array(16))), first);
  assert.deepEqual(await sync(), DONE);
  const second = await compareNumbers(keys);
  await world.phone.take();
  assert.deepEqual(await sync(), DONE);
  assert.deepEqual(await compareNumbers(keys), second);
});
