// What a sealed record says: one spelling for the same statement, and careful reading of everything else.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { writeCopy } from '../../webapp/static/js/core/backup/copy_file.js';
import { readCopy } from '../../webapp/static/js/core/backup/read_copy.js';
import { canonicalExploration } from '../../webapp/static/js/core/exploration/fields.js';
import { canonicalMeeting } from '../../webapp/static/js/core/meeting/fields.js';
import { KINDS, PARTS } from '../../webapp/static/js/core/statement/fields.js';
import {
  KINDS as TABLE,
  KIND_NAMES,
  deletionText,
  documentText,
  readDocument,
  sameDocument as sameOf,
} from '../../webapp/static/js/core/sync/document.js';
import { anyNote, noteWith } from './explorations.js';
import { anyMeeting, meetingWith } from './meetings.js';
import { anyText, NOW, oddText, partsOf, statementWith } from './texts.js';

const statementText = (one) => documentText('statement', one);
const sameDocument = (a, b) => sameOf('statement', a, b);
const text = fc.oneof(anyText, oddText);
const part = fc.constantFrom(...PARTS);
const alternatives = fc.array(
  fc.record({ part: fc.constantFrom('title', ...PARTS), text }, { noNullPrototype: true }),
  { maxLength: 3 },
);
const statement = fc
  .record({
    title: text,
    kind: fc.constantFrom('', ...KINDS),
    texts: fc.array(text, { minLength: 4, maxLength: 4 }),
    marks: fc.array(
      fc.record(
        { part, text, mark: fc.constantFrom('always', 'hidden', 'private') },
        { noNullPrototype: true },
      ),
      { maxLength: 3 },
    ),
    order: fc.shuffledSubarray([...PARTS], { minLength: 4 }),
    first: fc.option(fc.record({ part, text }, { noNullPrototype: true })),
    spoken_words: fc.integer({ min: 1, max: 550 }),
    alternatives,
    deleted: fc.constantFrom(null, NOW),
  })
  .map(({ texts, ...fields }) => statementWith({ ...fields, parts: partsOf(texts) }));

const FULL = statementWith({
  title: 'Til lægen',
  kind: 'doctor',
  parts: partsOf(['Jeg hedder Bo.', 'ro.', 'at sove.', '']),
  first: { part: 'help', text: 'at sove.' },
  marks: [{ part: 'help', text: 'at sove.', mark: 'always' }],
  alternatives: [
    { part: 'help', text: 'at spise.' },
    { part: 'title', text: 'Til Bo' },
  ],
});
const MEETING = meetingWith({ place: 'Risskov' });
const NOTE = noteWith({ text: 'Jeg sover.', in_vault: true });
const read = (document, id = FULL.id) =>
  readDocument(typeof document === 'string' ? document : JSON.stringify(document), id);
/** What it is taken for: a kind, deleted, or unknown. */
const takenFor = (document, id = FULL.id) => {
  const reading = read(document, id);
  return reading?.document ? reading.kind : reading ? 'deleted' : 'unknown';
};

const copyOf = (one, versions = []) =>
  writeCopy({ statements: [one], versions, meetings: [], explorations: [], settings: {} }, NOW);

/** The same value with its members in another order, at every level. */
function turned(value) {
  if (Array.isArray(value)) return value.map(turned);
  if (!value || typeof value !== 'object') return value;
  return Object.fromEntries(
    Object.entries(value)
      .reverse()
      .map(([name, inner]) => [name, turned(inner)]),
  );
}

test('the same statement has one spelling, whatever the order of its members', () => {
  fc.assert(
    fc.property(statement, (one) => {
      assert.equal(statementText(turned(one)), statementText(one));
      assert.ok(sameDocument(turned(one), one));
    }),
  );
  assert.notEqual(JSON.stringify(turned(FULL)), JSON.stringify(FULL));
});

test('what is read says exactly what was written, and is spelled the same again', () => {
  fc.assert(
    fc.property(statement, (one) => {
      const reading = readDocument(statementText(one), one.id);
      assert.deepEqual(reading, { kind: 'statement', document: one });
      assert.equal(statementText(reading.document), statementText(one));
    }),
  );
});

test('what a newer app added is sealed too, and odd names are not', () => {
  const more = {
    ...FULL,
    secret: 1,
    parts: { ...FULL.parts, fifth: 'x' },
    first: { ...FULL.first, x: 1 },
    alternatives: FULL.alternatives.map((one) => ({ ...one, y: 2 })),
  };
  assert.deepEqual(JSON.parse(statementText(more)).statement, more);
  assert.equal(statementText({ ...FULL, 'X-y': 1 }), statementText(FULL));
});

