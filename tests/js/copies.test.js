// A copy goes through the merges of a record from another phone: nothing that is here goes, nothing in it is lost, and it comes out of the bin.
import { Phone, statementsHere } from './vault_phones.js';
import { DONE, another, begun, help, idAt } from './vault_begun.js';
import { DAY_MS, seenOn, setClock } from './clock.js';
import { copied, taken } from './copies.js';
import { anyNote, noteWith } from './explorations.js';
import { agreement, anyMeeting, meetingWith, question } from './meetings.js';
import { runsOf } from './sweep.js';
import { danishText, partsOf, plainSentence, statementWith } from './texts.js';
import { ModelServer, Network } from './vault_server_model.js';
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { TEXT_FIELDS } from '../../webapp/static/js/core/meeting/fields.js';
import { PARTS } from '../../webapp/static/js/core/statement/fields.js';
import { segment } from '../../webapp/static/js/core/text/sentences.js';
import { change } from '../../webapp/static/js/data/storage/database.js';
import { allNotes, binNote, getNote, saveNote } from '../../webapp/static/js/data/documents/explorations.js';
import { allMeetings, getMeeting } from '../../webapp/static/js/data/documents/meetings.js';
import { binMeeting, saveMeeting } from '../../webapp/static/js/data/documents/save_meeting.js';
import { emptyOldBin } from '../../webapp/static/js/data/documents/bin.js';
import {
  binStatement,
  saveStatement,
  snapshotsOf,
} from '../../webapp/static/js/data/documents/save_statement.js';
import { getStatement } from '../../webapp/static/js/data/documents/statements.js';
import { sync } from '../../webapp/static/js/data/vault/sync.js';

const [S, M, N] = ['A'.repeat(22), 'M'.repeat(22), 'E'.repeat(22)];
const fresh = () => new Phone(new Network(new ModelServer())).take();
const put = (name, one) => change((transaction) => transaction.objectStore(name).put(one));
const helpOf = async (id = S) => (await getStatement(id)).parts.help;
const all = async () => [await statementsHere(), await allMeetings(), await allNotes()];
const withHelp = (text, more = {}) => statementWith({ parts: partsOf(['', '', text]), ...more });
/** Newer and older than what is here, and from years that cannot be. */
const TIMES = [
  '2031-01-01T10:00:00.000Z',
  '2026-11-27T10:00:00.000Z',
  '2025-03-01T10:00:00.000Z',
  '1970-01-01T00:00:10.000Z',
];

