// Refusals and bad answers of the server: which make a sync wait, which stop it, and that no word changes.
import { write } from './vault_phones.js';
import { DONE, NOT_DONE, begun, documents, help, idAt, kept, state, texts } from './vault_begun.js';
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { changeVault } from '../../webapp/static/js/data/vault/state.js';
import { sync } from '../../webapp/static/js/data/vault/sync.js';

const BAD_ANSWERS = {
  'half an answer': () => new Response('{"seq": 1, "rec', { status: 200 }),
  'no JSON': () => new Response('<html>', { status: 200 }),
  null: () => new Response('null', { status: 200 }),
  'no records': () => Response.json({ seq: 9, more: false }),
  'a record without its bytes': () =>
    Response.json({ seq: 9, records: [{ id: idAt(0), rev: 2, seq: 9 }], more: false }),
  'a seq past the newest': () =>
    Response.json({ seq: 3, records: [{ id: idAt(0), rev: 2, seq: 9, sealed: 'AQ' }], more: false }),
  'an id that is none': () =>
    Response.json({ seq: 9, records: [{ id: '../x', rev: 2, seq: 9, sealed: 'AQ' }], more: false }),
  'more, and nothing in it': () => Response.json({ seq: 9, records: [], more: true }),
};

for (const [what, answer] of Object.entries(BAD_ANSWERS)) {
  test(`${what} is a bad answer: nothing changes, and the phone tries again later`, async () => {
    const { network } = await begun(2);
    const before = await kept();
    network.plan('GET', answer());
    assert.deepEqual(await sync(), NOT_DONE);
    assert.deepEqual([await state(), await kept()], [{ stop: null, wait: 'bad-answer' }, before]);
    assert.deepEqual(await sync(), DONE);
    assert.deepEqual(await state(), { stop: null, wait: null });
  });
}

const TROUBLES = [
  [429, 17, 'later'],
  [503, 120, 'later'],
  [500, 0, 'later'],
  [502, 0, 'later'],
  [504, 3, 'later'],
];
for (const [status, seconds, wait] of TROUBLES) {
  test(`${status} waits ${seconds} seconds or longer, and loses nothing`, async () => {
    const { network } = await begun();
    await write(help('Jeg vil hjem.'), idAt(0));
    for (const method of ['GET', 'POST']) {
      network.plan(
        method,
        new Response('{}', { status, headers: seconds ? { 'Retry-After': String(seconds) } : {} }),
      );
      assert.deepEqual(await sync(), { done: false, retryAfter: seconds });
      assert.deepEqual(await state(), { stop: null, wait });
    }
    network.next = () => 'fine';
    assert.deepEqual([await sync(), await texts()], [DONE, ['Jeg vil hjem.']]);
  });
}

const STOPS = [
  [404, 'refused'],
  [400, 'refused'],
  [403, 'refused'],
  [413, 'refused'],
  [401, 'moved'],
  [507, 'full'],
];
for (const [status, stop] of STOPS) {
  test(`${status} stops as "${stop}": nothing changes here, and no more requests are sent`, async () => {
    const { network } = await begun(2);
    await write(help('Jeg vil hjem.'), idAt(0));
    const before = await kept();
    network.plan('GET', new Response('{}', { status }));
    assert.deepEqual(await sync(), NOT_DONE);
    assert.deepEqual([await state(), await kept()], [{ stop, wait: null }, before]);
    network.log.length = 0;
    assert.deepEqual([await sync(), network.log], [NOT_DONE, []]);
  });
}

test('a full vault stops as "full" with every word kept, and goes on when there is room', async () => {
  const world = await begun();
  world.server.recordsMax = 1;
  const id = await write(help('Jeg er ny.'));
  assert.deepEqual(await sync(), NOT_DONE);
  assert.deepEqual(
    [await state(), await texts()],
    [{ stop: 'full', wait: null }, ['Jeg er ny.', 'Jeg vil sove, 0.']],
  );
  world.server.recordsMax = 9;
  await changeVault({ stop: null });
  assert.deepEqual(await sync(), DONE);
  assert.equal((await documents(world)).get(id).statement.parts.help, 'Jeg er ny.');
});
