// No clock empties the bin by itself: not one that starts in 2015, not one that is ahead, and not one that goes to and fro.
import { Phone, statementsHere, write } from './vault_phones.js';
import { ModelServer, Network } from './vault_server_model.js';
import { DAY_MS, seenOn, setClock } from './clock.js';
import { noteWith } from './explorations.js';
import { meetingWith } from './meetings.js';
import { runsOf } from './sweep.js';
import { statementWith } from './texts.js';
import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';
import fc from 'fast-check';
import { change, withDatabase } from '../../webapp/static/js/data/storage/database.js';
import { binNote, saveNote } from '../../webapp/static/js/data/documents/explorations.js';
import { binMeeting, saveMeeting } from '../../webapp/static/js/data/documents/save_meeting.js';
import { emptyOldBin } from '../../webapp/static/js/data/documents/bin.js';
import {
  binStatement,
  restoreStatement,
  saveStatement,
  snapshotsOf,
} from '../../webapp/static/js/data/documents/save_statement.js';

const TODAY = '2026-11-26T09:00:00.000Z';
const fresh = () => new Phone(new Network(new ModelServer())).take();
const all = async () =>
  (
    await Promise.all(
      ['statements', 'meetings', 'explorations'].map((name) =>
        withDatabase((database) => database.getAll(name)),
      ),
    )
  )
    .flat()
    .map(({ id }) => id[0])
    .join('');
const put = (one) => change((transaction) => transaction.objectStore('statements').put(one));

/** One of each kind in the bin, thrown out when the clock said `at`. */
async function thrownOut(at = TODAY) {
  await fresh();
  setClock('2026-11-20T09:00:00.000Z');
  await saveStatement(null, statementWith({ created: new Date().toISOString() }));
  await saveMeeting(null, meetingWith({ created: new Date().toISOString() }));
  await saveNote(null, noteWith({ created: new Date().toISOString(), text: 'Jeg sover.' }));
  setClock(at);
  await binStatement('A'.repeat(22));
  await binMeeting('M'.repeat(22));
  await binNote('E'.repeat(22));
}

beforeEach(() => setClock(TODAY));

test('what was thrown out by a clock that says 2015 has its thirty days once the clock is right', async () => {
  for (const wrong of [
    '1970-01-01T00:10:00.000Z',
    '2015-01-01T00:10:00.000Z',
    '2024-12-31T23:00:00.000Z',
    '2031-05-01T09:00:00.000Z',
  ]) {
    await thrownOut(wrong);
    await emptyOldBin();
    setClock(TODAY);
    for (let visit = 0; visit < 40; visit += 1) await emptyOldBin();
    await seenOn(29, emptyOldBin);
    assert.equal(await all(), 'AME', wrong);
    await seenOn(2, emptyOldBin);
    assert.equal(await all(), '', wrong);
  }
});

test('one visit with the clock sixty days ahead, or years, empties nothing', async () => {
  for (const ahead of [60, 400, 4000]) {
    await thrownOut();
    await emptyOldBin();
    setClock(Date.parse(TODAY) + ahead * DAY_MS);
    await emptyOldBin();
    assert.equal(await all(), 'AME', `${ahead}`);
    setClock(TODAY);
    await seenOn(29, emptyOldBin);
    assert.equal(await all(), 'AME', `${ahead}`);
    await seenOn(2, emptyOldBin);
    assert.equal(await all(), '', `${ahead}`);
  }
});

test('with a right clock it is there for thirty days and gone then, also where one looks once a week', async () => {
  await thrownOut();
  await seenOn(29, emptyOldBin);
  assert.equal(await all(), 'AME');
  await seenOn(1, emptyOldBin);
  assert.equal(await all(), '');
  await thrownOut();
  await seenOn(29, emptyOldBin, 7);
  assert.equal(await all(), 'AME', 'the phone saw the app on too few days');
  await seenOn(1, emptyOldBin, 7);
  assert.equal(await all(), '');
});

test('a time that cannot be true starts its thirty days now: before the thing was made or written, or in the future', async () => {
  const day = (n) => new Date(Date.parse(TODAY) + n * DAY_MS).toISOString();
  await fresh();
  await put(statementWith({ id: 'A'.repeat(22), created: day(-20), deleted: day(-40) }));
  await put(statementWith({ id: 'B'.repeat(22), created: day(-90), updated: day(-2), deleted: day(-40) }));
  await put(statementWith({ id: 'C'.repeat(22), created: day(-90), updated: day(-90), deleted: day(900) }));
  await put(
    statementWith({
      id: 'D'.repeat(22),
      created: '2015-01-01T00:00:00.000Z',
      updated: '2015-01-01T00:00:00.000Z',
      deleted: '2015-01-02T00:00:00.000Z',
    }),
  );
  await emptyOldBin();
  await seenOn(29, emptyOldBin);
  assert.equal(await all(), 'ABCD');
  await seenOn(1, emptyOldBin);
  assert.equal(await all(), '');
});

test('what is taken out and thrown out again has thirty days anew, and its earlier versions go with it', async () => {
  await fresh();
  const id = await write({ parts: { help: 'Jeg vil gerne kunne sove om natten igen uden at tage piller.' } });
  await write({ parts: { help: '' } }, id);
  assert.equal((await snapshotsOf(id)).length, 1);
  await binStatement(id);
  await seenOn(20, emptyOldBin);
  await restoreStatement(id);
  await emptyOldBin();
  await binStatement(id);
  await seenOn(29, emptyOldBin);
  assert.equal((await statementsHere()).length, 1);
  await seenOn(1, emptyOldBin);
  assert.deepEqual([await statementsHere(), await snapshotsOf(id)], [[], []]);
});

test('what the phone remembers of the bin stays small, however often it is opened and however the clock goes', async () => {
  await thrownOut();
  for (let visit = 0; visit < 300; visit += 1) {
    setClock(Date.parse(TODAY) + ((visit * 37) % 500) * DAY_MS);
    await emptyOldBin();
  }
  const kept = await withDatabase((database) => database.getAll('settings'));
  assert.ok(JSON.stringify(kept).length < 2_000, 'some sixty days and three rows');
});

/** Where the clock is, against the right one. */
const wrong = fc.constantFrom(-4344, -700, -90, 31, 60, 365, 1825).map((days) => days * DAY_MS);
/** A visit on the next day or the same one, by a clock that is right or one of two wrong ones. */
const visit = fc.record({ later: fc.nat({ max: 1 }), clock: fc.constantFrom(0, 0, 1, 2) });

test(
  'whatever the clock does between visits, nothing is gone before it was in the bin for nearly thirty days',
  { timeout: 300_000 },
  async () => {
    // Two clocks that are ahead may each bring a day too many.
    const SURE_DAYS = 28;
    await fc.assert(
      fc.asyncProperty(
        fc.array(visit, { maxLength: 120, minLength: 20, size: 'max' }),
        wrong,
        wrong,
        fc.nat({ max: 2 }),
        async (visits, one, other, first) => {
          const offs = [0, one, other];
          await thrownOut(Date.parse(TODAY) + offs[first]);
          let days = 0;
          for (const { later, clock } of visits) {
            days += later;
            setClock(Date.parse(TODAY) + days * DAY_MS + offs[clock]);
            await emptyOldBin();
            if (days < SURE_DAYS) assert.equal(await all(), 'AME', `after ${days} days`);
          }
        },
      ),
      { numRuns: runsOf(200) },
    );
  },
);
