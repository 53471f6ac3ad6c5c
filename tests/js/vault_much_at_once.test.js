// A pull that takes much away at once stops, whether it deletes, bins or empties; and no huge number of a
// server stays in the way of its honest answers.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { takenAway } from '../../webapp/static/js/core/sync/taken_away.js';
import { reasonToRefuse } from '../../webapp/static/js/core/sync/distrust.js';
import { binStatement } from '../../webapp/static/js/data/documents/save_statement.js';
import { blankExploration } from '../../webapp/static/js/core/exploration/fields.js';
import { blankMeeting } from '../../webapp/static/js/core/meeting/fields.js';
import { allNotes, saveNote } from '../../webapp/static/js/data/documents/explorations.js';
import { allMeetings } from '../../webapp/static/js/data/documents/meetings.js';
import { saveMeeting } from '../../webapp/static/js/data/documents/save_meeting.js';
import { readVault } from '../../webapp/static/js/data/vault/state.js';
import { sync } from '../../webapp/static/js/data/vault/sync.js';
import {
  DONE,
  NOT_DONE,
  another,
  assertAllInVault,
  begun,
  help,
  idAt,
  kept,
  state,
  texts,
} from './vault_begun.js';
import { withDatabase } from '../../webapp/static/js/data/storage/database.js';
import { statementsHere, syncedHere, write } from './vault_phones.js';
import { partsOf, statementWith } from './texts.js';

const text = (words) => Array.from({ length: words }, (_, i) => `ord${i}`).join(' ') + '.';
const saying = (words, id = '') =>
  words &&
  statementWith({
    id,
    title: '',
    parts: partsOf(['', '', typeof words === 'string' ? words : text(words), '']),
  });
/** Why a pull that changes `[before, after]` in each text would be refused. */
function reasonFor(pairs) {
  const steps = pairs.map(([before, after]) => ({
    kind: 'statement',
    before: saying(before),
    after: saying(after) || null,
  }));
  const all = steps.flatMap(({ kind, before }) => (before ? [{ kind, document: before }] : []));
  const none = { deletions: 0, documents: all.length };
  return reasonToRefuse({ seen: 5, seq: 6 }, [], none, takenAway(steps, all));
}
const same = (words) => [`${words} ${text(words)}`, `${words} ${text(words)}`];

test('tidying one text is no mass deletion, however few there are', () => {
  for (const pairs of [
    [[300, 100]],
    [[300, 0]],
    [[20, 0], same(20), same(30)],
    [[20, 0], [30, 25], same(60)],
    [[300, 40], same(20), same(30)],
  ])
    assert.equal(reasonFor(pairs), null, JSON.stringify(pairs));
});

test('several texts that lose more than half of all words, or are emptied, are a mass deletion', () => {
  const words = ['Jeg vil sove godt om natten.', 'Min mor bor i Vejle nu.', 'Bo er min bedste ven.'];
  assert.equal(
    reasonFor([
      [words[0], ' '],
      [words[1], 'Min mor.'],
      [words[2], words[2]],
    ]),
    'mass-delete',
  );
  assert.equal(
    reasonFor([
      [words[0], ' '],
      [words[1], ' '],
      [words[2] + text(90), words[2] + text(90)],
    ]),
    'mass-delete',
  );
});

test('words that are replaced, or moved into another text, are not taken away', () => {
  const [a, b] = ['Jeg vil sove godt om natten.', 'Min mor bor i Vejle nu.'];
  assert.equal(
    reasonFor([
      [a, 'Vi kan tale om et nyt sted.'],
      [b, 'Kan du finde en bolig nu?'],
    ]),
    null,
  );
  assert.equal(
    reasonFor([
      [a, ' '],
      [b, ' '],
      [null, `${a} ${b}`],
    ]),
    null,
  );
});

/** Another phone does `act` to each of `count` statements; then the first phone is the current one. */
async function takenElsewhere(count, act, of = count) {
  const world = await begun(of);
  await another(world);
  for (let i = 0; i < count; i += 1) await act(idAt(i));
  assert.deepEqual(await sync(), DONE);
  await world.phone.take();
  return world;
}
const ACTS = { 'emptied by edits': (id) => write(help(''), id), 'put in the bin': binStatement };
const living = async () => (await statementsHere()).filter(({ deleted, parts }) => !deleted && parts.help);