test('a statement from before there were alternatives is the same as one without any', () => {
  const { alternatives: _, ...old } = FULL;
  assert.ok(sameDocument(old, { ...FULL, alternatives: [] }));
  assert.equal(sameDocument(old, FULL), false);
});

test('each member counts', () => {
  const changes = {
    title: 'x',
    kind: 'other',
    parts: partsOf(['a']),
    marks: [],
    order: [...PARTS].reverse(),
    first: null,
    spoken_words: 9,
    alternatives: [],
    created: '2020-01-01T00:00:00.000Z',
    updated: '2020-01-01T00:00:00.000Z',
    deleted: NOW,
  };
  assert.deepEqual([...Object.keys(changes), 'id'].sort(), Object.keys(FULL).sort());
  for (const [name, value] of Object.entries(changes))
    assert.equal(sameDocument(FULL, { ...FULL, [name]: value }), false, name);
});

test('gone is the same as gone, and nothing else', () => {
  assert.deepEqual([sameDocument(null, undefined), sameDocument(null, null)], [true, true]);
  assert.deepEqual([sameDocument(FULL, null), sameDocument(undefined, FULL)], [false, false]);
});

test('a deletion is read as one, also the shortest and one of a newer app', () => {
  for (const kind of KIND_NAMES) assert.deepEqual(read(deletionText(kind, NOW)), { kind, document: null });
  for (const document of [
    '{"deleted":true}',
    '{"deleted":true,"kind":"meeting","version":9}',
    '{"deleted":true,"kind":"dream"}',
  ])
    assert.equal(takenFor(document), 'deleted');
  assert.equal(takenFor({ ...JSON.parse(statementText(FULL)), deleted: 'true' }), 'statement');
});

test('what a newer app wrote, or another kind, is unknown', () => {
  const known = JSON.parse(statementText(FULL));
  assert.equal(takenFor(known), 'statement');
  for (const version of [TABLE.statement.newest + 1, 99, undefined, 'x', {}])
    assert.equal(takenFor({ ...known, version }), 'unknown', `${version}`);
  for (const kind of ['meeting', 'dream', 'toString', '__proto__', '', undefined, null])
    assert.equal(takenFor({ ...known, kind }), 'unknown', `${kind}`);
  const meeting = JSON.parse(documentText('meeting', MEETING));
  assert.deepEqual(
    [takenFor(meeting, MEETING.id), takenFor({ ...meeting, version: 2 }, MEETING.id)],
    ['meeting', 'unknown'],
  );
});

test('a document for another id is unknown', () => {
  assert.equal(takenFor(statementText(FULL), 'B'.repeat(22)), 'unknown');
  assert.equal(takenFor(documentText('meeting', MEETING), 'B'.repeat(22)), 'unknown');
});

test('a statement damaged in any one member is unknown, never half read', () => {
  const { statement: inside, ...head } = JSON.parse(statementText(FULL));
  for (const name of Object.keys(inside)) {
    assert.equal(takenFor({ ...head, statement: { ...inside, [name]: { a: 1 } } }), 'unknown', name);
  }
  for (const bad of [undefined, null, [], 'x', 7, {}])
    assert.equal(takenFor({ ...head, statement: bad }), 'unknown', `${bad}`);
  for (const one of [{ part: 'fifth', text: '' }, { part: 'help' }, 'x', null]) {
    assert.equal(takenFor({ ...head, statement: { ...inside, alternatives: [one] } }), 'unknown');
  }
});

test('any text at all is read without an error', () => {
  const like = fc.json().map((json) => `{"kind":"statement","version":1,"statement":${json}}`);
  fc.assert(
    fc.property(fc.oneof(text, fc.json(), like), (source) => {
      assert.ok(['statement', 'meeting', 'exploration', 'deleted', 'unknown'].includes(takenFor(source)));
    }),
    { numRuns: 500 },
  );
  for (const source of ['', 'null', '[]', '7', '"x"', '{}', '{"deleted":1}'])
    assert.equal(takenFor(source), 'unknown', source);
});

test('a meeting has one spelling too, and is read back as it was written', () => {
  fc.assert(
    fc.property(anyMeeting, (one) => {
      const written = documentText('meeting', one);
      assert.equal(documentText('meeting', turned(one)), written);
      assert.equal(written, JSON.stringify({ kind: 'meeting', version: 1, meeting: canonicalMeeting(one) }));
      assert.deepEqual(readDocument(written, one.id), { kind: 'meeting', document: one });
      assert.ok(sameOf('meeting', turned(one), one));
    }),
  );
  const inside = canonicalMeeting(MEETING);
  for (const name of Object.keys(inside))
    assert.equal(
      takenFor({ kind: 'meeting', version: 1, meeting: { ...inside, [name]: { a: 1 } } }, MEETING.id),
      'unknown',
      name,
    );
});

