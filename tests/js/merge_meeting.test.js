// Merging two edits of one meeting: the same bytes on both phones, both changes in, and no words lost.
import { LATER, ZONE, anyMeeting } from './meetings.js';
import { BASE, both, edits } from './meeting_merges.js';
import { runsOf } from './sweep.js';
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { MEETING_FIELDS, TEXT_FIELDS, canonicalMeeting } from '../../webapp/static/js/core/meeting/fields.js';
import { readFields } from '../../webapp/static/js/core/documents/read_fields.js';
import { segment } from '../../webapp/static/js/core/text/sentences.js';
import { NOW, isKept, partsOf } from './texts.js';

test('any change by one phone alone is taken', () => {
  fc.assert(
    fc.property(anyMeeting, anyMeeting, (from, side) => {
      const next = both(from, side, from);
      const [, updated] = [from.updated, side.updated].sort();
      const beside = side.alternatives.filter(({ field, text }) => side[field] !== text);
      assert.deepEqual(new Set(next.alternatives), new Set(beside));
      assert.deepEqual(
        { ...next, alternatives: [], deleted: null },
        { ...canonicalMeeting(side), alternatives: [], deleted: null, updated },
      );
      if (!side.deleted) assert.equal(next.deleted, null);
    }),
    { numRuns: 300 },
  );
});

test('edits of different fields are all merged', () => {
  const next = edits(
    { place: 'Skejby', kind: 'doctor', said: 'yes', my_goal: 'Ro.' },
    { people: 'Lone', at: '2026-11-27', zone: 'America/Nuuk', heard: 'no', statement: 'A'.repeat(22) },
  );
  assert.deepEqual(next, {
    ...BASE,
    place: 'Skejby',
    kind: 'doctor',
    said: 'yes',
    my_goal: 'Ro.',
    people: 'Lone',
    at: '2026-11-27',
    zone: 'America/Nuuk',
    heard: 'no',
    statement: 'A'.repeat(22),
    updated: LATER,
  });
});

test('edits of different sentences of a field are in; of one sentence the later edit is shown', () => {
  assert.equal(
    edits({ about: 'Ny medicin. Bolig.' }, { about: 'Medicin. Ny bolig.' }).about,
    'Ny medicin. Ny bolig.',
  );
  const next = edits({ about: 'Søvn. Bolig.' }, { about: 'Uro. Bolig.' });
  assert.deepEqual(
    [next.about, next.alternatives],
    ['Uro. Bolig.', [{ field: 'about', text: 'Søvn. Bolig.' }]],
  );
});

test('of two times the later edit is shown with its zone, and the other is an alternative', () => {
  const next = edits({ at: '2026-11-28T09:00' }, { at: '2026-11-27T09:00', zone: 'America/Nuuk' });
  assert.deepEqual(
    [next.at, next.zone, next.alternatives],
    ['2026-11-27T09:00', 'America/Nuuk', [{ field: 'at', text: '2026-11-28T09:00' }]],
  );
  const day = edits({ at: '2026-11-28T09:00', zone: 'America/Nuuk' }, { at: '2026-11-28' });
  assert.deepEqual(
    [day.at, day.zone, day.alternatives],
    ['2026-11-28T09:00', 'America/Nuuk', []],
    'the more precise one',
  );
  assert.equal(
    edits({ at: '2026-11-28' }, { zone: 'America/Nuuk' }).zone,
    ZONE,
    'a zone belongs to its time',
  );
});

test('of two kinds, statements or answers the later edit counts', () => {
  const next = edits(
    { kind: 'doctor', said: 'yes', statement: 'A'.repeat(22) },
    { kind: 'other', said: 'no', statement: 'B'.repeat(22) },
  );
  assert.deepEqual([next.kind, next.said, next.statement], ['other', 'no', 'B'.repeat(22)]);
});

