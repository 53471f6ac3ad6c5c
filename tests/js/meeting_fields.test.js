// A meeting from outside is read strictly: every field is valid, or the whole meeting is refused.
import { LATER, anyMeeting, agreement, meetingWith, question } from './meetings.js';
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { MEETING_FIELDS, TEXT_FIELDS, canonicalMeeting } from '../../webapp/static/js/core/meeting/fields.js';
import { readFields } from '../../webapp/static/js/core/documents/read_fields.js';
import { CopyError } from '../../webapp/static/js/core/documents/validation.js';
import { NOW, partsOf } from './texts.js';

const FULL = meetingWith({
  kind: 'doctor',
  at: '2026-11-26T10:00',
  statement: 'A'.repeat(22),
  place: 'Risskov',
  questions: [question('a', 'Hvor længe?')],
  left_out: [{ part: 'help', text: 'at sove.' }],
  left_from: partsOf(['', '', 'at sove.', '']),
  asked: NOW,
  said: 'yes',
  heard: 'partly',
  agreements: [agreement('a', { who: 'Lægen', what: 'ringer', when: '2026-11-30' })],
  alternatives: [{ field: 'at', text: '2026-11-27' }],
  deleted: LATER,
});
const refused = (value, why) =>
  assert.throws(
    () => readFields(MEETING_FIELDS, value),
    (error) => error instanceof CopyError && error.code === 'damaged',
    why,
  );

/** The meeting with one value in it changed; undefined removes the member. */
function changed(path, value) {
  const meeting = structuredClone(FULL);
  const place = path.slice(0, -1).reduce((inner, name) => inner[name], meeting);
  if (value === undefined) delete place[path.at(-1)];
  else place[path.at(-1)] = value;
  return meeting;
}

test('what is written is read back exactly', () => {
  assert.deepEqual(readFields(MEETING_FIELDS, JSON.parse(JSON.stringify(FULL))), FULL);
  fc.assert(
    fc.property(anyMeeting, (meeting) => {
      assert.deepEqual(readFields(MEETING_FIELDS, JSON.parse(JSON.stringify(meeting))), meeting);
      assert.equal(
        JSON.stringify(readFields(MEETING_FIELDS, meeting)),
        JSON.stringify(canonicalMeeting(meeting)),
        'the canonical form',
      );
    }),
  );
});

test('fields of a newer app are kept at every level, and malformed names are dropped', () => {
  const newer = { ...FULL, x: 1, left_from: { ...FULL.left_from, fifth: 'x' } };
  for (const name of ['questions', 'left_out', 'agreements', 'alternatives'])
    newer[name] = FULL[name].map((item) => ({ ...item, x: 1 }));
  assert.deepEqual(readFields(MEETING_FIELDS, newer), newer);
  assert.deepEqual(
    readFields(
      MEETING_FIELDS,
      JSON.parse(JSON.stringify(FULL).replace('"place"', '"__proto__": {"deleted": null}, "place"')),
    ),
    FULL,
  );
});

const DAMAGES = [
  ...Object.keys(FULL).flatMap((name) =>
    [undefined, 7.5, { a: 1 }, ['x'], true].map((value) => [[name], value]),
  ),
  ...Object.keys(FULL)
    .filter((name) => !['left_from', 'asked', 'deleted'].includes(name))
    .map((name) => [[name], null]),
  ...TEXT_FIELDS.map((name) => [[name], 'a'.repeat(1_000_001)]),
  ...['', 'A'.repeat(21), `${'A'.repeat(21)}/`, '__proto__'].map((id) => [['id'], id]),
  ...['A'.repeat(21), 'nurse'].map((id) => [['statement'], id]),
  ...['Doctor', 'nurse', 'toString', '__proto__'].map((kind) => [['kind'], kind]),
  ...[
    '2026-11-26T10',
    '2026-11-26 10:00',
    '26-11-2026',
    '2026-11-26T10:00:00',
    '2026-11-26T10:00Z',
    '2026-11-26\n',
    'i morgen',
  ].map((at) => [['at'], at]),
  ...['', 'Europe/Copenhagen ', '<b>', 'a'.repeat(61), 'Europa/Århus'].map((zone) => [['zone'], zone]),
  ...['i går', '2025-03-01', '2025-13-01T10:00:00Z'].flatMap((time) =>
    ['asked', 'created', 'updated', 'deleted'].map((name) => [[name], time]),
  ),
  ...['maybe', 'toString', 1].flatMap((answer) => [
    [['said'], answer],
    [['heard'], answer],
  ]),
  ...['', 'a b', 'æ', 'q'.repeat(41), 7, undefined].flatMap((id) => [
    [['questions', 0, 'id'], id],
    [['agreements', 0, 'id'], id],
  ]),
  ...[undefined, null, 3, []].flatMap((text) =>
    [
      ['questions', 0, 'text'],
      ['agreements', 0, 'who'],
      ['agreements', 0, 'what'],
      ['left_out', 0, 'text'],
      ['left_from', 'help'],
      ['alternatives', 0, 'text'],
    ].map((path) => [path, text]),
  ),
  ...['2026-11-30T10:00', 'fredag', null].map((when) => [['agreements', 0, 'when'], when]),
  ...[undefined, 'true', 1, null].map((done) => [['agreements', 0, 'done'], done]),
  ...['fifth', 'toString', undefined].flatMap((name) => [
    [['left_out', 0, 'part'], name],
    [['alternatives', 0, 'field'], name],
  ]),
  [['alternatives', 0, 'field'], 'left_from'],
  ...['questions', 'agreements', 'left_out', 'alternatives'].flatMap((name) =>
    [[null], [[]], ['x'], [{}]].map((value) => [[name], value]),
  ),
  ...['questions', 'agreements'].map((name) => [[name], [FULL[name][0], FULL[name][0]]]),
  ...['questions', 'agreements', 'alternatives'].map((name) => [
    [name],
    Array.from({ length: 501 }, (_, i) => ({ ...FULL[name][0], id: `${i}` })),
  ]),
  [['left_out'], Array(5_001).fill(FULL.left_out[0])],
];

test('damage in any one field refuses the whole meeting', () => {
  for (const [path, value] of DAMAGES)
    refused(changed(path, value), `${path.join('.')} = ${JSON.stringify(value)?.slice(0, 60)}`);
  for (const value of [undefined, null, [], 'x', 7, {}]) refused(value, `${value}`);
});

test('any value is read or refused as damaged; no other error is thrown', () => {
  fc.assert(
    fc.property(
      fc.oneof(
        fc.jsonValue(),
        fc
          .tuple(fc.constantFrom(...Object.keys(FULL)), fc.jsonValue())
          .map(([name, value]) => ({ ...FULL, [name]: value })),
      ),
      (value) => {
        try {
          readFields(MEETING_FIELDS, value);
        } catch (error) {
          assert.ok(error instanceof CopyError && error.code === 'damaged');
        }
      },
    ),
    { numRuns: 500 },
  );
});
