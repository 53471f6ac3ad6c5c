// Meetings in the vault: synced like statements, with their own merge and with lines that stay left out.
import { Phone, openedVault, purge, statementsHere, syncedHere, write } from './vault_phones.js';
import {
  DONE,
  NOT_DONE,
  another,
  begun,
  documents,
  help,
  idAt,
  putRecord,
  state,
  texts,
} from './vault_begun.js';
import { meetingWith, question } from './meetings.js';
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { leaveOut, leftOutNow, shownText } from '../../webapp/static/js/core/meeting/lines_left_out.js';
import { documentText } from '../../webapp/static/js/core/sync/document.js';
import { change } from '../../webapp/static/js/data/storage/database.js';
import { allMeetings, getMeeting } from '../../webapp/static/js/data/documents/meetings.js';
import { binMeeting, saveMeeting } from '../../webapp/static/js/data/documents/save_meeting.js';
import { snapshotsOf } from '../../webapp/static/js/data/documents/save_statement.js';
import { getStatement } from '../../webapp/static/js/data/documents/statements.js';
import { keysOf } from '../../webapp/static/js/data/vault/keys.js';
import { readVault } from '../../webapp/static/js/data/vault/state.js';
import { seal } from '../../webapp/static/js/data/vault/record.js';
import { sync } from '../../webapp/static/js/data/vault/sync.js';

const ID = idAt(100);
/** Write some fields of the meeting on the current phone. */
async function writeMeeting(fields, id = ID) {
  const stored = (await getMeeting(id)) ?? null;
  return saveMeeting(stored, { ...(stored ?? meetingWith({ id })), ...fields });
}
/** Two phones with one statement and one meeting that uses it; the first is the current phone. */
async function phonesWithMeeting(fields = {}) {
  const world = await begun();
  await writeMeeting({ statement: idAt(0), place: 'Risskov', ...fields });
  assert.deepEqual(await sync(), DONE);
  const second = await another(world);
  await world.phone.take();
  return { ...world, second };
}

test('a meeting reaches the other phone, to the byte, and no request shows its words', async () => {
  const world = await phonesWithMeeting({ about: 'Medicin.', questions: [question('a', 'Hvor længe?')] });
  const here = await getMeeting(ID);
  await world.second.take();
  assert.deepEqual(await getMeeting(ID), here);
  assert.equal(
    (await openedVault(world.server, world.secret)).get(ID).document,
    documentText('meeting', here),
  );
  assert.deepEqual((await syncedHere()).map(({ kind, document }) => [kind, Boolean(document)]).sort(), [
    ['meeting', true],
    ['statement', true],
  ]);
  const all = JSON.stringify(world.network.log);
  for (const marker of ['Risskov', 'Medicin', 'meeting']) assert.equal(all.includes(marker), false, marker);
});

test('edits of one meeting on two phones are on both, and no earlier version of it is kept', async () => {
  const { phone, second } = await phonesWithMeeting({ questions: [question('a', 'Hvor længe?')] });
  await writeMeeting({ place: 'Skejby', questions: [question('a', 'Hvor længe?'), question('b', 'Hvem?')] });
  assert.deepEqual(await sync(), DONE);
  await second.take();
  await writeMeeting({ place: 'Viby', questions: [question('a', 'Hvor længe?'), question('c', 'Hvad?')] });
  assert.deepEqual(await sync(), DONE);
  const there = await getMeeting(ID);
  assert.deepEqual(
    [there.place, there.alternatives, there.questions.map(({ id }) => id)],
    ['Viby', [{ field: 'place', text: 'Skejby' }], ['a', 'b', 'c']],
  );
  await phone.take();
  assert.deepEqual(await sync(), DONE);
  assert.deepEqual(await getMeeting(ID), there);
  assert.deepEqual(await snapshotsOf(ID), []);
});

test('a binned meeting is binned everywhere, and one deleted elsewhere goes to the bin first', async () => {
  const { second, phone } = await phonesWithMeeting();
  await binMeeting(ID);
  await sync();
  await second.take();
  await sync();
  assert.ok((await getMeeting(ID)).deleted);
  await saveMeeting(await getMeeting(ID), { ...(await getMeeting(ID)), deleted: null });
  await sync();
  await phone.take();
  await sync();
  await purge(ID);
  assert.deepEqual(await sync(), DONE);
  await second.take();
  assert.deepEqual(await sync(), DONE);
  assert.ok((await getMeeting(ID)).deleted, 'in the bin for thirty days');
});

test('the deletion of a meeting names its kind', async () => {
  const world = await phonesWithMeeting();
  await purge(ID);
  assert.deepEqual(await sync(), DONE);
  const { at, ...deletion } = (await documents(world)).get(ID);
  assert.deepEqual(deletion, { deleted: true, kind: 'meeting', version: 1 });
  assert.deepEqual(await texts(), ['Jeg vil sove, 0.']);
});

