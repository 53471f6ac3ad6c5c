// Drafts left by a closed page: the next page recovers them, and each letter is there once, whether or not
// the last save arrived.
import { Phone } from './vault_phones.js';
import { Network, ModelServer } from './vault_server_model.js';
import { noteWith } from './explorations.js';
import { meetingWith } from './meetings.js';
import { partsOf, statementWith } from './texts.js';
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { change } from '../../webapp/static/js/data/storage/database.js';
import { allDrafts, dropDraft, hasDrafts, putDraft } from '../../webapp/static/js/data/storage/drafts.js';
import { getNote, saveNote } from '../../webapp/static/js/data/documents/explorations.js';
import { getMeeting } from '../../webapp/static/js/data/documents/meetings.js';
import { recoverDrafts } from '../../webapp/static/js/data/documents/recover_drafts.js';
import { saveMeeting } from '../../webapp/static/js/data/documents/save_meeting.js';
import { saveStatement, snapshotsOf } from '../../webapp/static/js/data/documents/save_statement.js';
import { getStatement } from '../../webapp/static/js/data/documents/statements.js';

const fresh = () => new Phone(new Network(new ModelServer())).take();
const saveText = async (base, mine) => (await saveStatement(base, mine)).statement;
const KINDS = {
  statement: {
    blank: statementWith({}),
    text: (document) => document.parts.help,
    with: (document, help) => ({ ...document, parts: { ...document.parts, help } }),
    get: getStatement,
    save: saveText,
  },
  meeting: {
    blank: meetingWith(),
    text: (document) => document.about,
    with: (document, about) => ({ ...document, about }),
    get: getMeeting,
    save: saveMeeting,
  },
  exploration: {
    blank: noteWith({ text: '' }),
    text: (document) => document.text,
    with: (document, text) => ({ ...document, text }),
    get: getNote,
    save: saveNote,
  },
};
const AT = '2026-02-01T10:00:00.000Z';
const put = (more) => putDraft({ key: 'K'.repeat(22), at: AT, sent: null, ...more });

for (const [kind, row] of Object.entries(KINDS)) {
  const textNow = async () => row.text(await row.get(row.blank.id));

  test(`${kind}: an unsaved draft is recovered, with or without a stored document`, async () => {
    for (const isStored of [true, false]) {
      await fresh();
      const base = isStored ? await row.save(null, row.with(row.blank, 'Jeg sover.')) : null;
      await put({ kind, base, mine: row.with(base ?? row.blank, 'Jeg sover. Min søster rin') });
      assert.ok(await hasDrafts());
      await recoverDrafts();
      assert.equal(await textNow(), 'Jeg sover. Min søster rin');
      assert.equal(await hasDrafts(), false);
    }
  });

  test(`${kind}: a draft that was saved after all changes nothing`, async () => {
    await fresh();
    const base = await row.save(null, row.with(row.blank, 'Jeg sover.'));
    const mine = row.with(base, 'Jeg sover. Og går.');
    const kept = await row.save(base, mine);
    await put({ kind, base, sent: mine, mine });
    await recoverDrafts();
    assert.deepEqual(await row.get(base.id), kept);
    assert.equal(await hasDrafts(), false);
  });

  test(`${kind}: a draft is recovered whether or not the save in flight arrived`, async () => {
    for (const hasArrived of [true, false]) {
      await fresh();
      const base = await row.save(null, row.with(row.blank, 'Jeg sover.'));
      const sent = row.with(base, 'Jeg sover. Min søster');
      if (hasArrived) await row.save(base, sent);
      await put({ kind, base, sent, mine: row.with(base, 'Jeg sover. Min søster ringer.') });
      await recoverDrafts();
      assert.equal(await textNow(), 'Jeg sover. Min søster ringer.', `arrived: ${hasArrived}`);
    }
  });

  test(`${kind}: text deleted during a save stays deleted`, async () => {
    await fresh();
    const base = await row.save(null, row.with(row.blank, 'Jeg sover.'));
    const sent = row.with(base, 'Jeg sover. Min søster.');
    await row.save(base, sent);
    await put({ kind, base, sent, mine: base });
    await recoverDrafts();
    assert.equal(await textNow(), 'Jeg sover.');
  });

  test(`${kind}: a draft does not bring back what was deleted for good`, async () => {
    await fresh();
    const base = await row.save(null, row.with(row.blank, 'Jeg sover.'));
    await change((transaction) => transaction.objectStore(`${kind}s`).delete(base.id));
    await put({ kind, base, mine: row.with(base, 'Jeg sover. Og går.') });
    await recoverDrafts();
    assert.equal(await row.get(base.id), undefined);
    assert.equal(await hasDrafts(), false);
  });
}

test('the drafts of two pages are recovered, the older first, and text from another tab stays', async () => {
  await fresh();
  const base = await saveText(null, statementWith({ parts: partsOf(['', '', 'Jeg sover.']) }));
  const withHelp = (help) => ({ ...base, parts: { ...base.parts, help } });
  await putDraft({
    key: 'B'.repeat(22),
    kind: 'statement',
    at: '2026-02-01T10:00:01.000Z',
    base,
    sent: null,
    mine: withHelp('Jeg sover. Og går. En tur.'),
  });
  await putDraft({
    key: 'A'.repeat(22),
    kind: 'statement',
    at: AT,
    base,
    sent: null,
    mine: withHelp('Jeg sover. Og går.'),
  });
  await saveText(base, { ...base, parts: { ...base.parts, so_that: 'Jeg kan hvile.' } });
  assert.deepEqual(
    (await allDrafts()).map(({ key }) => key[0]),
    ['A', 'B'],
  );
  await recoverDrafts();
  const { parts } = await getStatement(base.id);
  assert.deepEqual([parts.help, parts.so_that], ['Jeg sover. Og går. En tur.', 'Jeg kan hvile.']);
});

test('a draft in conflict with stored text: both are kept, one as an earlier version', async () => {
  await fresh();
  const base = await saveText(null, statementWith({ parts: partsOf(['', '', 'Jeg sover.']) }));
  const withHelp = (help) => ({ ...base, parts: { ...base.parts, help } });
  await saveText(base, withHelp('Jeg sover dårligt.'));
  await put({ kind: 'statement', base, mine: withHelp('Jeg sover godt.') });
  await recoverDrafts();
  const all = [await getStatement(base.id), ...(await snapshotsOf(base.id)).map(({ document }) => document)]
    .map(({ parts }) => parts.help)
    .join(' | ');
  for (const text of ['Jeg sover dårligt.', 'Jeg sover godt.']) assert.ok(all.includes(text), all);
});

test('a dropped draft is not recovered', async () => {
  await fresh();
  await put({ kind: 'exploration', base: null, mine: noteWith({ text: 'Jeg sover.' }) });
  await dropDraft('K'.repeat(22));
  await recoverDrafts();
  assert.equal(await getNote(noteWith({}).id), undefined);
});
