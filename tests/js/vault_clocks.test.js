// With a vault, a wrong clock on one phone deletes nothing on any:
// a statement is deleted for good only when every clock agrees.
import { statementsHere, syncedHere, write } from './vault_phones.js';
import { DONE, another, begun, idAt, texts } from './vault_begun.js';
import { DAY_MS, seenOn, setClock } from './clock.js';
import { runsOf } from './sweep.js';
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { emptyOldBin } from '../../webapp/static/js/data/documents/bin.js';
import { binStatement, restoreStatement } from '../../webapp/static/js/data/documents/save_statement.js';
import { readVault } from '../../webapp/static/js/data/vault/state.js';
import { sync } from '../../webapp/static/js/data/vault/sync.js';

const BEGAN = Date.parse('2026-11-26T09:00:00.000Z');
const WRONG = {
  2015: '2015-01-01T00:10:00.000Z',
  1970: '1970-01-01T00:00:10.000Z',
  ahead: '2027-02-01T09:00:00.000Z',
  2031: '2031-05-01T09:00:00.000Z',
};

/** Two phones with two statements, and a server with its own clock. */
async function twoPhones() {
  setClock(BEGAN - 20 * DAY_MS);
  const world = await begun(2);
  world.real = BEGAN;
  world.network.clock = () => world.real;
  const other = await another(world);
  await world.phone.take();
  return { ...world, world, phones: [world.phone, other] };
}

/** Open the app on the phone under this clock: the start screen empties the bin, and the vault syncs. */
async function openedOn(phone, clock) {
  await phone.take();
  setClock(clock);
  await emptyOldBin();
  assert.deepEqual(await sync(), DONE);
}

for (const [name, wrong] of Object.entries(WRONG)) {
  test(`a statement binned under a wrong clock (${name}) stays in both bins once it is right`, async () => {
    const {
      world,
      phones: [phone, other],
    } = await twoPhones();
    setClock(wrong);
    await binStatement(idAt(0));
    await openedOn(phone, wrong);
    await openedOn(other, BEGAN);
    for (let day = 1; day < 29; day += 1) {
      world.real = BEGAN + day * DAY_MS;
      for (const each of [phone, other]) await openedOn(each, world.real);
    }
    for (const each of [phone, other]) {
      await each.take();
      assert.deepEqual(
        (await statementsHere()).map(({ id, deleted }) => [id, Boolean(deleted)]),
        [
          [idAt(0), true],
          [idAt(1), false],
        ],
      );
    }
    await restoreStatement(idAt(0));
    await openedOn(other, world.real);
    await openedOn(phone, world.real);
    assert.equal(
      (await statementsHere()).every(({ deleted }) => !deleted),
      true,
      'it is restored on both phones',
    );
  });
}

/**
 * A phone with one statement in its bin, opened each day for `days` days of the phone's clock.
 * The server's time is `serverClock` of the phone's time.
 */
async function seenWith(days, serverClock) {
  const { world, phone, network, server } = await twoPhones();
  setClock(BEGAN);
  await binStatement(idAt(0));
  network.clock = () => serverClock(Date.now());
  for (let day = 0; day <= days; day += 1) await openedOn(phone, BEGAN + day * DAY_MS);
  return { world, phone, server, network };
}
const isGone = async () => !(await statementsHere()).some(({ id }) => id === idAt(0));

test('when all clocks agree the statement is deleted, and the other phone learns of it', async () => {
  const { world } = await seenWith(32, (phone) => phone);
  assert.equal(await isGone(), true);
  assert.equal((await syncedHere()).find(({ id }) => id === idAt(0)).document, null);
  await another({ network: world.network, secret: world.secret });
  assert.deepEqual(await texts(), ['Jeg vil sove, 1.']);
});

test('a phone whose clock runs ahead sends no deletion while the server disagrees', async () => {
  for (const slow of [
    () => BEGAN,
    (phone) => BEGAN + (phone - BEGAN) / 3,
    () => null,
    (phone) => phone - 4000 * DAY_MS - (phone - BEGAN),
  ]) {
    await seenWith(60, slow);
    assert.equal(await isGone(), false);
  }
});

test('a server clock that is a year ahead deletes nothing', async () => {
  const { phone, network } = await seenWith(3, (at) => at);
  network.clock = () => Date.now() + 365 * DAY_MS;
  await openedOn(phone, BEGAN + 4 * DAY_MS);
  await openedOn(phone, BEGAN + 5 * DAY_MS);
  assert.equal(await isGone(), false);
  network.clock = () => Date.now();
  for (let day = 6; day < 29; day += 1) await openedOn(phone, BEGAN + day * DAY_MS);
  assert.equal(await isGone(), false);
});

test('a statement that was never in the vault is deleted without asking the server', async () => {
  const { phone, network } = await twoPhones();
  network.next = () => 'lost';
  await phone.take();
  const id = await write({ parts: { help: 'Jeg vil hjem.' } });
  setClock(BEGAN);
  await binStatement(id);
  await emptyOldBin();
  await seenOn(31, emptyOldBin);
  assert.equal((await statementsHere()).length, 2);
  assert.equal((await readVault()).heard !== undefined, true);
});

const visit = fc.record({
  who: fc.nat({ max: 1 }),
  later: fc.nat({ max: 1 }),
  off: fc.constantFrom(0, 0, 0, -4344, 45, 60, 1825),
  server: fc.constantFrom(0, 0, 0, 400, -400),
});

test(
  'whatever the three clocks do, both phones keep a binned statement for nearly thirty days',
  { timeout: 300_000 },
  async () => {
    const SURE_DAYS = 28;
    await fc.assert(
      fc.asyncProperty(
        fc.array(visit, { minLength: 20, maxLength: 80, size: 'max' }),
        fc.constantFrom(...Object.values(WRONG)),
        async (visits, wrong) => {
          const { world, phones } = await twoPhones();
          setClock(wrong);
          await binStatement(idAt(0));
          let days = 0;
          for (const { who, later, off, server } of visits) {
            days += later;
            world.real = BEGAN + (days + server) * DAY_MS;
            await openedOn(phones[who], BEGAN + (days + (who ? 0 : off)) * DAY_MS);
            if (days < SURE_DAYS) assert.equal((await statementsHere()).length, 2, `after ${days} days`);
          }
        },
      ),
      { numRuns: runsOf(40, 5) },
    );
  },
);
