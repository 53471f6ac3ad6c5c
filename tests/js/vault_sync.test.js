// The sync of one phone over a good or a bad network: what is sent, what is reported, and what never happens.
import { Phone, openedVault, purge, statementsHere, write } from './vault_phones.js';
import {
  DONE,
  NOT_DONE,
  another,
  begun,
  documents,
  help,
  idAt,
  state,
  statementText,
  texts,
} from './vault_begun.js';
import { ModelServer, Network } from './vault_server_model.js';
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { toBase64url } from '../../webapp/static/js/data/sealing/base64url.js';
import { saveStatement } from '../../webapp/static/js/data/documents/save_statement.js';
import { readVault } from '../../webapp/static/js/data/vault/state.js';
import { DOCUMENT_MAX_BYTES } from '../../webapp/static/js/data/vault/record.js';
import { sync } from '../../webapp/static/js/data/vault/sync.js';

test('nothing is sent to a server before the person turns the vault on', async () => {
  const network = new Network(new ModelServer());
  await new Phone(network).take();
  await write(help('Jeg vil sove.'));
  assert.deepEqual(await sync(), DONE);
  assert.deepEqual(network.log, []);
});

test('a phone with the same recovery words gets everything, to the byte', async () => {
  const world = await begun(3);
  await another(world);
  assert.deepEqual(await texts(), ['Jeg vil sove, 0.', 'Jeg vil sove, 1.', 'Jeg vil sove, 2.']);
  const vault = await openedVault(world.server, world.secret);
  for (const statement of await statementsHere())
    assert.equal(vault.get(statement.id).document, statementText(statement));
});

test('a sync with nothing new pushes nothing', async () => {
  const { network } = await begun(2);
  network.log.length = 0;
  assert.deepEqual(await sync(), DONE);
  assert.deepEqual(
    network.log.map(({ method }) => method),
    ['GET'],
  );
});

test('no word of a statement and no secret is in any request', async () => {
  const { network, secret } = await begun(2);
  const all = JSON.stringify(network.log);
  const markers = [
    'vil sove', // four letters alone may come up in base64 by chance
    '"help"',
    'statement',
    toBase64url(secret),
    Buffer.from('sove').toString('base64url').slice(0, 5),
  ];
  for (const marker of markers) assert.equal(all.includes(marker), false, marker);
});

test('a lost answer makes no conflicting version, even when the words changed meanwhile', async () => {
  const world = await begun();
  await write(help('Jeg vil sove godt.'), idAt(0));
  world.network.plan('POST', 'unanswered');
  assert.deepEqual(await sync(), NOT_DONE);
  assert.deepEqual(await state(), { stop: null, wait: 'offline' });
  await write(help('Jeg vil sove godt i nat.'), idAt(0));
  assert.deepEqual(await sync(), DONE);
  const [{ parts, alternatives }] = await statementsHere();
  assert.deepEqual([parts.help, alternatives], ['Jeg vil sove godt i nat.', []]);
  assert.equal(world.vault().records.get(idAt(0)).rev, 3);
});

test('a push that the network duplicates makes no conflicting version', async () => {
  const { network, vault } = await begun();
  await write(help('Jeg vil hjem.'), idAt(0));
  network.plan('POST', 'twice');
  assert.deepEqual(await sync(), DONE);
  assert.deepEqual((await statementsHere())[0].alternatives, []);
  assert.equal(vault().records.get(idAt(0)).rev, 2);
});

test('a push that arrives after newer words were written here makes no conflicting version', async () => {
  const { network } = await begun();
  await write(help('Jeg vil hjem.'), idAt(0));
  network.plan('POST', 'late');
  await sync();
  await write(help('Jeg vil ud.'), idAt(0));
  network.next = ({ method }) => {
    if (method === 'POST') network.deliver();
    return 'fine';
  };
  assert.deepEqual(await sync(), DONE);
  const [{ parts, alternatives }] = await statementsHere();
  assert.deepEqual([parts.help, alternatives], ['Jeg vil ud.', []]);
});

