// Meetings on one phone: two tabs, the bin, copies, and lines left out that follow changes of the statement.
import { Phone, statementsHere, write } from './vault_phones.js';
import { Network, ModelServer } from './vault_server_model.js';
import { seenOn } from './clock.js';
import { taken } from './copies.js';
import { LATER, meetingWith, question } from './meetings.js';
import { NOW, partsOf, statementWith } from './texts.js';
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { writeCopy } from '../../webapp/static/js/core/backup/copy_file.js';
import { readCopy } from '../../webapp/static/js/core/backup/read_copy.js';
import { leaveOut } from '../../webapp/static/js/core/meeting/lines_left_out.js';
import { chooseText } from '../../webapp/static/js/data/documents/conflicts.js';
import { exportAll } from '../../webapp/static/js/data/backup/export.js';
import { importCopy } from '../../webapp/static/js/data/backup/import.js';
import { change } from '../../webapp/static/js/data/storage/database.js';
import { allMeetings, getMeeting } from '../../webapp/static/js/data/documents/meetings.js';
import {
  binMeeting,
  restoreMeeting,
  saveMeeting,
} from '../../webapp/static/js/data/documents/save_meeting.js';
import { emptyOldBin } from '../../webapp/static/js/data/documents/bin.js';
import {
  saveStatement,
  snapshotsOf,
  takeBack,
} from '../../webapp/static/js/data/documents/save_statement.js';
import { getStatement } from '../../webapp/static/js/data/documents/statements.js';

const freshPhone = () => new Phone(new Network(new ModelServer())).take();
const ID = 'M'.repeat(22);
const S = 'S'.repeat(22);

test('a meeting is stored as it was saved, with the current time', async () => {
  await freshPhone();
  const saved = await saveMeeting(null, meetingWith({ place: 'Risskov' }));
  assert.deepEqual(await getMeeting(ID), saved);
  assert.ok(saved.updated > NOW && saved.created === NOW);
});

test('two tabs that edit one meeting both keep their words, and the text saved last is shown', async () => {
  await freshPhone();
  const base = await saveMeeting(
    null,
    meetingWith({ place: 'Risskov', questions: [question('a', 'Hvor længe?')] }),
  );
  await saveMeeting(base, { ...base, place: 'Skejby', people: 'Lone' });
  const next = await saveMeeting(base, {
    ...base,
    place: 'Viby',
    questions: [...base.questions, question('b', 'Hvem?')],
  });
  assert.deepEqual(
    [next.place, next.people, next.alternatives, next.questions.length],
    ['Viby', 'Lone', [{ field: 'place', text: 'Skejby' }], 2],
  );
  const { updated, ...same } = await saveMeeting(next, next);
  assert.deepEqual({ ...same, updated: next.updated }, next);
});

test('a binned meeting can be restored; after thirty days it is deleted, and others stay', async () => {
  await freshPhone();
  await saveMeeting(null, meetingWith());
  await binMeeting(ID);
  assert.ok((await getMeeting(ID)).deleted);
  await emptyOldBin();
  await restoreMeeting(ID);
  assert.equal((await getMeeting(ID)).deleted, null);
  const put = (id) =>
    change((transaction) =>
      transaction
        .objectStore('meetings')
        .put(meetingWith({ id: id.repeat(22), deleted: new Date().toISOString() })),
    );
  await put('B');
  await seenOn(1, emptyOldBin);
  await put('C');
  await seenOn(29, emptyOldBin);
  assert.deepEqual(
    (await allMeetings()).map(({ id }) => id[0]),
    ['C', 'M'],
  );
  await binMeeting('Q'.repeat(22));
  assert.equal((await allMeetings()).length, 2, 'binning a missing meeting creates none');
});

/** A fresh phone with a statement, and a meeting that leaves out its line "Jeg drikker.". */
async function withLine() {
  await freshPhone();
  await write({ parts: { help: 'Jeg drikker. Jeg vil sove.' } }, S);
  const statement = await getStatement(S);
  await saveMeeting(
    null,
    leaveOut(meetingWith({ statement: S }), statement, { part: 'help', text: 'Jeg drikker.' }, true),
  );
  return statement;
}
const linesLeftOut = async () => (await getMeeting(ID)).left_out.map(({ text }) => text);

