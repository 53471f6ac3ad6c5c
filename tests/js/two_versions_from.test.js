// "To udgaver" says which phone wrote each version, and when, as far as it is known.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { toHtml } from '../../webapp/static/js/core/markup/tree.js';
import { twoVersions } from '../../webapp/static/js/core/views/two_versions.js';
import { chooseText } from '../../webapp/static/js/data/documents/conflicts.js';
import { deviceId } from '../../webapp/static/js/data/vault/device.js';
import { sync } from '../../webapp/static/js/data/vault/sync.js';
import { withDatabase } from '../../webapp/static/js/data/storage/database.js';
import { DONE, another, assertAllInVault, begun, help, idAt } from './vault_begun.js';
import { statementsHere, turnOn, write } from './vault_phones.js';
import { partsOf, statementWith } from './texts.js';
import { words } from './every_view.js';

/** Two phones that changed the same sentence; both have synced, and the first is the current one. */
async function clashed() {
  const world = await begun(1);
  const second = await another(world);
  const names = [];
  for (const [phone, text] of [
    [second, 'Jeg vil hjem.'],
    [world.phone, 'Jeg vil ud.'],
  ]) {
    await phone.take();
    await write(help(text), idAt(0));
    names.push(await deviceId());
    assert.deepEqual(await sync(), DONE);
  }
  return { world, second, names };
}

test('both phones hold the same bytes, which name each phone and its time', async () => {
  const { world, second, names } = await clashed();
  const [here] = await statementsHere();
  const [{ text, by, at, shown_by, shown_at }] = here.alternatives;
  assert.deepEqual([text, by, shown_by], ['Jeg vil hjem.', ...names]);
  assert.ok(names[0] !== names[1] && names.every((name) => /^[\w-]{8}$/.test(name)));
  assert.ok(at <= shown_at);
  await second.take();
  assert.deepEqual(await sync(), DONE);
  assert.deepEqual(await statementsHere(), [here]);
  await assertAllInVault(world);
});

test('a phone keeps its name in another vault, and gets one where an older app turned the vault on', async () => {
  await begun(1);
  const name = await deviceId();
  await turnOn();
  assert.equal(await deviceId(), name);
  await withDatabase(async (database) => {
    const { device: _, ...old } = await database.get('vault', 'vault');
    await database.put('vault', old, 'vault');
  });
  assert.deepEqual(await sync(), DONE);
  const made = await deviceId();
  assert.ok(/^[\w-]{8}$/.test(made));
  assert.equal(await deviceId(), made);
});

test('choosing either version keeps the other among the earlier ones', async () => {
  await clashed();
  const [{ id, alternatives }] = await statementsHere();
  await chooseText(id, alternatives[0], alternatives[0].text);
  const earlier = await withDatabase((database) => database.getAll('snapshots'));
  assert.ok(earlier.some(({ document }) => document.parts.help === 'Jeg vil ud.'));
  assert.deepEqual((await statementsHere())[0].alternatives, []);
});

const NOW = '2026-11-27T12:00:00.000Z';
const shown = (alternative) =>
  toHtml(
    twoVersions(
      {
        statement: statementWith({
          parts: partsOf(['', '', 'Jeg sover. Jeg vil ud.', '']),
          alternatives: [{ part: 'help', text: 'Jeg sover. Jeg vil hjem.', ...alternative }],
        }),
        device: 'AAAAAAAA',
        now: NOW,
      },
      words,
    ),
  );

test('the screen says this phone or another, and today, yesterday or the day', () => {
  const markup = shown({
    by: 'BBBBBBBB',
    at: '2026-11-26T12:00:00.000Z',
    shown_by: 'AAAAAAAA',
    shown_at: '2026-11-27T11:00:00.000Z',
  });
  assert.match(markup, /På den her telefon · i dag kl\.\u00a0\d\d\.\d\d/);
  assert.match(markup, /På en anden enhed · i går kl\.\u00a0\d\d\.\d\d/);
  assert.match(shown({ by: 'BBBBBBBB', at: '2026-11-01T12:00:00.000Z' }), /På en anden enhed · 1\. november/);
});

test('an alternative of an older app shows only its text, and what differs is marked in both', () => {
  const markup = shown({});
  assert.ok(!markup.includes('data-source'));
  assert.deepEqual(
    [...markup.matchAll(/<mark[^>]*>([^<]*)<\/mark>/g)].map(([, text]) => text),
    ['Jeg vil ud.', 'Jeg vil hjem.'],
  );
});
