// Two edits of one meeting: the same bytes on both phones, what both changed is in, and nobody's words are lost.
import { LATER, ZONE, agreement, anyMeeting, meetingWith, question } from './meetings.js';
import { runsOf } from './sweep.js';
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { MEETING_FIELDS, TEXT_FIELDS, canonicalMeeting } from '../../webapp/static/js/core/meeting/fields.js';
import { mergeMeeting } from '../../webapp/static/js/core/meeting/merge.js';
import { readFields } from '../../webapp/static/js/core/documents/read_fields.js';
import { segment } from '../../webapp/static/js/core/text/sentences.js';
import { NOW, isKept, partsOf } from './texts.js';

const BASE = meetingWith({
  at: '2026-11-26T10:00',
  place: 'Risskov',
  about: 'Medicin. Bolig.',
  companion: 'Ida',
  questions: [question('a', 'Hvor længe?'), question('b', 'Hvem ringer?'), question('c', 'Hvad nu?')],
  agreements: [agreement('a', { who: 'Lægen', what: 'ringer' })],
});
const freeze = (value) => {
  if (value && typeof value === 'object') Object.values(Object.freeze(value)).forEach(freeze);
  return value;
};
const turned = (one) =>
  JSON.parse(JSON.stringify(one), (_, value) =>
    value && typeof value === 'object' && !Array.isArray(value)
      ? Object.fromEntries(Object.entries(value).reverse())
      : value,
  );

/** What both phones hold: each meeting is `mine` once, and none is changed in place. */
function both(base, a, b) {
  const [from, one, two] = [base, a, b].map((side) => freeze(structuredClone(side)));
  const next = mergeMeeting(from, one, two);
  for (const other of [mergeMeeting(from, two, one), mergeMeeting(from && turned(from), turned(two), one)]) {
    assert.equal(JSON.stringify(other), JSON.stringify(next), 'the same bytes on both');
  }
  return next;
}
/** The first edit was made before the second. */
const edits = (a, b, from = BASE) => both(from, { ...from, ...a }, { ...from, updated: LATER, ...b });
const textsOf = (items) => items.map(({ id, text }) => `${id} ${text}`);