test('a statement deleted while the answer is lost stays deleted', async () => {
  const world = await begun(2);
  await purge(idAt(0));
  world.network.plan('POST', 'unanswered');
  await sync();
  assert.deepEqual(await sync(), DONE);
  assert.deepEqual(await texts(), ['Jeg vil sove, 1.']);
  assert.equal((await documents(world)).get(idAt(0)).deleted, true);
});

test('words written during a sync are in the vault after the next one', async () => {
  const world = await begun();
  await write(help('Jeg vil hjem.'), idAt(0));
  world.network.next = async ({ method }) => {
    if (method === 'POST') await write({ title: 'Til lægen' }, idAt(0));
    return 'fine';
  };
  await sync();
  world.network.next = () => 'fine';
  assert.deepEqual(await sync(), DONE);
  const { statement } = (await documents(world)).get(idAt(0));
  assert.deepEqual(
    [statement.title, statement.parts.help, statement.alternatives],
    ['Til lægen', 'Jeg vil hjem.', []],
  );
});

test('when both phones changed the same sentence, both show one and keep the other', async () => {
  const world = await begun();
  const second = await another(world);
  await write(help('Jeg vil hjem.'), idAt(0));
  assert.deepEqual(await sync(), DONE);
  await world.phone.take();
  await write(help('Jeg vil ud.'), idAt(0));
  assert.deepEqual(await sync(), DONE);
  const here = await statementsHere();
  assert.deepEqual(
    [here[0].parts.help, here[0].alternatives.map(({ part, text }) => ({ part, text }))],
    ['Jeg vil ud.', [{ part: 'help', text: 'Jeg vil hjem.' }]],
  );
  await second.take();
  await sync();
  assert.deepEqual((await statementsHere()).map(statementText), here.map(statementText));
});

test('a statement that is too long is reported, and the others are still sent', async () => {
  const world = await begun();
  const long = await write(help('Jeg vil sove. '.repeat(DOCUMENT_MAX_BYTES / 14 + 1)));
  const short = await write(help('Jeg er kort.'));
  assert.deepEqual([await sync(), (await readVault()).too_long], [DONE, [long]]);
  assert.equal((await documents(world)).get(short).statement.parts.help, 'Jeg er kort.');
  assert.equal(world.vault().records.has(long), false);
  await write(help('Jeg er kortere.'), long);
  assert.deepEqual([await sync(), (await readVault()).too_long], [DONE, []]);
  assert.equal((await documents(world)).get(long).statement.parts.help, 'Jeg er kortere.');
});

test('a statement whose id cannot be sealed is reported, and the others are still sent', async () => {
  const world = await begun();
  const unsealable = await write(help('Fra en gammel kopi.'), `${'A'.repeat(21)}B`);
  const sealable = await write(help('Jeg er ny.'));
  assert.deepEqual(await sync(), DONE);
  const { too_long, not_sealed } = await readVault();
  assert.deepEqual([too_long, not_sealed], [[], [unsealable]], 'the id is the reason, not the length');
  assert.ok(world.vault().records.has(sealable));
});

test('many statements are pushed in batches and pulled in pages', async () => {
  const world = await begun(230);
  assert.ok(
    world.network.log
      .filter(({ method }) => method === 'POST')
      .every(({ body }) => body.records.length <= 100),
  );
  await another(world);
  assert.equal((await statementsHere()).length, 230);
  assert.equal(world.network.log.filter(({ method }) => method === 'GET').length, 3);
});

test('a tab that saves over text from another phone keeps that text as a conflicting version', async () => {
  const world = await begun();
  const [before] = await statementsHere();
  await another(world);
  await write(help('Jeg vil sove hos min søster.'), idAt(0));
  assert.deepEqual(await sync(), DONE);
  await world.phone.take();
  assert.deepEqual(await sync(), DONE);
  // The tab read the statement before the sync, and the person has typed in it since.
  const { statement } = await saveStatement(before, {
    ...before,
    parts: { ...before.parts, help: 'Jeg vil sove i mit eget hus.' },
  });
  assert.deepEqual(
    [statement.parts.help, statement.alternatives.map(({ part, text }) => ({ part, text }))],
    ['Jeg vil sove i mit eget hus.', [{ part: 'help', text: 'Jeg vil sove hos min søster.' }]],
  );
});
