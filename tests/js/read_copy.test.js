// A copy that is damaged, truncated, foreign, newer or too large is refused whole.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { FORMAT } from '../../webapp/static/js/core/backup/copy_file.js';
import { COPY_MAX_BYTES, CopyError, readCopy } from '../../webapp/static/js/core/backup/read_copy.js';
import { PARTS, SPOKEN_WORDS_MAX } from '../../webapp/static/js/core/statement/fields.js';
import {
  EXPLORATION,
  sampleFile,
  MEETING,
  SAMPLE,
  changed,
  copyOf,
  refusedAs,
  text,
} from './copy_samples.js';
import { NOW } from './texts.js';

test('a truncated copy is refused, wherever it ends', () => {
  const source = JSON.stringify(sampleFile(), null, 1);
  for (let end = 0; end < source.length; end += 1)
    refusedAs(end ? 'damaged' : 'foreign', source.slice(0, end), `cut at ${end}`);
  assert.equal(readCopy(source).statements.length, 1);
});

test('a file of another format is foreign', () => {
  for (const source of [
    '',
    ' ',
    'Kære læge',
    '[]',
    '[{"format":"egne-ord"}]',
    '"egne-ord"',
    'null',
    '7',
    '<html>',
    '%PDF-1.7',
    '\0',
    '{}',
    '{"a":1}',
    '{"format":"Egne-ord"}',
    '{"format":["egne-ord"],"version":1}',
  ])
    refusedAs('foreign', source);
});

test('a newer copy is recognised, whatever else has changed in it', () => {
  for (const version of [4, 5, 1e9])
    refusedAs('newer', JSON.stringify({ format: FORMAT, version, statements: 'otherwise' }));
});

const LISTS = ['statements', 'versions', 'meetings', 'explorations'];
const DAMAGES = [
  ...[0, -1, 1.5, '1', null, undefined, true, [1]].map((value) => [['version'], value]),
  ...LISTS.flatMap((name) =>
    [undefined, null, {}, 'x', [null], [[]], ['x'], [{}]].map((value) => [[name], value]),
  ),
  ...Object.keys(SAMPLE)
    .flatMap((name) =>
      [undefined, 7.5, { a: 1 }, ['x'], true].map((value) => [['statements', 0, name], value]),
    )
    .filter(([path, value]) => path[2] !== 'alternatives' || value !== undefined), // older copies have none
  ...Object.keys(SAMPLE)
    .filter((name) => !['first', 'deleted'].includes(name))
    .map((name) => [['statements', 0, name], null]),
  ...[
    '',
    'A'.repeat(21),
    'A'.repeat(23),
    `${'A'.repeat(21)}/`,
    `${'A'.repeat(21)}æ`,
    `${'A'.repeat(22)}\n`,
  ].map((id) => [['statements', 0, 'id'], id]),
  ...['Doctor', 'nurse', 'toString', '__proto__'].map((kind) => [['statements', 0, 'kind'], kind]),
  ...PARTS.flatMap((name) =>
    [undefined, null, 1, ['a']].map((value) => [['statements', 0, 'parts', name], value]),
  ),
  ...[
    [],
    PARTS.slice(1),
    [...PARTS, 'help'],
    ['help', 'help', 'introduce', 'so_that'],
    ['help', 'a', 'introduce', 'so_that'],
  ].map((value) => [['statements', 0, 'order'], value]),
  ...[0, -1, SPOKEN_WORDS_MAX + 1, 1.5, '170', 1e99].map((value) => [
    ['statements', 0, 'spoken_words'],
    value,
  ]),
  ...['created', 'updated', 'deleted'].flatMap((name) =>
    [
      '',
      'i går',
      '2025-03-01',
      '2025-13-01T10:00:00Z',
      '2025-03-01T25:00:00Z',
      '2025-03-01T10:00:00+01:00',
      '2025-03-01 10:00:00Z',
      `${NOW} `,
    ].map((value) => [['statements', 0, name], value]),
  ),
  ...[
    ['part', 'title'],
    ['part', null],
    ['text', null],
    ['mark', 'first'],
    ['mark', undefined],
  ].map(([name, value]) => [['statements', 0, 'marks', 0, name], value]),
  ...[
    ['part', 'toString'],
    ['part', undefined],
    ['text', 3],
    ['text', undefined],
  ].map(([name, value]) => [['statements', 0, 'first', name], value]),
  ...[
    ['statement', 'B'.repeat(22)],
    ['statement', undefined],
    ['at', 'i går'],
    ['at', undefined],
    ['document', null],
  ].map(([name, value]) => [['versions', 0, name], value]),
  ...[
    ['part', 'fifth'],
    ['part', undefined],
    ['text', 3],
    ['text', undefined],
  ].map(([name, value]) => [['statements', 0, 'alternatives', 0, name], value]),
  [['versions', 0, 'document', 'parts', 'help'], 7],
  [['meetings', 0, 'at'], 'i morgen'],
  [['meetings', 0, 'questions', 0], {}],
  [['explorations', 0, 'chance'], 'goal'],
  [['explorations', 0, 'in_vault'], 1],
  [['explorations', 0, 'text'], null],
];

