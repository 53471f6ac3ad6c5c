// What an import makes of a copy and what is here: marks, meetings, and any two at all.
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

const [S, M] = ['A'.repeat(22), 'M'.repeat(22)];
const withHelp = (text, more = {}) => statementWith({ parts: partsOf(['', '', text]), ...more });

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
