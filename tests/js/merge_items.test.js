// Merging the questions and agreements of a meeting.
import { LATER, agreement, question } from './meetings.js';
import { BASE, both, edits, textsOf } from './meeting_merges.js';
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { MEETING_FIELDS } from '../../webapp/static/js/core/meeting/fields.js';
import { readFields } from '../../webapp/static/js/core/documents/read_fields.js';
import { NOW } from './texts.js';

test('questions of both sides are in, each after the one it follows', () => {
  const [a, b, c] = BASE.questions;
  const next = edits(
    { questions: [a, question('e', 'E?'), b, c] },
    { questions: [a, question('f', 'F?'), b, c, question('g', 'G?')] },
  );
  assert.deepEqual(textsOf(next.questions), [
    'a Hvor længe?',
    'e E?',
    'f F?',
    'b Hvem ringer?',
    'c Hvad nu?',
    'g G?',
  ]);
  assert.deepEqual(
    textsOf(edits({ questions: [c, a, b] }, { questions: [question('f', 'F?'), a, b, c] }).questions).map(
      (item) => item[0],
    ),
    ['f', 'c', 'a', 'b'],
  );
  assert.deepEqual(
    edits({ questions: [c, a, b, question('e', '')] }, { questions: [b, a, c] }).questions.map(
      ({ id }) => id,
    ),
    ['b', 'e', 'a', 'c'],
  );
});

test('a question deleted by one side is gone, unless the other edited it', () => {
  const [a, b, c] = BASE.questions;
  assert.deepEqual(
    edits({ questions: [a, c] }, { questions: [c, b, a] }).questions.map(({ id }) => id),
    ['c', 'a'],
  );
  assert.deepEqual(
    textsOf(edits({ questions: [a, c] }, { questions: [a, question('b', 'Hvem kommer?'), c] }).questions)[1],
    'b Hvem kommer?',
  );
});

test('a question edited by both: the earlier edit becomes a separate question right after it', () => {
  const withB = (text) => ({
    questions: BASE.questions.map((item) => (item.id === 'b' ? { ...item, text } : item)),
  });
  assert.deepEqual(textsOf(edits(withB('Hvem kommer?'), withB('Hvem går?')).questions), [
    'a Hvor længe?',
    'b Hvem går?',
    'bx Hvem kommer?',
    'c Hvad nu?',
  ]);
  assert.deepEqual(
    textsOf(edits(withB('Hvem ringer? Og hvornår?'), withB('Hvem ringer? Og')).questions)[1],
    'b Hvem ringer? Og hvornår?',
  );
  assert.deepEqual(
    edits(withB('Hvad nu?'), withB('Hvem går?')).questions.length,
    3,
    'that question is there already',
  );
});

test('an id stays valid, however often it grows', () => {
  let questions = [question('q'.repeat(40), 'Nr. 0')];
  for (let n = 1; n < 30; n += 1) {
    const from = { ...BASE, questions };
    const put = (text) => ({ questions: questions.with(0, { ...questions[0], text }) });
    ({ questions } = readFields(MEETING_FIELDS, edits(put(`Her ${n}?`), put(`Der ${n}?`), from)));
  }
  assert.equal(new Set(questions.map(({ id }) => id)).size, 30);
});

test('three edits of one question are all kept, in whatever order they are merged', () => {
  const put = (text, updated) => ({ ...BASE, updated, questions: [question('a', text)] });
  const from = put('Hvor længe?', NOW);
  const sides = [put('Hvem?', NOW), put('Hvad?', LATER), put('Hvornår?', '2025-03-03T10:00:00.000Z')];
  for (const [i, j, k] of [
    [0, 1, 2],
    [1, 2, 0],
    [2, 0, 1],
  ]) {
    const two = both(from, sides[i], sides[j]);
    // The third phone merges with the other two at once, or has merged with the first one before.
    for (const all of [both(from, sides[k], two), both(sides[i], both(from, sides[k], sides[i]), two)]) {
      assert.deepEqual(all.questions.map(({ text }) => text).sort(), ['Hvad?', 'Hvem?', 'Hvornår?']);
    }
  }
});

test('an agreement is merged member by member, and of two that clash both stay', () => {
  const put = (fields) => ({ agreements: [{ ...BASE.agreements[0], ...fields }] });
  assert.deepEqual(
    edits(put({ done: true, when: '2026-11-30' }), put({ what: 'ringer til Bo' })).agreements,
    [agreement('a', { who: 'Lægen', what: 'ringer til Bo', when: '2026-11-30', done: true })],
  );
  assert.deepEqual(edits(put({ what: 'skriver', done: true }), put({ what: 'kommer' })).agreements, [
    agreement('a', { who: 'Lægen', what: 'kommer', done: true }),
    agreement('ax', { who: 'Lægen', what: 'skriver', done: true }),
  ]);
  assert.deepEqual(
    edits(put({ when: '2026-11-30' }), put({ when: '2026-12-01' })).agreements.map(({ when }) => when),
    ['2026-12-01', '2026-11-30'],
  );
});
