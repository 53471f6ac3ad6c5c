// A wrong clock never makes a link impossible to withdraw: its secrets are wiped only when
// the phone and the server both say that it is over.
import {
  DONE,
  HOUR,
  advance,
  flushOutbox,
  freshPhone,
  liveShare,
  putShare,
  stateOf,
  storedShare,
  waitingShare,
  withdrawShare,
} from './share_phone.js';
import { runsOf } from './sweep.js';
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';

const YEAR = 365 * 24 * HOUR;
const hasSecrets = async (id) => Boolean((await storedShare(id)).token && (await storedShare(id)).key);

/**
 * A phone, and a server with its own clock that keeps expired shares until they are swept.
 * @param {number} seconds that the server is ahead
 */
async function separateClocks(seconds = 0) {
  const world = await freshPhone();
  Object.assign(world, { off: seconds * 1000 });
  world.server.clock = () => Date.now() + world.off;
  world.server.sweeps = false;
  world.network.clock = () => world.server.clock();
  return world;
}

for (const [name, ahead] of Object.entries({
  'an hour': HOUR,
  'sixty days': 60 * 24 * HOUR,
  'a year': YEAR,
  'five years': 5 * YEAR,
})) {
  test(`a phone whose clock is ahead by ${name} keeps the secrets of its link and withdraws it`, async () => {
    for (const wanted of [{ notes: true }, { notes: false }]) {
      const world = await separateClocks();
      const id = await liveShare(wanted);
      advance(ahead);
      world.off -= ahead * 1000;
      world.network.next = () => 'lost';
      await flushOutbox();
      assert.deepEqual([await stateOf(id), await hasSecrets(id)], ['live, offline', true]);
      world.network.next = () => 'fine';
      for (const notes of [false, true])
        assert.deepEqual(
          [await flushOutbox({ notes }), await stateOf(id), await hasSecrets(id)],
          [DONE, 'live', true],
        );
      await withdrawShare(id);
      assert.deepEqual(
        [await flushOutbox(), await stateOf(id), world.server.shares.size],
        [DONE, 'over/withdrawn', 0],
      );
    }
  });
}

test('a link withdrawn while offline is withdrawn later, however far the phone is ahead', async () => {
  const world = await separateClocks();
  const id = await liveShare();
  await withdrawShare(id);
  world.network.next = () => 'lost';
  advance(YEAR);
  world.off -= YEAR * 1000;
  await flushOutbox();
  assert.deepEqual([await stateOf(id), await hasSecrets(id)], ['withdrawing, offline', true]);
  world.network.next = () => 'fine';
  assert.deepEqual(
    [await flushOutbox(), await stateOf(id), world.server.shares.size],
    [DONE, 'over/withdrawn', 0],
  );
});

test('a link hidden by a server clock that is ahead is withdrawn once that clock is right', async () => {
  const world = await separateClocks(0);
  const [out, back] = [await liveShare(), await liveShare()];
  await withdrawShare(back);
  world.off = YEAR * 1000;
  await flushOutbox({ notes: true });
  assert.deepEqual([await stateOf(out), await stateOf(back)], ['live', 'withdrawing, later']);
  world.off = 0;
  await withdrawShare(out);
  await flushOutbox({ notes: true });
  assert.deepEqual(
    [await stateOf(out), await stateOf(back), world.server.shares.size],
    ['over/withdrawn', 'over/withdrawn', 0],
  );
});

test('without a time from the server, a link that is over on both ends as expired', async () => {
  const world = await separateClocks();
  world.network.clock = () => null;
  const id = await liveShare();
  advance(HOUR);
  assert.deepEqual(
    [await flushOutbox(), await stateOf(id), await hasSecrets(id)],
    [DONE, 'over/expired', false],
  );
});

test('a link of an older app that is over on this phone only is checked and kept', async () => {
  const world = await separateClocks();
  const id = await liveShare();
  await putShare({ ...(await storedShare(id)), expires: '2020-01-01T00:00:00Z' });
  await flushOutbox();
  assert.deepEqual([await stateOf(id), await hasSecrets(id), world.server.shares.size], ['live', true, 1]);
});

const act = fc.oneof(
  { weight: 2, arbitrary: fc.record({ do: fc.constantFrom('make', 'withdraw'), which: fc.nat({ max: 9 }) }) },
  {
    weight: 2,
    arbitrary: fc.record({ do: fc.constant('pass'), seconds: fc.constantFrom(60, HOUR / 2, HOUR) }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant('clock'),
      of: fc.constantFrom('phone', 'server', 'right'),
      by: fc.constantFrom(-YEAR, 2 * HOUR, YEAR, 5 * YEAR),
    }),
  },
  { weight: 4, arbitrary: fc.record({ do: fc.constant('keep'), notes: fc.boolean(), net: fc.boolean() }) },
);

test(
  'whichever clock is wrong, a link that can still be opened can be withdrawn',
  { timeout: 300_000 },
  async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(act, { maxLength: 40, size: 'max' }), async (steps) => {
        const world = await separateClocks();
        const ids = [];
        let [phone, server] = [0, 0];
        /** The true time, by which a reader can open a link. */
        const real = () => Date.now() - phone * 1000;
        world.server.clock = () => real() + server * 1000;
        const setClocks = (phoneOff, serverOff) => {
          advance(phoneOff - phone);
          [phone, server] = [phoneOff, serverOff];
        };
        const acts = {
          make: async () => ids.length < 8 && !server && ids.push(await waitingShare()),
          withdraw: async ({ which }) => ids.length && withdrawShare(ids[which % ids.length]),
          pass: async ({ seconds }) => advance(seconds),
          clock: async ({ of, by }) => setClocks(of === 'phone' ? by : 0, of === 'server' ? by : 0),
          keep: async ({ notes, net }) => {
            world.network.next = () => (net ? 'fine' : 'lost');
            await flushOutbox({ notes });
          },
        };
        for (const step of steps) {
          await acts[step.do](step);
          for (const id of ids) {
            const canBeOpened = (world.server.shares.get(id)?.end ?? 0) > real();
            if (canBeOpened) assert.ok(await hasSecrets(id), `${await stateOf(id)}, yet anybody can open it`);
          }
        }
        setClocks(0, 0);
        world.network.next = () => 'fine';
        for (const id of ids) await withdrawShare(id);
        assert.deepEqual(await flushOutbox(), DONE);
        assert.deepEqual(
          [...world.server.shares.values()].filter(({ end }) => end > real()),
          [],
        );
      }),
      { numRuns: runsOf(200) },
    );
  },
);
