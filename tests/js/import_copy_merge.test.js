// Importing a copy merges it with the stored documents: marks, meetings, and arbitrary pairs.
import { TIMES, all, fresh, put, taken } from './copies.js';
import './clock.js';
import { anyNote } from './explorations.js';
import { agreement, anyMeeting, meetingWith, question } from './meetings.js';
import { runsOf } from './sweep.js';
import { danishText, partsOf, plainSentence, statementWith } from './texts.js';
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { TEXT_FIELDS } from '../../webapp/static/js/core/meeting/fields.js';
import { PARTS } from '../../webapp/static/js/core/statement/fields.js';
import { segment } from '../../webapp/static/js/core/text/sentences.js';
import { getMeeting } from '../../webapp/static/js/data/documents/meetings.js';
import { saveMeeting } from '../../webapp/static/js/data/documents/save_meeting.js';
import { saveStatement } from '../../webapp/static/js/data/documents/save_statement.js';
import { getStatement } from '../../webapp/static/js/data/documents/statements.js';

const [STATEMENT, MEETING] = ['A'.repeat(22), 'M'.repeat(22)];
const withHelp = (text, more = {}) => statementWith({ parts: partsOf(['', '', text]), ...more });

test("private and left-out sentences stay so in the copy's wording too", async () => {
  await fresh();
  await saveStatement(
    null,
    withHelp('Min bror slår mig. Jeg drikker for meget. Jeg vil sove.', {
      marks: [{ part: 'help', text: 'Min bror slår mig.', mark: 'private' }],
    }),
  );
  await saveMeeting(
    null,
    meetingWith({ statement: STATEMENT, left_out: [{ part: 'help', text: 'Jeg drikker for meget.' }] }),
  );
  await taken({
    statements: [
      withHelp('Min bror slår mig når han drikker. Jeg drikker lidt for meget. Jeg vil sove.', {
        updated: TIMES[0],
      }),
    ],
  });
  const { marks, parts } = await getStatement(STATEMENT);
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
  assert.deepEqual((await getMeeting(MEETING)).left_out.map(({ text }) => text).sort(), [
    'Jeg drikker for meget.',
    'Jeg drikker lidt for meget.',
  ]);
});

test('stored fields of a meeting stay in place, whatever the copy has there', async () => {
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
  const { at, kind, place, my_goal, people, said, questions, agreements, alternatives } =
    await getMeeting(MEETING);
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
const sentencesOf = (words) => segment(words).map((sentence) => sentence.text);
const meetingWords = (meeting) => [
  ...TEXT_FIELDS.flatMap((field) => [meeting[field]]),
  ...meeting.questions.map((question) => question.text),
  ...meeting.agreements.flatMap(({ who, what }) => [who, what]),
];

/** Every sentence of both statements is in its part, and the stored title and kind stay. */
function assertStatementMerged(merged, stored, imported) {
  for (const part of PARTS) {
    for (const sentence of [...sentencesOf(stored.parts[part]), ...sentencesOf(imported.parts[part])])
      assert.ok(merged.parts[part].includes(sentence), sentence);
  }
  assert.ok(
    merged.title === (stored.title || imported.title) && merged.kind === (stored.kind || imported.kind),
  );
}

/** The stored fields stay in place, and every imported sentence is somewhere in the meeting. */
function assertMeetingMerged(merged, stored, imported) {
  for (const field of TEXT_FIELDS)
    assert.ok(
      !stored[field] || merged[field].startsWith(stored[field]) || merged[field].includes(stored[field]),
      field,
    );
  const all = [...meetingWords(merged), ...merged.alternatives.map((alternative) => alternative.text)].join(
    '\n',
  );
  for (const words of meetingWords(imported))
    for (const sentence of sentencesOf(words.trim())) assert.ok(all.includes(sentence), sentence);
}

/** Every sentence of both notes is there, and the stored vault tick stays. */
function assertNoteMerged(merged, stored, imported) {
  for (const sentence of [...sentencesOf(stored.text), ...sentencesOf(imported.text)])
    assert.ok(merged.text.includes(sentence), sentence);
  assert.equal(merged.in_vault, stored.in_vault);
}

test(
  'any copy of any time: stored sentences stay, its own are added, and importing it again adds nothing',
  { timeout: 300_000 },
  async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.tuple(anyStatement, anyStatement),
        fc.tuple(anyMeeting, anyMeeting, time),
        fc.tuple(anyNote, anyNote, time),
        async ([statement, otherStatement], [meeting, otherMeeting, at], [note, otherNote, when]) => {
          await fresh();
          await put('statements', statement);
          await put('meetings', meeting);
          await put('explorations', note);
          const copy = {
            statements: [otherStatement],
            meetings: [{ ...otherMeeting, updated: at }],
            explorations: [{ ...otherNote, updated: when }],
          };
          await taken(copy);
          const merged = await all();
          const [[mergedStatement], [mergedMeeting], [mergedNote]] = merged;
          assertStatementMerged(mergedStatement, statement, otherStatement);
          assertMeetingMerged(mergedMeeting, meeting, otherMeeting);
          assertNoteMerged(mergedNote, note, otherNote);
          for (const [now, stored, imported] of [
            [mergedStatement, statement, otherStatement],
            [mergedMeeting, meeting, otherMeeting],
            [mergedNote, note, otherNote],
          ])
            assert.equal(Boolean(now.deleted), Boolean(stored.deleted && imported.deleted));
          await taken(copy);
          assert.deepEqual(await all(), merged);
        },
      ),
      { numRuns: runsOf(400) },
    );
  },
);