test('many deleted meetings stop the sync, as many statements do', async () => {
  const { phone, second } = await phonesWithMeeting();
  for (let i = 0; i < 5; i += 1) await writeMeeting({ place: `${i}` }, idAt(200 + i));
  await sync();
  await second.take();
  await sync();
  for (let i = 0; i < 5; i += 1) await purge(idAt(200 + i));
  await sync();
  await phone.take();
  assert.deepEqual([await sync(), await state()], [NOT_DONE, { stop: 'mass-delete', wait: null }]);
  assert.equal((await allMeetings()).filter(({ deleted }) => deleted).length, 0);
  assert.deepEqual(await sync({ insists: true }), DONE);
  assert.equal((await allMeetings()).filter(({ deleted }) => !deleted).length, 6);
});

const shownHere = async () => {
  const [statement, meeting] = [await getStatement(idAt(0)), await getMeeting(ID)];
  return shownText(statement, 'help', leftOutNow(meeting, statement));
};

test('a line left out here stays out on both phones when the other one edits its sentence', async () => {
  const { phone, second } = await phonesWithMeeting();
  await write(help('Jeg drikker. Jeg vil sove.'), idAt(0));
  await sync();
  await second.take();
  await sync();
  await phone.take();
  const [statement, meeting] = [await getStatement(idAt(0)), await getMeeting(ID)];
  await saveMeeting(meeting, leaveOut(meeting, statement, { part: 'help', text: 'Jeg drikker.' }, true));
  await sync();
  await second.take();
  await write(help('Jeg drikker for meget. Jeg vil sove.'), idAt(0));
  await sync();
  assert.equal(await shownHere(), 'Jeg vil sove.');
  await phone.take();
  assert.deepEqual(await sync(), DONE);
  assert.equal(await shownHere(), 'Jeg vil sove.');
  assert.deepEqual(
    (await getMeeting(ID)).left_from,
    (await getStatement(idAt(0))).parts,
    'the lines followed the pulled words',
  );
});

test('lines that followed an edit here are sent, and then nothing more is pushed', async () => {
  const world = await phonesWithMeeting({
    left_out: [{ part: 'help', text: 'Jeg vil sove, 0.' }],
    left_from: { introduce: '', important: '', help: 'Jeg vil sove, 0.', so_that: '' },
  });
  await write(help('Jeg vil sove godt, 0.'), idAt(0));
  assert.deepEqual(await sync(), DONE);
  assert.deepEqual((await documents(world)).get(ID).meeting.left_out, [
    { part: 'help', text: 'Jeg vil sove godt, 0.' },
  ]);
  for (const phone of [world.second, world.phone, world.second]) {
    await phone.take();
    world.network.log.length = 0;
    assert.deepEqual(await sync(), DONE);
    assert.deepEqual(
      world.network.log.map(({ method }) => method),
      ['GET'],
    );
    assert.equal(await shownHere(), '');
  }
});

test('a record that changed its kind is kept as it came, and overwrites nothing', async () => {
  const world = await phonesWithMeeting();
  await putRecord(world, ID, documentText('statement', { ...(await statementsHere())[0], id: ID }));
  await putRecord(world, idAt(0), documentText('meeting', meetingWith({ id: idAt(0) })));
  const before = [await statementsHere(), await allMeetings()];
  assert.deepEqual(await sync(), DONE);
  assert.deepEqual([await statementsHere(), await allMeetings()], before);
  assert.deepEqual((await readVault()).unreadable.sort(), [ID, idAt(0)].sort());
});

test('a kind of a newer app is kept unread until an app that knows it pulls it again', async () => {
  const world = await begun();
  const keys = await keysOf(world.secret);
  const meeting = meetingWith({ id: ID, place: 'Risskov' });
  const sealed = await seal(keys, ID, 1, documentText('meeting', meeting));
  world.vault().seq += 1;
  world.vault().records.set(ID, { id: ID, rev: 1, seq: world.vault().seq, sealed });
  // As an app without this kind, and the migration of its database, left it.
  await change((transaction) =>
    transaction
      .objectStore('synced')
      .put({
        id: ID,
        rev: 0,
        kind: 'statement',
        document: null,
        sent: [],
        unreadable: { code: 'unknown-document', rev: 1, seq: world.vault().seq, sealed },
      }),
  );
  assert.deepEqual(await sync(), DONE);
  assert.deepEqual([await allMeetings(), (await readVault()).unreadable], [[meeting], []]);
});

test('without a vault nothing of a meeting is sent', async () => {
  const { network } = await begun();
  await new Phone(network).take();
  await writeMeeting({ place: 'Risskov' });
  network.log.length = 0;
  assert.deepEqual([await sync(), network.log], [DONE, []]);
});