for (const updated of TIMES) {
  test(`a copy of ${updated.slice(0, 4)} takes no sentence out of the text, and what stood here is an earlier version`, async () => {
    await fresh();
    await saveStatement(null, withHelp('Jeg vil sove. Jeg vil hjem. Jeg vil ringe.'));
    assert.deepEqual(
      await taken({ statements: [withHelp('Jeg vil sove. Jeg vil ringe. Jeg vil ud.', { updated })] }),
      { joined: 1 },
    );
    assert.equal(await helpOf(), 'Jeg vil sove. Jeg vil hjem. Jeg vil ringe. Jeg vil ud.');
    assert.ok(
      (await snapshotsOf(S)).some(
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

  test(`a copy of ${updated.slice(0, 4)} takes nothing out of the text of two phones with a vault`, async () => {
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

  test(`a copy of ${updated.slice(0, 4)} takes out of the bin what lies there, of every kind, and it stays out`, async () => {
    await fresh();
    setClock('2026-11-26T09:00:00.000Z');
    await saveStatement(null, withHelp('Jeg vil sove.'));
    await saveMeeting(null, meetingWith({ place: 'Risskov' }));
    await saveNote(null, noteWith({ text: 'Jeg sover.' }));
    const { statements, meetings, explorations } = await copied();
    const copy = { statements, meetings, explorations };
    for (const one of Object.values(copy).flat()) Object.assign(one, { updated });
    await Promise.all([binStatement(S), binMeeting(M), binNote(N)]);
    await seenOn(20, emptyOldBin);
    assert.deepEqual(await taken(copy), { restored: 3 });
    assert.deepEqual(
      [await getStatement(S), await getMeeting(M), await getNote(N)].map(({ deleted }) => deleted),
      [null, null, null],
    );
    assert.deepEqual(await taken(copy), { same: 3 });
    await seenOn(40, emptyOldBin);
    assert.equal((await all()).flat().length, 3);
  });
}

test('what the copy has in the bin too stays there, and what lives here is not thrown out by it', async () => {
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
  assert.equal((await getStatement(S)).deleted, deleted);
  assert.equal((await getMeeting(M)).deleted, null);
  assert.deepEqual(await taken({ explorations: [noteWith({ text: 'Jeg sover.', deleted })] }), { binned: 1 });
  setClock('2026-12-30T09:00:00.000Z');
  await emptyOldBin();
  assert.equal((await getNote(N)).text, 'Jeg sover.', 'and has its thirty days here');
});

test('a statement that was written on since does not get back what was written over', async () => {
  await fresh();
  setClock('2026-11-26T09:00:00.000Z');
  const first = (await saveStatement(null, withHelp('Jeg vil sove. Min bror slår mig.'))).statement;
  const copy = await copied();
  setClock(Date.now() + DAY_MS);
  await saveStatement(first, { ...first, parts: partsOf(['', '', 'Jeg vil sove.']) });
  assert.deepEqual(await taken(copy), { older: 1 });
  assert.equal(await helpOf(), 'Jeg vil sove.');
  assert.ok((await snapshotsOf(S)).some(({ document }) => document.parts.help.includes('Min bror')));
  await binStatement(S);
  assert.deepEqual(await taken(copy), { restored: 1 });
  assert.deepEqual([await helpOf(), (await getStatement(S)).deleted], ['Jeg vil sove.', null]);
});

test('what is private here is private as the copy has it, and what is left out of a meeting stays out', async () => {
  await fresh();
  await saveStatement(
    null,
    withHelp('Min bror slår mig. Jeg drikker for meget. Jeg vil sove.', {
      marks: [{ part: 'help', text: 'Min bror slår mig.', mark: 'private' }],
    }),
  );
  await saveMeeting(
    null,
    meetingWith({ statement: S, left_out: [{ part: 'help', text: 'Jeg drikker for meget.' }] }),
  );
  await taken({
    statements: [
      withHelp('Min bror slår mig når han drikker. Jeg drikker lidt for meget. Jeg vil sove.', {
        updated: TIMES[0],
      }),
    ],
  });
  const { marks, parts } = await getStatement(S);
  assert.ok(
    parts.help.includes('Min bror slår mig når han drikker.') && parts.help.includes('Min bror slår mig.'),
  );
  assert.deepEqual(
    marks
      .filter(({ mark }) => mark === 'private')
      .map(({ text }) => text)
      .sort(),
    ['Min bror slår mig når han drikker.', 'Min bror slår mig.'],
  );
  assert.deepEqual((await getMeeting(M)).left_out.map(({ text }) => text).sort(), [
    'Jeg drikker for meget.',
    'Jeg drikker lidt for meget.',
  ]);
});

test('what a meeting says here stays in its place, whatever the copy says there', async () => {
  await fresh();
  const here = meetingWith({
    kind: 'doctor',
    at: '2026-12-01',
    place: 'Risskov',
    my_goal: 'Ro.',
    said: 'yes',
    questions: [question('a', 'Hvor længe?')],
    agreements: [agreement('b', { what: 'Ringe' })],
  });
  await put('meetings', here);
  await taken({
    meetings: [
      meetingWith({
        kind: 'other',
        at: '2026-12-02',
        place: 'Skejby',
        my_goal: 'Ro. Mere ro.',
        people: 'Lone',
        said: 'no',
        questions: [question('a', 'Hvem?')],
        updated: TIMES[0],
      }),
    ],
  });
  const { at, kind, place, my_goal, people, said, questions, agreements, alternatives } = await getMeeting(M);
  assert.deepEqual(
    [at, kind, place, my_goal, people, said, agreements],
    ['2026-12-01', 'doctor', 'Risskov', 'Ro. Mere ro.', 'Lone', 'yes', here.agreements],
  );
  assert.deepEqual(
    [questions.map(({ text }) => text), alternatives],
    [
      ['Hvor længe?', 'Hvem?'],
      [
        { field: 'at', text: '2026-12-02' },
        { field: 'place', text: 'Skejby' },
      ],
    ],
  );
});

const time = fc.constantFrom(...TIMES);
const text = fc.oneof(
  danishText,
  fc.array(plainSentence, { maxLength: 4 }).map((sentences) => sentences.join(' ')),
);
const anyStatement = fc
  .record(
    {
      title: fc.constantFrom('', 'Til lægen', 'Til jobcentret'),
      parts: fc.tuple(text, text, text, text).map(partsOf),
      updated: time,
      deleted: fc.constantFrom(null, null, '2026-11-20T09:00:00.000Z'),
      kind: fc.constantFrom('', 'doctor', 'other'),
    },
    { noNullPrototype: true },
  )
  .map(statementWith);
const someSentences = (words) => segment(words).map((sentence) => sentence.text);
const meetingWords = (one) => [
  ...TEXT_FIELDS.flatMap((field) => [one[field]]),
  ...one.questions.map((q) => q.text),
  ...one.agreements.flatMap(({ who, what }) => [who, what]),
];

test(
  'any copy, of whatever time: every sentence here is where it was, every one of the copy is there, and again adds nothing',
  { timeout: 300_000 },
  async () => {
    await fc.assert(
      fc.asyncProperty(
        anyStatement,
        anyStatement,
        fc.tuple(anyMeeting, anyMeeting, time),
        fc.tuple(anyNote, anyNote, time),
        async (one, other, [met, meeting, at], [noted, note, when]) => {
          await fresh();
          await put('statements', one);
          await put('meetings', met);
          await put('explorations', noted);
          const copy = {
            statements: [other],
            meetings: [{ ...meeting, updated: at }],
            explorations: [{ ...note, updated: when }],
          };
          await taken(copy);
          const [[statement], [after], [kept]] = await all();
          for (const part of PARTS) {
            for (const sentence of [...someSentences(one.parts[part]), ...someSentences(other.parts[part])])
              assert.ok(statement.parts[part].includes(sentence), sentence);
          }
          assert.ok(
            statement.title === (one.title || other.title) && statement.kind === (one.kind || other.kind),
          );
          for (const field of TEXT_FIELDS)
            assert.ok(
              !met[field] || after[field].startsWith(met[field]) || after[field].includes(met[field]),
              field,
            );
          const said = [
            ...meetingWords(after),
            ...after.alternatives.map((alternative) => alternative.text),
          ].join('\n');
          for (const words of meetingWords(meeting))
            for (const sentence of someSentences(words.trim())) assert.ok(said.includes(sentence), sentence);
          for (const sentence of [...someSentences(noted.text), ...someSentences(note.text)])
            assert.ok(kept.text.includes(sentence), sentence);
          assert.equal(kept.in_vault, noted.in_vault);
          for (const [now, a, b] of [
            [statement, one, other],
            [after, met, meeting],
            [kept, noted, note],
          ])
            assert.equal(Boolean(now.deleted), Boolean(a.deleted && b.deleted));
          const again = await all();
          await taken(copy);
          assert.deepEqual(await all(), again);
        },
      ),
      { numRuns: runsOf(400) },
    );
  },
);
