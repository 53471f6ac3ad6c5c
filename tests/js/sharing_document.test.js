// The documents of a share and of a note: one canonical form, and strict reading.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import {
  NOTE_TEXT_MAX,
  QUESTIONS_MAX,
  ShareError,
  noteText,
  readNote,
  readShare,
  shareText,
} from '../../webapp/static/js/core/sharing/document.js';
import { POINT, anyShared, sharedWith } from './share_texts.js';
import { NOW, anyText, oddText } from './texts.js';

const FULL = sharedWith();
const WITHOUT = [undefined, null, 7.5, { a: 1 }, ['x'], true];
const refused = (code, read, source, why = source) =>
  assert.throws(
    () => read(source),
    (error) => {
      assert.ok(error instanceof ShareError, `${why}: ${error}`);
      assert.equal(error.code, code, why);
      return true;
    },
  );
/** The full share as an object, to change. */
const share = () => JSON.parse(shareText(FULL, POINT));
function changed(path, value, whole = share()) {
  const place = path.slice(0, -1).reduce((inner, name) => inner[name], whole);
  if (value === undefined) delete place[path.at(-1)];
  else place[path.at(-1)] = value;
  return JSON.stringify(whole);
}

test('a share is written in one canonical form', () => {
  assert.equal(
    shareText(FULL, POINT),
    '{"kind":"share","version":1,"lang":"da","from":"Bo","title":"Til lægen",' +
      '"parts":[{"part":"help","text":"Jeg vil gerne hjem."},' +
      '{"part":"introduce","text":"Jeg hedder Bo.\\nJeg er 40."}],' +
      '"meeting":{"kind":"doctor","at":"2026-11-26T10:00","place":"Risskov",' +
      '"people":"Anne","about":"medicin","questions":["Hvor længe?","Hvem ringer?"]},' +
      `"made":"${NOW}","notes_to":"${POINT}"}`,
  );
  assert.ok(!shareText(FULL, null).includes('notes_to'));
  const reordered = Object.fromEntries(Object.entries({ ...FULL, x: 1 }).reverse());
  assert.equal(
    shareText({ ...reordered, parts: FULL.parts.map(({ part, text }) => ({ text, part, y: 2 })) }, POINT),
    shareText(FULL, POINT),
  );
});

test('what is written is read back exactly', () => {
  fc.assert(
    fc.property(anyShared, fc.constantFrom(null, POINT), (shared, notesTo) => {
      assert.deepEqual(readShare(shareText(shared, notesTo)), { shared, notesTo });
    }),
  );
});

test('a part without text is not written, and a share that contains one is damaged', () => {
  const parts = [
    { part: 'help', text: ' \n' },
    { part: 'so_that', text: 'Så jeg kan sove.' },
    { part: 'introduce', text: '' },
  ];
  assert.deepEqual(readShare(shareText({ ...FULL, parts }, null)).shared.parts, [parts[1]]);
  for (const text of ['', ' \n']) refused('damaged', readShare, changed(['parts', 0, 'text'], text));
});

test('a newer kind or version is refused as newer, whatever else it says', () => {
  for (const value of [2, 3, 1e9]) refused('newer', readShare, changed(['version'], value));
  for (const value of ['statement', 'note', 'Share', ''])
    refused('newer', readShare, changed(['kind'], value));
  refused('newer', readShare, '{"kind":"share","version":2}');
  refused('newer', readShare, '{"kind":"exploration"}');
  refused('newer', readNote, '{"kind":"note","version":2}');
  refused('newer', readNote, shareText(FULL, null));
});

test('unknown members are dropped at every level', () => {
  const newer = share();
  for (const place of [newer, newer.meeting, ...newer.parts]) place.x = { deep: [1] };
  assert.deepEqual(readShare(JSON.stringify(newer)), { shared: FULL, notesTo: POINT });
  assert.deepEqual(readShare(shareText(FULL, null).replace('"from"', '"__proto__":{"lang":"en"},"from"')), {
    shared: FULL,
    notesTo: null,
  });
  assert.deepEqual(readNote(noteText('Tak.', NOW).replace('}', ',"from":"x"}')), { text: 'Tak.', at: NOW });
});

