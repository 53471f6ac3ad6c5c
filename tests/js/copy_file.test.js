// The copy: what is written is read back, and what is damaged, foreign or newer is refused whole.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { FORMAT, FORMAT_VERSION, writeCopy } from '../../webapp/static/js/core/backup/copy_file.js';
import { COPY_MAX_BYTES, CopyError, readCopy } from '../../webapp/static/js/core/backup/read_copy.js';
import { decodeCopy } from '../../webapp/static/js/data/backup/decode.js';
import { KINDS, PARTS, SPOKEN_WORDS_MAX } from '../../webapp/static/js/core/statement/fields.js';
import { anyNote, noteWith } from './explorations.js';
import { anyMeeting, meetingWith, question } from './meetings.js';
import { anyText, NOW, oddText, statementWith } from './texts.js';

const BASE64URL = [...'ABCXYZabcxyz0189-_'];
const text = fc.oneof(
  anyText,
  oddText,
  fc.constantFrom('"}]}', '\\', '\\u0000', '\u2028', '__proto__', '</script>'),
);
/** As JSON gives them. */
const record = (shape) => fc.record(shape, { noNullPrototype: true });
const part = fc.constantFrom(...PARTS);
const time = fc
  .date({ min: new Date('2000-01-01'), max: new Date('2099-01-01'), noInvalidDate: true })
  .map((day) => day.toISOString());
const statement = record({
  id: fc.string({ unit: fc.constantFrom(...BASE64URL), minLength: 22, maxLength: 22 }),
  title: text,
  kind: fc.constantFrom('', ...KINDS),
  parts: record(Object.fromEntries(PARTS.map((name) => [name, text]))),
  marks: fc.array(record({ part, text, mark: fc.constantFrom('always', 'hidden', 'private') }), {
    maxLength: 4,
  }),
  order: fc.shuffledSubarray([...PARTS], { minLength: 4 }),
  first: fc.option(record({ part, text })),
  spoken_words: fc.integer({ min: 1, max: SPOKEN_WORDS_MAX }),
  alternatives: fc.array(record({ part: fc.constantFrom('title', ...PARTS), text }), { maxLength: 3 }),
  created: time,
  updated: time,
  deleted: fc.option(time),
});
const statements = fc.uniqueArray(statement, { maxLength: 4, selector: ({ id }) => id });
const version = fc.tuple(statement, time).map(([document, at]) => ({ statement: document.id, at, document }));

const SAMPLE = statementWith({
  title: 'Til "lægen" 😊',
  kind: 'doctor',
  marks: [{ part: 'help', text: 'Ja.', mark: 'always' }],
  first: { part: 'help', text: 'Ja.' },
  alternatives: [{ part: 'title', text: 'Til Bo' }],
  deleted: NOW,
});
const MEETING = meetingWith({ place: 'Risskov', questions: [question('a', 'Hvor længe?')] });
const EXPLORATION = noteWith({ text: 'Jeg sover ikke. 😊' });
const copyOf = (some, more = {}) =>
  writeCopy({ statements: some, versions: [], meetings: [], explorations: [], settings: {}, ...more }, NOW);
const FILE = () =>
  JSON.parse(
    copyOf([SAMPLE], {
      versions: [{ statement: SAMPLE.id, at: NOW, document: SAMPLE }],
      meetings: [MEETING],
      explorations: [EXPLORATION],
      settings: { pace: 90 },
    }),
  );
const refusedAs = (code, source, why = '') =>
  assert.throws(
    () => readCopy(source),
    (error) => error instanceof CopyError && error.code === code,
    why || source.slice(0, 80),
  );

/** The copy with one place in it changed; undefined takes the member away. */
function changed(path, value) {
  const file = FILE();
  const last = path.at(-1);
  const place = path.slice(0, -1).reduce((inner, name) => inner[name], file);
  if (value === undefined) delete place[last];
  else place[last] = value;
  return JSON.stringify(file);
}

test('whatever is written is read back exactly', () => {
  fc.assert(
    fc.property(
      statements,
      fc.array(version, { maxLength: 3 }),
      fc.array(anyMeeting, { maxLength: 1 }),
      fc.array(anyNote, { maxLength: 1 }),
      time,
      (some, versions, meetings, explorations, saved) => {
        assert.deepEqual(
          readCopy(
            writeCopy({ statements: some, versions, meetings, explorations, settings: { pace: 110 } }, saved),
          ),
          { statements: some, versions, meetings, explorations },
        );
      },
    ),
  );
});

test('it is readable, and says what it is and when it was saved', () => {
  const source = copyOf([SAMPLE], { settings: { language: 'da' } });
  const { statements: inside, ...head } = JSON.parse(source);
  assert.deepEqual(head, {
    format: FORMAT,
    version: FORMAT_VERSION,
    saved: NOW,
    versions: [],
    meetings: [],
    explorations: [],
    settings: { language: 'da' },
  });
  assert.ok(source.endsWith('\n') && source.includes('\n      "title": "Til \\"lægen\\" 😊",\n'));
  assert.equal(inside.length, 1);
});

test('white space and a byte order mark around it do no harm', () => {
  assert.equal(readCopy(`\ufeff \r\n${JSON.stringify(FILE())}\n\n`).statements.length, 1);
});

