// The kinds of document in sealed records: how meetings and notes are written, and what travels to the vault.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { canonicalExploration } from '../../webapp/static/js/core/exploration/fields.js';
import { canonicalMeeting } from '../../webapp/static/js/core/meeting/fields.js';
import {
  DOCUMENT_KINDS,
  KIND_NAMES,
  documentText,
  readDocument,
  sameDocument,
} from '../../webapp/static/js/core/sync/document.js';
import { anyNote, noteWith } from './explorations.js';
import { anyMeeting, meetingWith } from './meetings.js';
import { NOW } from './texts.js';
import { FULL, turned } from './statements.js';

const MEETING = meetingWith({ place: 'Risskov' });
const NOTE = noteWith({ text: 'Jeg sover.', in_vault: true });

test('a meeting has one canonical form and is read back exactly', () => {
  fc.assert(
    fc.property(anyMeeting, (document) => {
      const written = documentText('meeting', document);
      assert.equal(documentText('meeting', turned(document)), written);
      assert.equal(
        written,
        JSON.stringify({ kind: 'meeting', version: 1, meeting: canonicalMeeting(document) }),
      );
      assert.deepEqual(readDocument(written, document.id), { kind: 'meeting', document, parents: null });
      assert.ok(sameDocument('meeting', turned(document), document));
    }),
  );
  const inside = canonicalMeeting(MEETING);
  for (const name of Object.keys(inside))
    assert.equal(
      readDocument(
        JSON.stringify({ kind: 'meeting', version: 1, meeting: { ...inside, [name]: { a: 1 } } }),
        MEETING.id,
      ),
      null,
      name,
    );
});

test('a note has one canonical form, to the byte, and is read back exactly', () => {
  assert.equal(
    documentText('exploration', NOTE),
    '{"kind":"exploration","version":1,"exploration":{"id":"EEEEEEEEEEEEEEEEEEEEEE",' +
      '"chance":"helps","text":"Jeg sover.","in_vault":true,' +
      '"created":"2025-03-01T10:00:00.000Z","updated":"2025-03-01T10:00:00.000Z","deleted":null}}',
  );
  fc.assert(
    fc.property(anyNote, (document) => {
      assert.equal(documentText('exploration', turned(document)), documentText('exploration', document));
      assert.deepEqual(readDocument(documentText('exploration', document), document.id), {
        kind: 'exploration',
        document,
        parents: null,
      });
    }),
  );
  const inside = canonicalExploration(NOTE);
  for (const name of Object.keys(inside))
    assert.equal(
      readDocument(
        JSON.stringify({ kind: 'exploration', version: 1, exploration: { ...inside, [name]: { a: 1 } } }),
        NOTE.id,
      ),
      null,
      name,
    );
});

test('only a ticked note goes to the vault; leaving the vault deletes it only from bins', () => {
  const { travels, gone, outlives } = DOCUMENT_KINDS.exploration;
  assert.deepEqual([travels(NOTE), travels({ ...NOTE, in_vault: false })], [true, false]);
  assert.deepEqual(
    [gone(NOTE, NOW), outlives(NOTE), gone({ ...NOTE, deleted: NOW }, NOW)],
    [{ ...NOTE, in_vault: false }, { ...NOTE, in_vault: false }, null],
  );
  for (const [kind, document] of [
    ['statement', FULL],
    ['meeting', MEETING],
  ]) {
    assert.deepEqual(
      [
        DOCUMENT_KINDS[kind].travels(document),
        DOCUMENT_KINDS[kind].gone(document, NOW),
        DOCUMENT_KINDS[kind].outlives(document),
      ],
      [true, { ...document, deleted: NOW }, document],
    );
    assert.equal(DOCUMENT_KINDS[kind].gone({ ...document, deleted: NOW }, NOW), null);
  }
});

test('each kind reads what it writes, and merging a document with itself changes nothing', () => {
  const samples = { statement: FULL, meeting: MEETING, exploration: NOTE };
  assert.deepEqual(Object.keys(samples), KIND_NAMES, 'a sample of every kind');
  assert.equal(new Set(KIND_NAMES.map((kind) => DOCUMENT_KINDS[kind].store)).size, KIND_NAMES.length);
  for (const kind of KIND_NAMES) {
    const document = samples[kind];
    assert.deepEqual(readDocument(documentText(kind, document), document.id), {
      kind,
      document,
      parents: null,
    });
    assert.ok(sameDocument(kind, DOCUMENT_KINDS[kind].merge(null, document, document), document));
  }
});
