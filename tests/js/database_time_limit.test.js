// A database that never answers (WebKit's bug 226547), or that another tab holds:
// it is opened once more, then the page is told, and no change is made twice.
import 'fake-indexeddb/auto';
import assert from 'node:assert/strict';
import { mock, test } from 'node:test';
import { isSilent, whenSilent } from '../../webapp/static/js/data/storage/time_limit.js';
import { change, withDatabase } from '../../webapp/static/js/data/storage/database.js';

/** How many of the next opens get no answer. */
let silentOpens = 0;
const realOpen = IDBFactory.prototype.open;
IDBFactory.prototype.open = function open(...args) {
  const request = realOpen.apply(this, args);
  if (silentOpens-- > 0) request.addEventListener = () => {}; // the caller gets no event
  return request;
};

const yieldToDatabase = async (n = 20) => {
  for (let i = 0; i < n; i += 1) await new Promise((turn) => setImmediate(turn));
};

/** Advance the mocked timers, and let the database work in between. @param {number} seconds */
async function pass(seconds) {
  for (let i = 0; i < seconds * 10; i += 1) {
    mock.timers.tick(100);
    await yieldToDatabase(3);
  }
}

/** The state of a promise right now. @param {Promise<unknown>} promise */
async function outcome(promise) {
  await yieldToDatabase();
  return Promise.race([
    promise.then(
      (value) => ['done', value],
      (error) => ['failed', error.code],
    ),
    yieldToDatabase(2).then(() => ['waits']),
  ]);
}

const settings = () => withDatabase((database) => database.getAll('settings'));
function add(value) {
  const adding = change((transaction) => transaction.objectStore('settings').put(value, value));
  adding.catch(() => {}); // awaited later
  return adding;
}

/** Close the database, so that its next use opens it again. */
const closeDatabase = () => withDatabase(async (database) => database.close());

/**
 * A transaction that stays open until it is released, as in a suspended tab.
 * @returns {Promise<() => boolean>} release
 */
async function heldTransaction() {
  const request = realOpen.call(indexedDB, 'egne-ord');
  await new Promise((done) => (request.onsuccess = done));
  const store = request.result
    .transaction([...request.result.objectStoreNames], 'readwrite')
    .objectStore('settings');
  let isHeld = true;
  const again = () => {
    if (isHeld) store.get('nothing').onsuccess = again;
    else request.result.close();
  };
  again();
  return () => (isHeld = false);
}

test('a silent database', async (t) => {
  await add('first');
  t.after(() => mock.timers.reset());
  mock.timers.enable({ apis: ['setTimeout'] });
  /** @type {boolean[]} */
  const reports = [];
  whenSilent((isSilent) => reports.push(isSilent));

  await t.test('is opened once more, and the page is not told', async () => {
    await closeDatabase();
    silentOpens = 1;
    const reading = settings();
    await pass(2.5);
    assert.deepEqual(await outcome(reading), ['done', ['first']]);
    await closeDatabase();
    silentOpens = 1;
    const writing = add('second');
    await pass(2.5);
    assert.deepEqual(await outcome(writing), ['done', 'second']);
    assert.deepEqual(reports, []);
  });

  await t.test('is reported when it is silent twice, and again when it answers after all', async () => {
    await closeDatabase();
    silentOpens = 2;
    const reading = settings();
    await pass(3.5);
    assert.equal(isSilent(), false);
    await pass(1);
    assert.deepEqual(
      [await outcome(reading), reports],
      [
        ['done', ['first', 'second']],
        [true, false],
      ],
    );
    await closeDatabase();
    silentOpens = 2;
    const writing = add('never');
    await pass(4.5);
    assert.deepEqual(await outcome(writing), ['failed', 'silent']);
    assert.deepEqual(await outcome(settings()), ['done', ['first', 'second']]);
  });

  await t.test('held by another tab makes a change once or not at all', async () => {
    reports.length = 0;
    let release = await heldTransaction();
    const [abandoned, reading] = [add('given up'), settings()];
    await pass(4.5);
    assert.deepEqual(await outcome(abandoned), ['failed', 'silent']);
    assert.deepEqual([await outcome(reading), reports], [['waits'], [true]]);
    release();
    assert.deepEqual(await outcome(reading), ['done', ['first', 'second']]);
    assert.deepEqual(reports, [true, false]);
    release = await heldTransaction();
    let times = 0;
    const late = change(async (transaction) => {
      times += 1;
      return transaction.objectStore('settings').put('third', 'third');
    });
    await pass(3);
    release();
    assert.deepEqual(await outcome(late), ['done', 'third']);
    assert.equal(times, 1);
    assert.deepEqual(await settings(), ['first', 'second', 'third']);
  });
});
