// Importing a copy merges it like a record from another phone: no stored or imported text is lost, and a
// document that is live in the copy leaves the bin.
import { DONE, another, begun, help, idAt } from './vault_begun.js';
import { DAY_MS, seenOn, setClock } from './clock.js';
import { TIMES, all, copied, fresh, put, taken } from './copies.js';
import { noteWith } from './explorations.js';
import { meetingWith } from './meetings.js';
import { partsOf, statementWith } from './texts.js';
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { segment } from '../../webapp/static/js/core/text/sentences.js';
import { binNote, getNote, saveNote } from '../../webapp/static/js/data/documents/explorations.js';
import { getMeeting } from '../../webapp/static/js/data/documents/meetings.js';
import { binMeeting, saveMeeting } from '../../webapp/static/js/data/documents/save_meeting.js';
import { emptyOldBin } from '../../webapp/static/js/data/documents/bin.js';
import {
  binStatement,
  saveStatement,
  snapshotsOf,
} from '../../webapp/static/js/data/documents/save_statement.js';
import { getStatement } from '../../webapp/static/js/data/documents/statements.js';
import { sync } from '../../webapp/static/js/data/vault/sync.js';

const [STATEMENT, MEETING, NOTE] = ['A'.repeat(22), 'M'.repeat(22), 'E'.repeat(22)];
const helpOf = async (id = STATEMENT) => (await getStatement(id)).parts.help;
const withHelp = (text, more = {}) => statementWith({ parts: partsOf(['', '', text]), ...more });

for (const updated of TIMES) {
  test(`a copy of ${updated.slice(0, 4)} removes no sentence, and keeps the replaced text`, async () => {
    await fresh();
    await saveStatement(null, withHelp('Jeg vil sove. Jeg vil hjem. Jeg vil ringe.'));
    assert.deepEqual(
      await taken({ statements: [withHelp('Jeg vil sove. Jeg vil ringe. Jeg vil ud.', { updated })] }),
      { joined: 1 },
    );
    assert.equal(await helpOf(), 'Jeg vil sove. Jeg vil hjem. Jeg vil ringe. Jeg vil ud.');
    assert.ok(
      (await snapshotsOf(STATEMENT)).some(
        ({ document }) => document.parts.help === 'Jeg vil sove. Jeg vil hjem. Jeg vil ringe.',
      ),
    );
    const before = await all();
    assert.deepEqual(
      await taken({ statements: [withHelp('Jeg vil sove. Jeg vil ringe. Jeg vil ud.', { updated })] }),
      { older: 1 },
    );
    assert.deepEqual(await all(), before);
  });

  test(`a copy of ${updated.slice(0, 4)} removes no text on two phones that share a vault`, async () => {
    const world = await begun(1);
    await taken({
      statements: [
        statementWith({ id: idAt(0), ...help(''), parts: partsOf(['', '', 'Jeg vil ud.']), updated }),
      ],
    });
    assert.deepEqual(await sync(), DONE);
    for (const phone of [world.phone, await another(world)]) {
      await phone.take();
      assert.deepEqual(
        segment(await helpOf(idAt(0)))
          .map(({ text }) => text)
          .sort(),
        ['Jeg vil sove, 0.', 'Jeg vil ud.'],
      );
    }
  });

  test(`a copy of ${updated.slice(0, 4)} brings every kind of document out of the bin for good`, async () => {
    await fresh();
    setClock('2026-11-26T09:00:00.000Z');
    await saveStatement(null, withHelp('Jeg vil sove.'));
    await saveMeeting(null, meetingWith({ place: 'Risskov' }));
    await saveNote(null, noteWith({ text: 'Jeg sover.' }));
    const { statements, meetings, explorations } = await copied();
    const copy = { statements, meetings, explorations };
    for (const document of Object.values(copy).flat()) Object.assign(document, { updated });
    await Promise.all([binStatement(STATEMENT), binMeeting(MEETING), binNote(NOTE)]);
    await seenOn(20, emptyOldBin);
    assert.deepEqual(await taken(copy), { restored: 3 });
    assert.deepEqual(
      [await getStatement(STATEMENT), await getMeeting(MEETING), await getNote(NOTE)].map(
        ({ deleted }) => deleted,
      ),
      [null, null, null],
    );
    assert.deepEqual(await taken(copy), { same: 3 });
    await seenOn(40, emptyOldBin);
    assert.equal((await all()).flat().length, 3);
  });
}

test('a document binned in both stays binned, and a binned copy deletes nothing here', async () => {
  const deleted = '2026-11-25T09:00:00.000Z';
  await fresh();
  await put('statements', withHelp('Jeg vil sove.', { deleted }));
  await put('meetings', meetingWith({ place: 'Risskov' }));
  assert.deepEqual(
    await taken({
      statements: [withHelp('Jeg vil sove.', { deleted })],
      meetings: [meetingWith({ place: 'Risskov', deleted, updated: TIMES[0] })],
    }),
    { same: 2 },
  );
  assert.equal((await getStatement(STATEMENT)).deleted, deleted);
  assert.equal((await getMeeting(MEETING)).deleted, null);
  assert.deepEqual(await taken({ explorations: [noteWith({ text: 'Jeg sover.', deleted })] }), { binned: 1 });
  setClock('2026-12-30T09:00:00.000Z');
  await emptyOldBin();
  assert.equal((await getNote(NOTE)).text, 'Jeg sover.', 'it gets its thirty days here');
});

test('a statement edited since the copy does not get its overwritten text back', async () => {
  await fresh();
  setClock('2026-11-26T09:00:00.000Z');
  const first = (await saveStatement(null, withHelp('Jeg vil sove. Min bror slår mig.'))).statement;
  const copy = await copied();
  setClock(Date.now() + DAY_MS);
  await saveStatement(first, { ...first, parts: partsOf(['', '', 'Jeg vil sove.']) });
  assert.deepEqual(await taken(copy), { older: 1 });
  assert.equal(await helpOf(), 'Jeg vil sove.');
  assert.ok((await snapshotsOf(STATEMENT)).some(({ document }) => document.parts.help.includes('Min bror')));
  await binStatement(STATEMENT);
  assert.deepEqual(await taken(copy), { restored: 1 });
  assert.deepEqual([await helpOf(), (await getStatement(STATEMENT)).deleted], ['Jeg vil sove.', null]);
});
