// A link outlives every clock that is wrong: what withdraws it is wiped only when the phone and the server both say that it is over.
import {
  DONE,
  HOUR,
  begun,
  here,
  flushOutbox,
  live,
  made,
  pass,
  put,
  stand,
  withdrawShare,
} from './share_phone.js';
import { runsOf } from './sweep.js';
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';

const YEAR = 365 * 24 * HOUR;
const isWhole = async (id) => Boolean((await here(id)).token && (await here(id)).key);

/** A phone, and a server with a clock of its own that keeps what has ended until somebody sweeps. */
async function apart(seconds = 0) {
  const world = await begun();
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
  test(`a phone whose clock is ahead by ${name} keeps the token of its link and can withdraw it`, async () => {
    for (const wanted of [{ notes: true }, { notes: false }]) {
      const world = await apart();
      const id = await live(wanted);
      pass(ahead);
      world.off -= ahead * 1000;
      world.network.next = () => 'lost';
      await flushOutbox();
      assert.deepEqual([await stand(id), await isWhole(id)], ['live, offline', true]);
      world.network.next = () => 'fine';
      for (const notes of [false, true])
        assert.deepEqual(
          [await flushOutbox({ notes }), await stand(id), await isWhole(id)],
          [DONE, 'live', true],
        );
      await withdrawShare(id);
      assert.deepEqual(
        [await flushOutbox(), await stand(id), world.server.shares.size],
        [DONE, 'over/withdrawn', 0],
      );
    }
  });
}

test('a link withdrawn while offline is withdrawn later, however far the phone is ahead', async () => {
  const world = await apart();
  const id = await live();
  await withdrawShare(id);
  world.network.next = () => 'lost';
  pass(YEAR);
  world.off -= YEAR * 1000;
  await flushOutbox();
  assert.deepEqual([await stand(id), await isWhole(id)], ['withdrawing, offline', true]);
  world.network.next = () => 'fine';
  assert.deepEqual(
    [await flushOutbox(), await stand(id), world.server.shares.size],
    [DONE, 'over/withdrawn', 0],
  );
});

test('a link hidden by a server clock that is ahead is withdrawn once that clock is right', async () => {
  const world = await apart(0);
  const [out, back] = [await live(), await live()];
  await withdrawShare(back);
  world.off = YEAR * 1000;
  await flushOutbox({ notes: true });
  assert.deepEqual([await stand(out), await stand(back)], ['live', 'withdrawing, later']);
  world.off = 0;
  await withdrawShare(out);
  await flushOutbox({ notes: true });
  assert.deepEqual(
    [await stand(out), await stand(back), world.server.shares.size],
    ['over/withdrawn', 'over/withdrawn', 0],
  );
});

test('without a time from the server, a link that is over on both ends as expired', async () => {
  const world = await apart();
  world.network.clock = () => null;
  const id = await live();
  pass(HOUR);
  assert.deepEqual([await flushOutbox(), await stand(id), await isWhole(id)], [DONE, 'over/expired', false]);
});

test('a link of an older app that is over on this phone only is checked and kept', async () => {
  const world = await apart();
  const id = await live();
  await put({ ...(await here(id)), expires: '2020-01-01T00:00:00Z' });
  await flushOutbox();
  assert.deepEqual([await stand(id), await isWhole(id), world.server.shares.size], ['live', true, 1]);
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
      fc.asyncProperty(fc.array(act, { maxLength: 40, size: 'max' }), async (story) => {
        const world = await apart();
        const ids = [];
        let [phone, server] = [0, 0];
        /** What the time is for whoever opens a link once all clocks are right. */
        const real = () => Date.now() - phone * 1000;
        world.server.clock = () => real() + server * 1000;
        const turn = (to, there) => {
          pass(to - phone);
          [phone, server] = [to, there];
        };
        const acts = {
          make: async () => ids.length < 8 && !server && ids.push(await made()),
          withdraw: async ({ which }) => ids.length && withdrawShare(ids[which % ids.length]),
          pass: async ({ seconds }) => pass(seconds),
          clock: async ({ of, by }) => turn(of === 'phone' ? by : 0, of === 'server' ? by : 0),
          keep: async ({ notes, net }) => {
            world.network.next = () => (net ? 'fine' : 'lost');
            await flushOutbox({ notes });
          },
        };
        for (const one of story) {
          await acts[one.do](one);
          for (const id of ids) {
            const isOut = (world.server.shares.get(id)?.end ?? 0) > real();
            if (isOut) assert.ok(await isWhole(id), `${await stand(id)}, and anybody can open it`);
          }
        }
        turn(0, 0);
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