const DAMAGES = [
  ...Object.keys(FULL).flatMap((name) =>
    WITHOUT.filter((value) => name !== 'meeting' || value !== null).map((value) => [[name], value]),
  ),
  ...Object.keys(FULL.meeting).flatMap((name) =>
    WITHOUT.filter((value) => name !== 'questions' || !Array.isArray(value)).map((value) => [
      ['meeting', name],
      value,
    ]),
  ),
  ...[undefined, null, '1', 0, -1, 1.5, true, [1]].map((version) => [['version'], version]),
  ...[undefined, null, 1, ['share'], {}].map((kind) => [['kind'], kind]),
  ...['DA', 'd', 'da ', 'da-', 'x'.repeat(36), '', null].map((lang) => [['lang'], lang]),
  ...['nurse', 'toString', '__proto__'].map((kind) => [['meeting', 'kind'], kind]),
  ...[
    'i morgen',
    '2026-11-26T10',
    '2026-11-26T10:00Z',
    '2026-13-01',
    '2026-11-99',
    '2026-11-26T25:00',
    '9999-99-99T99:99',
  ].map((at) => [['meeting', 'at'], at]),
  ...['i går', '2025-03-01', '2025-13-01T10:00:00Z', '2025-03-01T10:00:00+01:00', ''].map((made) => [
    ['made'],
    made,
  ]),
  ...['fifth', 'title', 'toString', undefined, 1].map((name) => [['parts', 0, 'part'], name]),
  ...[undefined, null, 3, []].flatMap((text) => [
    [['parts', 0, 'text'], text],
    [['meeting', 'questions'], [text]],
  ]),
  [['parts'], [FULL.parts[0], FULL.parts[0]]],
  [['parts'], [null]],
  [['parts'], ['help']],
  [['meeting', 'questions'], Array(QUESTIONS_MAX + 1).fill('')],
  ...[
    null,
    1,
    '',
    'A'.repeat(87),
    POINT.slice(1),
    `${POINT}A`,
    POINT.replace('-', '+'),
    `${POINT.slice(0, -1)}V`,
    `C${POINT.slice(1)}`,
    `BQ${POINT.slice(2)}`,
    `${POINT}\n`,
  ].map((to) => [['notes_to'], to]),
];

test('any one invalid member refuses the whole share', () => {
  assert.ok(DAMAGES.length > 120);
  for (const [path, value] of DAMAGES)
    refused('damaged', readShare, changed(path, value), `${path} ${JSON.stringify(value)}`.slice(0, 100));
});

test('input that is no share at all is damaged', () => {
  for (const source of [
    '',
    '{',
    'null',
    '[]',
    '"share"',
    '7',
    '[{"kind":"share","version":1}]',
    shareText(FULL, null).slice(0, -1),
    `${shareText(FULL, null)}x`,
    '{}',
    '\0',
  ]) {
    refused('damaged', readShare, source);
    refused('damaged', readNote, source);
  }
  fc.assert(
    fc.property(fc.oneof(fc.json(), fc.string(), oddText), (source) => {
      try {
        readShare(source);
      } catch (error) {
        assert.ok(error instanceof ShareError, String(error));
      }
    }),
  );
});

test('more questions than a reader accepts are refused before sealing', () => {
  const withQuestions = (n) => ({ ...FULL, meeting: { ...FULL.meeting, questions: Array(n).fill('?') } });
  refused('too-long', (shared) => shareText(shared, null), withQuestions(QUESTIONS_MAX + 1), 'too many');
  assert.equal(
    readShare(shareText(withQuestions(QUESTIONS_MAX), null)).shared.meeting.questions.length,
    QUESTIONS_MAX,
  );
});

test('a note is written in one canonical form and read back exactly', () => {
  assert.equal(
    noteText('Tak.', '2026-11-26T09:00:00.000Z'),
    '{"kind":"note","version":1,"text":"Tak.","at":"2026-11-26T09:00:00.000Z"}',
  );
  fc.assert(
    fc.property(fc.oneof(anyText, oddText), (text) =>
      assert.deepEqual(readNote(noteText(text, NOW)), { text, at: NOW }),
    ),
  );
});

test('any one invalid member refuses a note', () => {
  const note = () => JSON.parse(noteText('Tak.', NOW));
  const damages = [
    ...WITHOUT.flatMap((value) => ['text', 'at', 'kind', 'version'].map((name) => [[name], value])),
    ...['', 'i går', '2026-11-26', '2026-11-26T09:00:00', '2026-99-26T09:00:00Z'].map((at) => [['at'], at]),
    [['version'], 0],
  ];
  for (const [path, value] of damages)
    refused('damaged', readNote, changed(path, value, note()), `${path} ${JSON.stringify(value)}`);
});

test('a note of the longest text fits, in any script', () => {
  for (const letter of ['a', 'æ', '你', '\n', '"', '\u2028']) {
    const note = noteText(letter.repeat(NOTE_TEXT_MAX), '2026-11-26T09:00:00.000Z');
    assert.ok(new TextEncoder().encode(note).length <= 16_380, JSON.stringify(letter));
  }
});
