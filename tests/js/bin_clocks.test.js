// A wrong clock never empties the bin early: not one that starts in 2015, is ahead, or jumps back and forth.
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
const idsLeft = async () =>
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
const put = (statement) => change((transaction) => transaction.objectStore('statements').put(statement));

/** Put one document of each kind in the bin while the clock shows `at`. */
async function binEachKind(at = TODAY) {
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

test('a document binned under a wrong clock stays thirty days from when the clock is right', async () => {
  for (const wrong of [
    '1970-01-01T00:10:00.000Z',
    '2015-01-01T00:10:00.000Z',
    '2024-12-31T23:00:00.000Z',
    '2031-05-01T09:00:00.000Z',
  ]) {
    await binEachKind(wrong);
    await emptyOldBin();
    setClock(TODAY);
    for (let visit = 0; visit < 40; visit += 1) await emptyOldBin();
    await seenOn(29, emptyOldBin);
    assert.equal(await idsLeft(), 'AME', wrong);
    await seenOn(2, emptyOldBin);
    assert.equal(await idsLeft(), '', wrong);
  }
});

test('one visit with the clock sixty days or years ahead deletes nothing', async () => {
  for (const ahead of [60, 400, 4000]) {
    await binEachKind();
    await emptyOldBin();
    setClock(Date.parse(TODAY) + ahead * DAY_MS);
    await emptyOldBin();
    assert.equal(await idsLeft(), 'AME', `${ahead}`);
    setClock(TODAY);
    await seenOn(29, emptyOldBin);
    assert.equal(await idsLeft(), 'AME', `${ahead}`);
    await seenOn(2, emptyOldBin);
    assert.equal(await idsLeft(), '', `${ahead}`);
  }
});

test('with a right clock a document goes on the thirtieth day the app is opened', async () => {
  await binEachKind();
  await seenOn(29, emptyOldBin);
  assert.equal(await idsLeft(), 'AME');
  await seenOn(1, emptyOldBin);
  assert.equal(await idsLeft(), '');
  await binEachKind();
  await seenOn(29, emptyOldBin, 7);
  assert.equal(await idsLeft(), 'AME', 'the app was opened on too few days');
  await seenOn(1, emptyOldBin, 7);
  assert.equal(await idsLeft(), '');
});

test('a deletion time before creation or update, or in the future, starts thirty days now', async () => {
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
  assert.equal(await idsLeft(), 'ABCD');
  await seenOn(1, emptyOldBin);
  assert.equal(await idsLeft(), '');
});

test('a statement binned again gets thirty new days, and its earlier versions go with it', async () => {
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

test('the stored record of the bin stays small, however often it is opened and the clock jumps', async () => {
  await binEachKind();
  for (let visit = 0; visit < 300; visit += 1) {
    setClock(Date.parse(TODAY) + ((visit * 37) % 500) * DAY_MS);
    await emptyOldBin();
  }
  const kept = await withDatabase((database) => database.getAll('settings'));
  assert.ok(JSON.stringify(kept).length < 2_000, 'about sixty days and three rows');
});

/** How far a wrong clock is off. */
const wrongOffset = fc.constantFrom(-4344, -700, -90, 31, 60, 365, 1825).map((days) => days * DAY_MS);
/** A visit on the same day or the next, by the right clock (0) or one of two wrong ones. */
const visit = fc.record({ later: fc.nat({ max: 1 }), clock: fc.constantFrom(0, 0, 1, 2) });

test(
  'whatever the clock does between visits, nothing is deleted before nearly thirty days in the bin',
  { timeout: 300_000 },
  async () => {
    // Two clocks that are ahead may each count one day too many.
    const SURE_DAYS = 28;
    await fc.assert(
      fc.asyncProperty(
        fc.array(visit, { maxLength: 120, minLength: 20, size: 'max' }),
        wrongOffset,
        wrongOffset,
        fc.nat({ max: 2 }),
        async (visits, offset, otherOffset, first) => {
          const offsets = [0, offset, otherOffset];
          await binEachKind(Date.parse(TODAY) + offsets[first]);
          let days = 0;
          for (const { later, clock } of visits) {
            days += later;
            setClock(Date.parse(TODAY) + days * DAY_MS + offsets[clock]);
            await emptyOldBin();
            if (days < SURE_DAYS) assert.equal(await idsLeft(), 'AME', `after ${days} days`);
          }
        },
      ),
      { numRuns: runsOf(200, 25) },
    );
  },
);