test('what a newer app added is kept, at every level, and odd names are left out', () => {
  const file = FILE();
  const statement = {
    ...file.statements[0],
    more: 1,
    parts: { ...SAMPLE.parts, fifth: 'x' },
    marks: [{ ...SAMPLE.marks[0], colour: 1 }],
    first: { ...SAMPLE.first, x: 1 },
  };
  const read = readCopy(
    JSON.stringify({
      ...file,
      notes: [],
      explorations: [{ ...EXPLORATION, more: 1 }],
      meetings: [{ ...MEETING, more: 1 }],
      statements: [statement],
      versions: [{ ...file.versions[0], by: 'x', document: statement }],
    }),
  );
  assert.deepEqual(read.statements, [statement]);
  assert.deepEqual(
    [read.explorations[0].more, read.meetings[0].more, Object.keys(read)],
    [1, 1, ['statements', 'versions', 'meetings', 'explorations']],
  );
  const source = copyOf([SAMPLE]).replace('"title"', '"__proto__": {"deleted": null}, "title"');
  assert.deepEqual(readCopy(source).statements, [SAMPLE]);
});

test('a copy that ends too soon is never taken, wherever it ends', () => {
  const source = JSON.stringify(FILE(), null, 1);
  for (let end = 0; end < source.length; end += 1)
    refusedAs(end ? 'damaged' : 'foreign', source.slice(0, end), `cut at ${end}`);
  assert.equal(readCopy(source).statements.length, 1);
});

test('a file of something else is foreign', () => {
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

test('a newer copy is told apart, whatever else has changed in it', () => {
  for (const version of [4, 5, 1e9])
    refusedAs('newer', JSON.stringify({ format: FORMAT, version, statements: 'otherwise' }));
});

const DAMAGES = [
  ...[0, -1, 1.5, '1', null, undefined, true, [1]].map((value) => [['version'], value]),
  ...['statements', 'versions', 'meetings', 'explorations'].flatMap((name) =>
    [undefined, null, {}, 'x', [null], [[]], ['x'], [{}]].map((value) => [[name], value]),
  ),
  ...Object.keys(SAMPLE)
    .flatMap((name) =>
      [undefined, 7.5, { a: 1 }, ['x'], true].map((value) => [['statements', 0, name], value]),
    )
    .filter(([path, value]) => path[2] !== 'alternatives' || value !== undefined), // copies from before there were any
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
  assert.equal(readCopy(JSON.stringify(FILE())).versions.length, 1);
  for (const [path, value] of DAMAGES)
    refusedAs('damaged', changed(path, value), `${path.join('.')} = ${JSON.stringify(value)}`);
});

test('the same statement, meeting or note twice is refused, also where the two differ', () => {
  refusedAs('damaged', copyOf([SAMPLE], { explorations: [EXPLORATION, { ...EXPLORATION, text: 'x' }] }));
  refusedAs('damaged', copyOf([SAMPLE, SAMPLE]));
  refusedAs('damaged', copyOf([SAMPLE, { ...SAMPLE, title: 'x' }]));
  refusedAs('damaged', copyOf([SAMPLE], { meetings: [MEETING, { ...MEETING, place: 'x' }] }));
});

test('a copy from before there were meetings is read, and has none', () => {
  const { meetings: _, ...old } = { ...FILE(), version: 1 };
  const { statements: inside, versions, meetings } = readCopy(JSON.stringify(old));
  assert.deepEqual([inside, versions.length, meetings], [[SAMPLE], 1, []]);
  assert.deepEqual(
    readCopy(JSON.stringify({ ...old, meetings: 'x' })).meetings,
    [],
    'then it was a member that nobody knew',
  );
});

test('a copy from before there were notes without a goal is read, and has none', () => {
  const { explorations: _, ...old } = { ...FILE(), version: 2 };
  const { meetings, explorations } = readCopy(JSON.stringify(old));
  assert.deepEqual([meetings, explorations], [[MEETING], []]);
  assert.deepEqual(
    readCopy(JSON.stringify({ ...old, explorations: 'x' })).explorations,
    [],
    'then it was a member that nobody knew',
  );
});

test('more than anybody writes is refused before it fills the phone', () => {
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

test('any text at all is either read or refused with a code, never with another error', () => {
  const codes = new Set(['damaged', 'foreign', 'newer', 'too-large']);
  const like = fc
    .json()
    .map(
      (json) =>
        `{"format":"egne-ord","version":3,"statements":${json},"versions":${json},"meetings":${json},"explorations":${json}}`,
    );
  fc.assert(
    fc.property(fc.oneof(text, fc.json(), like), (source) => {
      try {
        readCopy(source);
      } catch (error) {
        assert.ok(error instanceof CopyError && codes.has(error.code) && error.message === error.code);
      }
    }),
  );
});

test('the letters of a file are read to the letter, with a mark at its beginning or without', () => {
  fc.assert(
    fc.property(anyText, (words) => {
      const source = copyOf([{ ...SAMPLE, title: words }]);
      for (const bytes of [Buffer.from(source), Buffer.from(`\ufeff${source}`)])
        assert.equal(decodeCopy(bytes), source);
    }),
    { numRuns: 300 },
  );
});

test('a file that was saved again in another encoding is refused, and says so', () => {
  const refused = (/** @type {Uint8Array} */ bytes) =>
    assert.throws(
      () => decodeCopy(bytes),
      (error) => error instanceof CopyError && error.code === 'encoding',
    );
  fc.assert(
    fc.property(
      fc.array(fc.constantFrom('å', 'Æ', 'ø', 'é', 'ü', 'få', ' ', 'ord', '.'), { minLength: 1 }),
      (pieces) => {
        const words = pieces.join('');
        fc.pre(/[^\0-\x7f]/.test(words));
        const source = copyOf([{ ...SAMPLE, title: words }]);
        refused(Buffer.from(source, 'latin1'));
        refused(Buffer.from(`\ufeff${source}`, 'utf16le'));
        // One byte of a letter lost on the way.
        const whole = Buffer.from(source);
        const at = whole.findIndex((byte) => byte > 0x7f);
        refused(Buffer.concat([whole.subarray(0, at), whole.subarray(at + 1)]));
      },
    ),
    { numRuns: 300 },
  );
});