test('the time of asking is kept from either side', () => {
  assert.equal(edits({ asked: NOW }, { place: 'Skejby' }).asked, NOW);
  assert.equal(edits({ asked: NOW }, { asked: LATER }).asked, LATER);
  assert.equal(edits({ asked: LATER }, { asked: null }, { ...BASE, asked: NOW }).asked, LATER);
});

test('an edit beats a deletion, a restore beats no change, and carried lines are no edit', () => {
  assert.equal(edits({ deleted: LATER }, { place: 'Skejby' }).deleted, null);
  assert.equal(edits({ place: 'Skejby' }, { deleted: LATER }).deleted, null);
  assert.equal(edits({ deleted: null }, { place: 'Skejby' }, { ...BASE, deleted: NOW }).deleted, null);
  const from = {
    ...BASE,
    left_out: [{ part: 'help', text: 'at sove.' }],
    left_from: partsOf(['', '', 'at sove. at gå.', '']),
  };
  const followed = {
    left_out: [{ part: 'help', text: 'at sove nu.' }],
    left_from: partsOf(['', '', 'at sove nu. at gå.', '']),
  };
  assert.equal(edits({ deleted: LATER }, followed, from).deleted, LATER);
  assert.equal(
    edits(
      { deleted: LATER },
      { ...followed, left_out: [...followed.left_out, { part: 'help', text: 'at gå.' }] },
      from,
    ).deleted,
    null,
  );
});

const OTHER = { field: 'place', text: 'Skejby' };

test('an alternative that one side dismissed stays away while the other edits', () => {
  const from = { ...BASE, alternatives: [OTHER, { field: 'people', text: 'Bo' }] };
  assert.deepEqual(edits({ alternatives: [from.alternatives[1]] }, { about: 'Ro.' }, from).alternatives, [
    from.alternatives[1],
  ]);
  assert.deepEqual(
    edits({ place: 'Skejby', alternatives: [] }, { place: 'Viby' }, { ...BASE, alternatives: [OTHER] })
      .alternatives,
    [OTHER],
    'chosen on one side, overwritten on the other: it stays',
  );
});

const wordsIn = (meeting) => [
  ...TEXT_FIELDS.map((field) => meeting[field]),
  meeting.at,
  ...meeting.alternatives.map(({ text }) => text),
  ...meeting.questions.map(({ text }) => text),
  ...meeting.agreements.flatMap(({ who, what }) => [who, what]),
];

test('any three meetings: the same bytes on both phones, no words lost, and a readable result', () => {
  fc.assert(
    fc.property(fc.option(anyMeeting), anyMeeting, anyMeeting, (base, a, b) => {
      const next = both(base, a, b);
      assert.deepEqual(readFields(MEETING_FIELDS, next), next);
      const now = wordsIn(next).join('\n');
      const known = base ? wordsIn(base) : [];
      const old = new Set(known.flatMap((text) => [text, ...segment(text).map((sentence) => sentence.text)]));
      for (const text of [...wordsIn(a), ...wordsIn(b)]) {
        for (const sentence of segment(text))
          if (!old.has(text)) assert.ok(isKept(sentence.text, old, now), sentence.text);
      }
      for (const side of [a, b]) {
        for (const line of side.left_out)
          if (!base || !base.left_out.some(({ text }) => text === line.text))
            assert.ok(
              next.left_out.some(({ text }) => text === line.text),
              line.text,
            );
      }
      for (const items of [next.questions, next.agreements])
        assert.equal(new Set(items.map(({ id }) => id)).size, items.length);
    }),
    { numRuns: runsOf(500) },
  );
});

test('merging an agreed meeting again changes nothing', () => {
  fc.assert(
    fc.property(fc.option(anyMeeting), anyMeeting, anyMeeting, (base, a, b) => {
      const next = both(base, a, b);
      const { alternatives, ...same } = both(next, next, next);
      assert.deepEqual({ ...same, alternatives }, next);
      const { deleted, updated, ...again } = both(a, a, next);
      assert.deepEqual({ ...again, deleted: next.deleted, updated: next.updated }, next);
    }),
    { numRuns: runsOf(300) },
  );
});
