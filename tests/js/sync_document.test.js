// The document in a sealed record: one canonical form for each statement, and strict reading.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { PARTS } from '../../webapp/static/js/core/statement/fields.js';
import {
  DOCUMENT_KINDS as TABLE,
  KIND_NAMES,
  deletionText,
  documentText,
  readDocument,
  sameDocument as sameOf,
} from '../../webapp/static/js/core/sync/document.js';
import { meetingWith } from './meetings.js';
import { anyText, NOW, oddText, partsOf, statementWith } from './texts.js';
import { FULL, anyStatement, turned } from './statements.js';

const statementText = (document) => documentText('statement', document);
const sameDocument = (a, b) => sameOf('statement', a, b);
const text = fc.oneof(anyText, oddText);
const MEETING = meetingWith({ place: 'Risskov' });
const read = (document, id = FULL.id) =>
  readDocument(typeof document === 'string' ? document : JSON.stringify(document), id);
/** What a document is read as: its kind, "deleted" or "unknown". */
const readAs = (document, id = FULL.id) => {
  const reading = read(document, id);
  return reading?.document ? reading.kind : reading ? 'deleted' : 'unknown';
};

test('a statement has one canonical form, whatever the order of its members', () => {
  fc.assert(
    fc.property(anyStatement, (statement) => {
      assert.equal(statementText(turned(statement)), statementText(statement));
      assert.ok(sameDocument(turned(statement), statement));
    }),
  );
  assert.notEqual(JSON.stringify(turned(FULL)), JSON.stringify(FULL));
});

test('a written statement is read back exactly, and written the same again', () => {
  fc.assert(
    fc.property(anyStatement, (statement) => {
      const reading = readDocument(statementText(statement), statement.id);
      assert.deepEqual(reading, { kind: 'statement', document: statement, parents: null });
      assert.equal(statementText(reading.document), statementText(statement));
    }),
  );
});

test('fields of a newer app are written too, and malformed names are not', () => {
  const more = {
    ...FULL,
    secret: 1,
    parts: { ...FULL.parts, fifth: 'x' },
    first: { ...FULL.first, x: 1 },
    alternatives: FULL.alternatives.map((version) => ({ ...version, y: 2 })),
  };
  assert.deepEqual(JSON.parse(statementText(more)).statement, more);
  assert.equal(statementText({ ...FULL, 'X-y': 1 }), statementText(FULL));
});

test('a statement older than conflicting versions equals one without any', () => {
  const { alternatives: _, ...old } = FULL;
  assert.ok(sameDocument(old, { ...FULL, alternatives: [] }));
  assert.equal(sameDocument(old, FULL), false);
});

test('statements that differ in any one member differ', () => {
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

test('a deleted document equals a deleted one and no other', () => {
  assert.deepEqual([sameDocument(null, undefined), sameDocument(null, null)], [true, true]);
  assert.deepEqual([sameDocument(FULL, null), sameDocument(undefined, FULL)], [false, false]);
});

test('a deletion is read as one, even the shortest and those of a newer app', () => {
  for (const kind of KIND_NAMES)
    assert.deepEqual(read(deletionText(kind, NOW)), { kind, document: null, parents: null });
  for (const document of [
    '{"deleted":true}',
    '{"deleted":true,"kind":"meeting","version":9}',
    '{"deleted":true,"kind":"dream"}',
  ])
    assert.equal(readAs(document), 'deleted');
  assert.equal(readAs({ ...JSON.parse(statementText(FULL)), deleted: 'true' }), 'statement');
});

test('a newer version or another kind is unknown', () => {
  const known = JSON.parse(statementText(FULL));
  assert.equal(readAs(known), 'statement');
  for (const version of [TABLE.statement.newest + 1, 99, undefined, 'x', {}])
    assert.equal(readAs({ ...known, version }), 'unknown', `${version}`);
  for (const kind of ['meeting', 'dream', 'toString', '__proto__', '', undefined, null])
    assert.equal(readAs({ ...known, kind }), 'unknown', `${kind}`);
  const meeting = JSON.parse(documentText('meeting', MEETING));
  assert.deepEqual(
    [readAs(meeting, MEETING.id), readAs({ ...meeting, version: 2 }, MEETING.id)],
    ['meeting', 'unknown'],
  );
});

test('a document for another id is unknown', () => {
  assert.equal(readAs(statementText(FULL), 'B'.repeat(22)), 'unknown');
  assert.equal(readAs(documentText('meeting', MEETING), 'B'.repeat(22)), 'unknown');
});

test('a statement with any damaged member is unknown, never partly read', () => {
  const { statement: inside, ...head } = JSON.parse(statementText(FULL));
  for (const name of Object.keys(inside)) {
    assert.equal(readAs({ ...head, statement: { ...inside, [name]: { a: 1 } } }), 'unknown', name);
  }
  for (const bad of [undefined, null, [], 'x', 7, {}])
    assert.equal(readAs({ ...head, statement: bad }), 'unknown', `${bad}`);
  for (const version of [{ part: 'fifth', text: '' }, { part: 'help' }, 'x', null]) {
    assert.equal(readAs({ ...head, statement: { ...inside, alternatives: [version] } }), 'unknown');
  }
});

test('reading never throws, whatever the text', () => {
  const like = fc.json().map((json) => `{"kind":"statement","version":1,"statement":${json}}`);
  fc.assert(
    fc.property(fc.oneof(text, fc.json(), like), (source) => {
      assert.ok(['statement', 'meeting', 'exploration', 'deleted', 'unknown'].includes(readAs(source)));
    }),
    { numRuns: 500 },
  );
  for (const source of ['', 'null', '[]', '7', '"x"', '{}', '{"deleted":1}'])
    assert.equal(readAs(source), 'unknown', source);
});

test('the canonical form of a statement never changed, to the byte', () => {
  assert.equal(
    statementText(statementWith({ ...FULL, first: null })),
    '{"kind":"statement","version":1,"statement":{"id":"AAAAAAAAAAAAAAAAAAAAAA",' +
      '"title":"Til lægen","kind":"doctor",' +
      '"parts":{"introduce":"Jeg hedder Bo.","important":"ro.","help":"at sove.","so_that":""},' +
      '"marks":[{"part":"help","text":"at sove.","mark":"always"}],' +
      '"order":["introduce","important","help","so_that"],"first":null,"spoken_words":170,' +
      '"alternatives":[{"part":"help","text":"at spise."},{"part":"title","text":"Til Bo"}],' +
      '"created":"2025-03-01T10:00:00.000Z","updated":"2025-03-01T10:00:00.000Z","deleted":null}}',
  );
});

test('a private sentence makes version 2, unread by an older app; without one it is version 1', () => {
  const versionOf = (...marks) =>
    JSON.parse(
      statementText({ ...FULL, marks: marks.map((mark) => ({ part: 'help', text: 'at sove.', mark })) }),
    ).version;
  assert.deepEqual(
    [versionOf(), versionOf('always', 'hidden'), versionOf('private'), versionOf('hidden', 'private')],
    [1, 1, 2, 2],
  );
});