test('lines left out follow an edit, a restored version and a chosen version', async () => {
  const statement = await withLine();
  const { updated } = await getMeeting(ID);
  await saveStatement(statement, {
    ...statement,
    parts: { ...statement.parts, help: 'Jeg drikker for meget. Jeg vil sove.' },
  });
  assert.deepEqual(await linesLeftOut(), ['Jeg drikker for meget.']);
  assert.equal((await getMeeting(ID)).updated, updated, 'the meeting itself was not edited');
  await change((transaction) =>
    transaction
      .objectStore('snapshots')
      .add({
        statement: S,
        at: NOW,
        document: { ...statement, parts: partsOf(['', '', 'Jeg drikker lidt for meget. Jeg vil sove.', '']) },
      }),
  );
  await takeBack((await snapshotsOf(S)).at(-1).key);
  assert.deepEqual(await linesLeftOut(), ['Jeg drikker lidt for meget.']);
  const other = { part: 'help', text: 'Jeg drikker alt for meget. Jeg vil sove.' };
  await change(async (transaction) =>
    transaction
      .objectStore('statements')
      .put({ ...(await transaction.objectStore('statements').get(S)), alternatives: [other] }),
  );
  await chooseText(S, other, other.text);
  assert.deepEqual(await linesLeftOut(), ['Jeg drikker alt for meget.']);
});

test('lines left out follow a newer statement from a copy', async () => {
  const statement = await withLine();
  const newer = {
    ...statement,
    parts: { ...statement.parts, help: 'Jeg drikker for meget. Jeg vil sove.' },
    updated: '2099-01-01T10:00:00.000Z',
  };
  await importCopy({ statements: [newer], versions: [], meetings: [], explorations: [] });
  assert.equal((await getStatement(S)).parts.help, 'Jeg drikker for meget. Jeg drikker. Jeg vil sove.');
  assert.deepEqual(
    (await linesLeftOut()).sort(),
    ['Jeg drikker for meget.', 'Jeg drikker.'],
    'the line as it is here, and as it is in the copy',
  );
});

test('importing a copy on another phone brings everything, and importing it again adds nothing', async () => {
  await withLine();
  const copy = readCopy(writeCopy(await exportAll(), NOW));
  const here = [await statementsHere(), await allMeetings()];
  await freshPhone();
  assert.deepEqual(await taken(copy), { added: 2 });
  assert.deepEqual([await statementsHere(), await allMeetings()], here);
  assert.deepEqual(await taken(copy), { same: 2 });
  assert.deepEqual([await statementsHere(), await allMeetings()], here);
});

test('a meeting from a copy is merged: the text here stays, the other is a conflicting version', async () => {
  await freshPhone();
  const put = (meeting) => change((transaction) => transaction.objectStore('meetings').put(meeting));
  await put(meetingWith({ place: 'Risskov', questions: [question('a', 'Hvor længe?')] }));
  const newer = meetingWith({ place: 'Skejby', questions: [question('b', 'Hvem?')], updated: LATER });
  assert.deepEqual(await taken({ meetings: [newer] }), { joined: 1 });
  const here = await getMeeting(ID);
  assert.deepEqual(
    [here.place, here.alternatives, here.questions.map(({ id }) => id).sort()],
    ['Risskov', [{ field: 'place', text: 'Skejby' }], ['a', 'b']],
  );
  assert.deepEqual(await taken({ meetings: [newer] }), { same: 1 });
  assert.deepEqual(await getMeeting(ID), here);
});

test('a copy is imported whole or not at all', async () => {
  await freshPhone();
  const broken = { ...meetingWith(), id: undefined };
  await assert.rejects(
    importCopy({
      statements: [statementWith()],
      versions: [],
      meetings: [meetingWith(), broken],
      explorations: [],
    }),
  );
  assert.deepEqual([await statementsHere(), await allMeetings()], [[], []]);
});