for (const [name, act] of Object.entries(ACTS)) {
  test(`12 of 12 texts ${name} stop the sync, and nothing here changes`, async () => {
    await takenElsewhere(12, act);
    const before = await kept();
    assert.deepEqual([await sync(), await state()], [NOT_DONE, { stop: 'mass-delete', wait: null }]);
    assert.deepEqual(await kept(), before);
  });

  test(`12 of 12 texts ${name}: when the person insists, every word is back in the vault`, async () => {
    const world = await takenElsewhere(12, act);
    await sync();
    const before = await texts();
    assert.deepEqual([await sync({ insists: true }), await texts()], [DONE, before]);
    assert.equal((await living()).length, 12);
    await assertAllInVault(world);
    await another(world);
    assert.deepEqual([await texts(), (await living()).length], [before, 12]);
  });

  test(`12 of 12 texts ${name}: when the person trusts, earlier versions or the bin have them`, async () => {
    await takenElsewhere(12, act);
    await sync();
    const before = await texts();
    assert.deepEqual([await sync({ trusts: true }), (await living()).length], [DONE, 0]);
    const earlier = await withDatabase((database) => database.getAll('snapshots'));
    const inTheBin = (await statementsHere()).filter(({ deleted }) => deleted);
    const said = [...earlier.map(({ document }) => document), ...inTheBin].map(({ parts }) => parts.help);
    for (const sentence of before) assert.ok(said.includes(sentence), sentence);
    assert.deepEqual([await sync(), await state()], [DONE, { stop: null, wait: null }]);
  });

  test(`one of three texts ${name} is taken in without a question`, async () => {
    await takenElsewhere(1, act, 3);
    assert.deepEqual([await sync(), await state()], [DONE, { stop: null, wait: null }]);
    assert.equal((await living()).length, 2);
  });
}

test('meetings and notes emptied elsewhere are in the bin, when the person trusts', async () => {
  const world = await begun(0);
  const now = new Date().toISOString();
  const [meetings, notes] = [
    [20, 21].map((i) => ({ ...blankMeeting(idAt(i), now, 'Europe/Copenhagen'), about: `Om søvn, ${i}.` })),
    [22, 23].map((i) => ({
      ...blankExploration(idAt(i), 'helps', now),
      text: `Jeg går, ${i}.`,
      in_vault: true,
    })),
  ];
  for (const meeting of meetings) await saveMeeting(null, meeting);
  for (const note of notes) await saveNote(null, note);
  assert.deepEqual(await sync(), DONE);
  await another(world);
  for (const meeting of await allMeetings()) await saveMeeting(meeting, { ...meeting, about: '' });
  for (const note of await allNotes()) await saveNote(note, { ...note, text: '' });
  assert.deepEqual(await sync(), DONE);
  await world.phone.take();
  assert.deepEqual([await sync(), (await state()).stop], [NOT_DONE, 'mass-delete']);
  assert.deepEqual(await sync({ trusts: true }), DONE);
  const said = await withDatabase(async (database) => [
    ...(await database.getAll('meetings')).flatMap(({ deleted, about }) => (deleted ? [about] : [])),
    ...(await database.getAll('explorations')).flatMap(({ deleted, text }) => (deleted ? [text] : [])),
  ]);
  assert.deepEqual(said.sort(), ['Jeg går, 22.', 'Jeg går, 23.', 'Om søvn, 20.', 'Om søvn, 21.']);
});

const HUGE = [2 ** 40, Number.MAX_SAFE_INTEGER - 1, Number.MAX_SAFE_INTEGER];

for (const number of HUGE) {
  test(`a server that lies once about seq and rev (${number}) is taken at its word afterwards`, async () => {
    const world = await begun(3);
    const honest = structuredClone(world.vault());
    world.vault().seq = number;
    world.vault().records.set(idAt(0), { ...honest.records.get(idAt(0)), rev: number, seq: number });
    await sync();
    assert.ok((await readVault()).seq <= honest.seq);
    assert.ok((await syncedHere()).every(({ rev }) => rev <= 1));
    Object.assign(world.vault(), honest);
    await write(help('Jeg vil hjem.'), idAt(1));
    assert.deepEqual([await sync(), await state()], [DONE, { stop: null, wait: null }]);
    await assertAllInVault(world);
    await another(world);
    assert.deepEqual(await texts(), ['Jeg vil hjem.', 'Jeg vil sove, 0.', 'Jeg vil sove, 2.']);
  });

  test(`a false rev (${number}) on a push whose answer was lost is not remembered`, async () => {
    const world = await begun(1);
    world.network.plan('POST', 'unanswered');
    await write(help('Jeg vil hjem.'), idAt(0));
    await sync();
    const honest = structuredClone(world.vault());
    const record = world.vault().records.get(idAt(0));
    world.vault().seq = number;
    world.vault().records.set(idAt(0), { ...record, rev: number, seq: number });
    world.network.next = () => 'fine';
    await sync();
    Object.assign(world.vault(), honest);
    await sync();
    assert.deepEqual([await sync(), await state()], [DONE, { stop: null, wait: null }]);
    await assertAllInVault(world);
  });
}
