// Conflicting versions in a copy: written, read back, missing in older copies, or damaged.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { writeCopy } from '../../webapp/static/js/core/backup/copy_file.js';
import { readCopy } from '../../webapp/static/js/core/backup/read_copy.js';
import { NOW } from './texts.js';
import { FULL, anyStatement } from './statements.js';

const copyOf = (statement, versions = []) =>
  writeCopy({ statements: [statement], versions, meetings: [], explorations: [], settings: {} }, NOW);

test('a copy keeps the conflicting versions of parts and title', () => {
  fc.assert(
    fc.property(anyStatement, (statement) => {
      assert.deepEqual(
        readCopy(copyOf(statement, [{ statement: statement.id, at: NOW, document: statement }])),
        {
          statements: [statement],
          versions: [{ statement: statement.id, at: NOW, document: statement }],
          meetings: [],
          explorations: [],
        },
      );
    }),
  );
});

test('a copy older than conflicting versions is read, and has none', () => {
  const { alternatives: _, ...old } = FULL;
  assert.deepEqual(readCopy(copyOf(old)).statements, [{ ...FULL, alternatives: [] }]);
});

test('a copy with damaged conflicting versions is refused', () => {
  for (const bad of [
    null,
    {},
    'x',
    [null],
    [{ part: 'fifth', text: 'a' }],
    [{ part: 'help', text: 1 }],
    Array(1001).fill({ part: 'help', text: 'a' }),
  ]) {
    assert.throws(
      () => readCopy(copyOf({ ...FULL, alternatives: bad })),
      { code: 'damaged' },
      JSON.stringify(bad).slice(0, 60),
    );
  }
});