test('a copy damaged in one place is refused whole', () => {
  assert.equal(readCopy(JSON.stringify(sampleFile())).versions.length, 1);
  for (const [path, value] of DAMAGES)
    refusedAs('damaged', changed(path, value), `${path.join('.')} = ${JSON.stringify(value)}`);
});

test('a duplicate statement, meeting or note is refused, even if the two differ', () => {
  refusedAs('damaged', copyOf([SAMPLE], { explorations: [EXPLORATION, { ...EXPLORATION, text: 'x' }] }));
  refusedAs('damaged', copyOf([SAMPLE, SAMPLE]));
  refusedAs('damaged', copyOf([SAMPLE, { ...SAMPLE, title: 'x' }]));
  refusedAs('damaged', copyOf([SAMPLE], { meetings: [MEETING, { ...MEETING, place: 'x' }] }));
});

test('more than anyone writes is refused before it fills the phone', () => {
  refusedAs('too-large', ' '.repeat(COPY_MAX_BYTES + 1), 'the file');
  refusedAs('damaged', changed(['statements', 0, 'title'], 'a'.repeat(1_000_001)), 'a text');
  refusedAs('damaged', changed(['statements', 0, 'marks'], Array(5_001).fill(SAMPLE.marks[0])), 'marks');
  refusedAs(
    'damaged',
    changed(
      ['statements'],
      Array.from({ length: 5_001 }, (_, i) => ({ ...SAMPLE, id: String(i).padStart(22, 'A') })),
    ),
    'statements',
  );
  refusedAs(
    'damaged',
    changed(
      ['meetings'],
      Array.from({ length: 5_001 }, (_, i) => ({ ...MEETING, id: String(i).padStart(22, 'A') })),
    ),
    'meetings',
  );
  refusedAs(
    'damaged',
    changed(
      ['explorations'],
      Array.from({ length: 5_001 }, (_, i) => ({ ...EXPLORATION, id: String(i).padStart(22, 'A') })),
    ),
    'notes',
  );
  refusedAs('damaged', `{"format":"egne-ord","version":1,"statements":${'['.repeat(200_000)}`, 'depth');
});

test('any text is either read or refused with a code, never with another error', () => {
  const codes = new Set(['damaged', 'foreign', 'newer', 'too-large']);
  const copyLike = fc
    .json()
    .map((json) => `{"format":"egne-ord","version":3,${LISTS.map((name) => `"${name}":${json}`).join(',')}}`);
  fc.assert(
    fc.property(fc.oneof(text, fc.json(), copyLike), (source) => {
      try {
        readCopy(source);
      } catch (error) {
        assert.ok(error instanceof CopyError && codes.has(error.code) && error.message === error.code);
      }
    }),
  );
});
