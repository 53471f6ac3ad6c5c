// Letters put down by a page that went away, and taken in by the next: whatever of its save arrived, each stands there once.
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
const saveWords = async (base, mine) => (await saveStatement(base, mine)).statement;
const KINDS = {
  statement: {
    blank: statementWith({}),
    text: (one) => one.parts.help,
    with: (one, help) => ({ ...one, parts: { ...one.parts, help } }),
    get: getStatement,
    save: saveWords,
  },
  meeting: {
    blank: meetingWith(),
    text: (one) => one.about,
    with: (one, about) => ({ ...one, about }),
    get: getMeeting,
    save: saveMeeting,
  },
  exploration: {
    blank: noteWith({ text: '' }),
    text: (one) => one.text,
    with: (one, text) => ({ ...one, text }),
    get: getNote,
    save: saveNote,
  },
};
const AT = '2026-02-01T10:00:00.000Z';
const put = (more) => putDraft({ key: 'K'.repeat(22), at: AT, sent: null, ...more });

for (const [kind, row] of Object.entries(KINDS)) {
  const textNow = async () => row.text(await row.get(row.blank.id));

  test(`${kind}: what was put down and not kept is taken in, also what was never kept at all`, async () => {
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

  test(`${kind}: what was kept after all is not touched`, async () => {
    await fresh();
    const base = await row.save(null, row.with(row.blank, 'Jeg sover.'));
    const mine = row.with(base, 'Jeg sover. Og går.');
    const kept = await row.save(base, mine);
    await put({ kind, base, sent: mine, mine });
    await recoverDrafts();
    assert.deepEqual(await row.get(base.id), kept);
    assert.equal(await hasDrafts(), false);
  });

  test(`${kind}: a save that was under way arrived or did not`, async () => {
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

  test(`${kind}: what one took out again while it was being kept stays out`, async () => {
    await fresh();
    const base = await row.save(null, row.with(row.blank, 'Jeg sover.'));
    const sent = row.with(base, 'Jeg sover. Min søster.');
    await row.save(base, sent);
    await put({ kind, base, sent, mine: base });
    await recoverDrafts();
    assert.equal(await textNow(), 'Jeg sover.');
  });

  test(`${kind}: what is gone for good stays gone`, async () => {
    await fresh();
    const base = await row.save(null, row.with(row.blank, 'Jeg sover.'));
    await change((transaction) => transaction.objectStore(`${kind}s`).delete(base.id));
    await put({ kind, base, mine: row.with(base, 'Jeg sover. Og går.') });
    await recoverDrafts();
    assert.equal(await row.get(base.id), undefined);
    assert.equal(await hasDrafts(), false);
  });
}

test('two pages that went away are taken in, the older first; what another tab wrote stays', async () => {
  await fresh();
  const base = await saveWords(null, statementWith({ parts: partsOf(['', '', 'Jeg sover.']) }));
  const more = (help) => ({ ...base, parts: { ...base.parts, help } });
  await putDraft({
    key: 'B'.repeat(22),
    kind: 'statement',
    at: '2026-02-01T10:00:01.000Z',
    base,
    sent: null,
    mine: more('Jeg sover. Og går. En tur.'),
  });
  await putDraft({
    key: 'A'.repeat(22),
    kind: 'statement',
    at: AT,
    base,
    sent: null,
    mine: more('Jeg sover. Og går.'),
  });
  await saveWords(base, { ...base, parts: { ...base.parts, so_that: 'Jeg kan hvile.' } });
  assert.deepEqual(
    (await allDrafts()).map(({ key }) => key[0]),
    ['A', 'B'],
  );
  await recoverDrafts();
  const { parts } = await getStatement(base.id);
  assert.deepEqual([parts.help, parts.so_that], ['Jeg sover. Og går. En tur.', 'Jeg kan hvile.']);
});

test('the same sentence changed elsewhere: both are kept, one as an earlier version', async () => {
  await fresh();
  const base = await saveWords(null, statementWith({ parts: partsOf(['', '', 'Jeg sover.']) }));
  const more = (help) => ({ ...base, parts: { ...base.parts, help } });
  await saveWords(base, more('Jeg sover dårligt.'));
  await put({ kind: 'statement', base, mine: more('Jeg sover godt.') });
  await recoverDrafts();
  const all = [await getStatement(base.id), ...(await snapshotsOf(base.id)).map(({ document }) => document)]
    .map(({ parts }) => parts.help)
    .join(' | ');
  for (const one of ['Jeg sover dårligt.', 'Jeg sover godt.']) assert.ok(all.includes(one), all);
});

test('a draft that is dropped is not taken in', async () => {
  await fresh();
  await put({ kind: 'exploration', base: null, mine: noteWith({ text: 'Jeg sover.' }) });
  await dropDraft('K'.repeat(22));
  await recoverDrafts();
  assert.equal(await getNote(noteWith({}).id), undefined);
});