test('a note without a goal has one spelling, to the byte, and is read back as it was written', () => {
  assert.equal(
    documentText('exploration', NOTE),
    '{"kind":"exploration","version":1,"exploration":{"id":"EEEEEEEEEEEEEEEEEEEEEE","chance":"helps","text":"Jeg sover.","in_vault":true,' +
      '"created":"2025-03-01T10:00:00.000Z","updated":"2025-03-01T10:00:00.000Z","deleted":null}}',
  );
  fc.assert(
    fc.property(anyNote, (one) => {
      assert.equal(documentText('exploration', turned(one)), documentText('exploration', one));
      assert.deepEqual(readDocument(documentText('exploration', one), one.id), {
        kind: 'exploration',
        document: one,
      });
    }),
  );
  const inside = canonicalExploration(NOTE);
  for (const name of Object.keys(inside))
    assert.equal(
      takenFor({ kind: 'exploration', version: 1, exploration: { ...inside, [name]: { a: 1 } } }, NOTE.id),
      'unknown',
      name,
    );
});

test('only a ticked note travels; what leaves the vault is taken from nobody, but from a bin', () => {
  const { travels, gone, outlives } = TABLE.exploration;
  assert.deepEqual([travels(NOTE), travels({ ...NOTE, in_vault: false })], [true, false]);
  assert.deepEqual(
    [gone(NOTE, NOW), outlives(NOTE), gone({ ...NOTE, deleted: NOW }, NOW)],
    [{ ...NOTE, in_vault: false }, { ...NOTE, in_vault: false }, null],
  );
  for (const [kind, one] of [
    ['statement', FULL],
    ['meeting', MEETING],
  ]) {
    assert.deepEqual(
      [TABLE[kind].travels(one), TABLE[kind].gone(one, NOW), TABLE[kind].outlives(one)],
      [true, { ...one, deleted: NOW }, one],
    );
    assert.equal(TABLE[kind].gone({ ...one, deleted: NOW }, NOW), null);
  }
});

test('a statement is spelled as it always was, to the byte', () => {
  assert.equal(
    statementText(statementWith({ ...FULL, first: null })),
    '{"kind":"statement","version":1,"statement":{"id":"AAAAAAAAAAAAAAAAAAAAAA","title":"Til lægen","kind":"doctor",' +
      '"parts":{"introduce":"Jeg hedder Bo.","important":"ro.","help":"at sove.","so_that":""},"marks":[{"part":"help","text":"at sove.","mark":"always"}],' +
      '"order":["introduce","important","help","so_that"],"first":null,"spoken_words":170,"alternatives":[{"part":"help","text":"at spise."},{"part":"title","text":"Til Bo"}],' +
      '"created":"2025-03-01T10:00:00.000Z","updated":"2025-03-01T10:00:00.000Z","deleted":null}}',
  );
});

test('a private sentence makes it version 2, which an older app keeps unread; without one it is version 1 again', () => {
  const versionOf = (...marks) =>
    JSON.parse(
      statementText({ ...FULL, marks: marks.map((mark) => ({ part: 'help', text: 'at sove.', mark })) }),
    ).version;
  assert.deepEqual(
    [versionOf(), versionOf('always', 'hidden'), versionOf('private'), versionOf('hidden', 'private')],
    [1, 1, 2, 2],
  );
});

test('each kind is one row: what it writes it reads, and what it merges with itself stays', () => {
  const samples = { statement: FULL, meeting: MEETING, exploration: NOTE };
  assert.deepEqual(Object.keys(samples), KIND_NAMES, 'a sample of every kind');
  assert.equal(new Set(KIND_NAMES.map((kind) => TABLE[kind].store)).size, KIND_NAMES.length);
  for (const kind of KIND_NAMES) {
    const one = samples[kind];
    assert.deepEqual(readDocument(documentText(kind, one), one.id), { kind, document: one });
    assert.ok(sameOf(kind, TABLE[kind].merge(null, one, one), one));
  }
});

test('a copy keeps the other versions, of parts and of the title', () => {
  fc.assert(
    fc.property(statement, (one) => {
      assert.deepEqual(readCopy(copyOf(one, [{ statement: one.id, at: NOW, document: one }])), {
        statements: [one],
        versions: [{ statement: one.id, at: NOW, document: one }],
        meetings: [],
        explorations: [],
      });
    }),
  );
});

test('a copy from before there were other versions is read, and has none', () => {
  const { alternatives: _, ...old } = FULL;
  assert.deepEqual(readCopy(copyOf(old)).statements, [{ ...FULL, alternatives: [] }]);
});

test('a copy with damaged other versions is refused', () => {
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