test('what one phone changed is taken, whatever it is', () => {
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

test('edits of different fields are all in', () => {
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

test('sentences of one field that each changed are in, and of the same sentence the later is shown', () => {
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

test('of two times the later one is shown with its zone, and the other stands beside', () => {
  const next = edits({ at: '2026-11-28T09:00' }, { at: '2026-11-27T09:00', zone: 'America/Nuuk' });
  assert.deepEqual(
    [next.at, next.zone, next.alternatives],
    ['2026-11-27T09:00', 'America/Nuuk', [{ field: 'at', text: '2026-11-28T09:00' }]],
  );
  const day = edits({ at: '2026-11-28T09:00', zone: 'America/Nuuk' }, { at: '2026-11-28' });
  assert.deepEqual(
    [day.at, day.zone, day.alternatives],
    ['2026-11-28T09:00', 'America/Nuuk', []],
    'the one that says more',
  );
  assert.equal(
    edits({ at: '2026-11-28' }, { zone: 'America/Nuuk' }).zone,
    ZONE,
    'a zone belongs to its time',
  );
});

test('of two kinds, statements or answers the later one counts', () => {
  const next = edits(
    { kind: 'doctor', said: 'yes', statement: 'A'.repeat(22) },
    { kind: 'other', said: 'no', statement: 'B'.repeat(22) },
  );
  assert.deepEqual([next.kind, next.said, next.statement], ['other', 'no', 'B'.repeat(22)]);
});

test('that it was asked about counts, from wherever', () => {
  assert.equal(edits({ asked: NOW }, { place: 'Skejby' }).asked, NOW);
  assert.equal(edits({ asked: NOW }, { asked: LATER }).asked, LATER);
  assert.equal(edits({ asked: LATER }, { asked: null }, { ...BASE, asked: NOW }).asked, LATER);
});

test('an edit beats a deletion, and a way back beats staying; lines that only followed their sentences are no edit', () => {
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

test('questions of both are in, each behind what it follows', () => {
  const [a, b, c] = BASE.questions;
  const next = edits(
    { questions: [a, question('e', 'E?'), b, c] },
    { questions: [a, question('f', 'F?'), b, c, question('g', 'G?')] },
  );
  assert.deepEqual(textsOf(next.questions), [
    'a Hvor længe?',
    'e E?',
    'f F?',
    'b Hvem ringer?',
    'c Hvad nu?',
    'g G?',
  ]);
  assert.deepEqual(
    textsOf(edits({ questions: [c, a, b] }, { questions: [question('f', 'F?'), a, b, c] }).questions).map(
      (one) => one[0],
    ),
    ['f', 'c', 'a', 'b'],
  );
  assert.deepEqual(
    edits({ questions: [c, a, b, question('e', '')] }, { questions: [b, a, c] }).questions.map(
      ({ id }) => id,
    ),
    ['b', 'e', 'a', 'c'],
  );
});

test('a question that one deleted is gone, unless the other edited it', () => {
  const [a, b, c] = BASE.questions;
  assert.deepEqual(
    edits({ questions: [a, c] }, { questions: [c, b, a] }).questions.map(({ id }) => id),
    ['c', 'a'],
  );
  assert.deepEqual(
    textsOf(edits({ questions: [a, c] }, { questions: [a, question('b', 'Hvem kommer?'), c] }).questions)[1],
    'b Hvem kommer?',
  );
});

test('both wrote over the same question: the earlier one becomes a question of its own, right behind', () => {
  const withB = (text) => ({
    questions: BASE.questions.map((one) => (one.id === 'b' ? { ...one, text } : one)),
  });
  assert.deepEqual(textsOf(edits(withB('Hvem kommer?'), withB('Hvem går?')).questions), [
    'a Hvor længe?',
    'b Hvem går?',
    'bx Hvem kommer?',
    'c Hvad nu?',
  ]);
  assert.deepEqual(
    textsOf(edits(withB('Hvem ringer? Og hvornår?'), withB('Hvem ringer? Og')).questions)[1],
    'b Hvem ringer? Og hvornår?',
  );
  assert.deepEqual(
    edits(withB('Hvad nu?'), withB('Hvem går?')).questions.length,
    3,
    'it stands there already',
  );
});

test('an id stays one that is read, however often it grows', () => {
  let questions = [question('q'.repeat(40), 'Nr. 0')];
  for (let n = 1; n < 30; n += 1) {
    const from = { ...BASE, questions };
    const put = (text) => ({ questions: questions.with(0, { ...questions[0], text }) });
    ({ questions } = readFields(MEETING_FIELDS, edits(put(`Her ${n}?`), put(`Der ${n}?`), from)));
  }
  assert.equal(new Set(questions.map(({ id }) => id)).size, 30);
});

test('three phones that wrote over the same question keep all three, whoever comes first', () => {
  const put = (text, updated) => ({ ...BASE, updated, questions: [question('a', text)] });
  const from = put('Hvor længe?', NOW);
  const sides = [put('Hvem?', NOW), put('Hvad?', LATER), put('Hvornår?', '2025-03-03T10:00:00.000Z')];
  for (const [i, j, k] of [
    [0, 1, 2],
    [1, 2, 0],
    [2, 0, 1],
  ]) {
    const two = both(from, sides[i], sides[j]);
    // The third had met the first before it met what the second made of it.
    for (const all of [both(from, sides[k], two), both(sides[i], both(from, sides[k], sides[i]), two)]) {
      assert.deepEqual(all.questions.map(({ text }) => text).sort(), ['Hvad?', 'Hvem?', 'Hvornår?']);
    }
  }
});

test('an agreement is merged member by member, and both clashing ones stay', () => {
  const put = (fields) => ({ agreements: [{ ...BASE.agreements[0], ...fields }] });
  assert.deepEqual(
    edits(put({ done: true, when: '2026-11-30' }), put({ what: 'ringer til Bo' })).agreements,
    [agreement('a', { who: 'Lægen', what: 'ringer til Bo', when: '2026-11-30', done: true })],
  );
  assert.deepEqual(edits(put({ what: 'skriver', done: true }), put({ what: 'kommer' })).agreements, [
    agreement('a', { who: 'Lægen', what: 'kommer', done: true }),
    agreement('ax', { who: 'Lægen', what: 'skriver', done: true }),
  ]);
  assert.deepEqual(
    edits(put({ when: '2026-11-30' }), put({ when: '2026-12-01' })).agreements.map(({ when }) => when),
    ['2026-12-01', '2026-11-30'],
  );
});

const OTHER = { field: 'place', text: 'Skejby' };

test('another text that one put away is away, also while the other edits', () => {
  const from = { ...BASE, alternatives: [OTHER, { field: 'people', text: 'Bo' }] };
  assert.deepEqual(edits({ alternatives: [from.alternatives[1]] }, { about: 'Ro.' }, from).alternatives, [
    from.alternatives[1],
  ]);
  assert.deepEqual(
    edits({ place: 'Skejby', alternatives: [] }, { place: 'Viby' }, { ...BASE, alternatives: [OTHER] })
      .alternatives,
    [OTHER],
    'chosen, and written over: it stays',
  );
});

const LINE = { part: 'help', text: 'at sove.' };
const MORE = { part: 'help', text: 'at gå.' };
const ground = (help) => partsOf(['', '', help, '']);
const outOf = (help, ...left_out) => ({ left_out, left_from: ground(help) });
const TEXT = 'at sove. at gå. at spise.';

test('a line that one left out anew stays out, and one taken in again is in', () => {
  const from = { ...BASE, ...outOf(TEXT, LINE) };
  assert.deepEqual(edits(outOf(TEXT, LINE, MORE), outOf(TEXT), from).left_out, [MORE]);
  assert.deepEqual(edits(outOf(TEXT), { place: 'Skejby' }, from).left_out, []);
  assert.deepEqual(
    edits(outOf(TEXT, MORE), outOf(TEXT, LINE)).left_out.map(({ text }) => text),
    ['at gå.', 'at sove.'],
  );
});

test('a line that was taken in again is in, also where its sentence was edited on the other phone', () => {
  const from = { ...BASE, ...outOf(TEXT, LINE) };
  const edited = outOf('at sove godt. at gå. at spise.', { part: 'help', text: 'at sove godt.' });
  assert.deepEqual(edits(outOf(TEXT), edited, from).left_out, []);
  assert.deepEqual(edits(edited, outOf(TEXT), from).left_out, []);
});

test('a line left out here stands out on the text that the other phone wrote', () => {
  const edited = { ...outOf('at sove godt. at gå.'), statement: 'A'.repeat(22) };
  const next = edits({ ...outOf(TEXT, LINE), statement: 'A'.repeat(22) }, edited);
  assert.deepEqual(next.left_from, ground('at sove godt. at gå.'));
  assert.deepEqual(next.left_out, [LINE, { part: 'help', text: 'at sove godt.' }]);
});

const wordsIn = (one) => [
  ...TEXT_FIELDS.map((field) => one[field]),
  one.at,
  ...one.alternatives.map(({ text }) => text),
  ...one.questions.map(({ text }) => text),
  ...one.agreements.flatMap(({ who, what }) => [who, what]),
];

test("any three meetings: the same bytes on both, nobody's words are lost, and it can be read", () => {
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

test('what both agreed on once more changes nothing', () => {
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
