// A sentence of a note is added to a statement.
import { fresh } from './copies.js';
import './clock.js';
import { NOW, oddText, partsOf, statementWith } from './texts.js';
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { saveStatement } from '../../webapp/static/js/data/documents/save_statement.js';
import { allStatements, getStatement } from '../../webapp/static/js/data/documents/statements.js';
import { takeSentence } from '../../webapp/static/js/data/documents/take_sentence.js';

test('a sentence is added to a part unchanged, on a new line, without a trace of its source', async () => {
  await fresh();
  const S = 'S'.repeat(22);
  await saveStatement(null, statementWith({ id: S, parts: partsOf(['', 'ro.', 'at sove.\n', ' ']) }));
  const { id: fromNote } = await takeSentence(S, 'important', 'Min søster ringer. 👩‍👩‍👧');
  assert.equal(fromNote, S);
  for (const part of ['help', 'so_that', 'introduce']) await takeSentence(S, part, 'A\u030a "x" <b>');
  const { parts, marks, alternatives, ...rest } = await getStatement(S);
  assert.deepEqual(
    parts,
    partsOf([
      'A\u030a "x" <b>',
      'ro.\nMin søster ringer. 👩‍👩‍👧',
      'at sove.\nA\u030a "x" <b>',
      ' A\u030a "x" <b>',
    ]),
  );
  assert.deepEqual(
    [marks, alternatives, Object.keys(rest).sort()],
    [
      [],
      [],
      Object.keys(statementWith())
        .filter((name) => !['parts', 'marks', 'alternatives'].includes(name))
        .sort(),
    ],
  );
});

test('without a statement, or with one that is binned or gone, a new statement is made', async () => {
  await fresh();
  const first = await takeSentence('', 'help', 'at sove.');
  await saveStatement(null, statementWith({ deleted: NOW }));
  for (const id of ['A'.repeat(22), 'Z'.repeat(22)])
    assert.notEqual((await takeSentence(id, 'help', 'x')).id, id);
  assert.deepEqual(first.parts, partsOf(['', '', 'at sove.', '']));
  assert.equal((await allStatements()).length, 4);
});

test('any sentence is added character for character', async () => {
  await fresh();
  const { id } = await takeSentence('', 'help', 'Først.');
  await fc.assert(
    fc.asyncProperty(oddText, async (sentence) => {
      assert.ok((await takeSentence(id, 'help', sentence)).parts.help.endsWith(`\n${sentence}`));
    }),
    { numRuns: 30 },
  );
});
