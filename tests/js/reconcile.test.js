// One statement on this phone and in the vault: what both hold afterwards, the same bytes whichever side is local.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import * as kinds from '../../webapp/static/js/core/sync/document.js';
import { reconcile as reconcileOf } from '../../webapp/static/js/core/sync/reconcile.js';
import { segment } from '../../webapp/static/js/core/text/sentences.js';
import { LATER as AFTER, noteWith } from './explorations.js';
import { anyMeeting } from './meetings.js';
import { runsOf } from './sweep.js';
import { danishText, isKept, partsOf, statementWith } from './texts.js';

const LATER = '2025-03-02T10:00:00.000Z';
const [sameDocument, statementText, reconcile] = [kinds.sameDocument, kinds.documentText, reconcileOf].map(
  (work) => work.bind(null, 'statement'),
);
const BASE = statementWith({
  title: 'Til lægen',
  parts: partsOf(['Jeg hedder Bo.', 'ro.', 'at sove. at drikke vand.', '']),
  alternatives: [],
});
const withHelp = (help, fields = {}) => ({ ...BASE, parts: { ...BASE.parts, help }, ...fields });
const freeze = (value) => {
  if (value && typeof value === 'object') Object.values(Object.freeze(value)).forEach(freeze);
  return value;
};

/** What both phones hold: each is local once, and nobody's statement is changed in place. */
function both(base, a, b) {
  const [from, one, two] = [base, a, b].map((side) => freeze(structuredClone(side)));
  const next = reconcile(from, one, two);
  const swapped = reconcile(from, two, one);
  assert.equal(next && statementText(next), swapped && statementText(swapped), 'the same bytes on both');
  return next;
}
const textsOf = ({ title, parts, alternatives }) =>
  [title, ...Object.values(parts), ...alternatives.map(({ text }) => text)].join('\n');

test('one side changed: that one is taken, on both phones', () => {
  const edited = withHelp('at sove.', { updated: LATER, title: 'Til Bo' });
  assert.deepEqual(both(BASE, edited, BASE), edited);
  assert.deepEqual(both(BASE, null, BASE), null);
  assert.deepEqual(both(null, edited, null), edited);
});

test('both changed it alike: nothing happens', () => {
  const edited = withHelp('at sove.', { updated: LATER });
  assert.deepEqual(both(BASE, edited, edited), edited);
  assert.equal(both(BASE, null, null), null);
  assert.deepEqual(both(null, BASE, BASE), BASE);
});

test('both changed different parts: all of it is in, with no other version', () => {
  const one = { ...BASE, title: 'Til Bo', parts: { ...BASE.parts, introduce: 'Jeg hedder Bo. Jeg er 40.' } };
  const two = withHelp('at sove. at drikke vand. at gå.', { updated: LATER, kind: 'doctor' });
  assert.deepEqual(both(BASE, one, two), {
    ...two,
    title: 'Til Bo',
    parts: { ...two.parts, introduce: 'Jeg hedder Bo. Jeg er 40.' },
  });
});

test('both changed different sentences of one part: all of it is in', () => {
  const next = both(
    BASE,
    withHelp('at sove godt. at drikke vand.'),
    withHelp('at sove. at drikke vand hver dag.', { updated: LATER }),
  );
  assert.equal(next.parts.help, 'at sove godt. at drikke vand hver dag.');
  assert.deepEqual(next.alternatives, []);
});

test('both changed the same sentence: the later is shown, the other whole text stands beside it', () => {
  const next = both(
    BASE,
    withHelp('at spise. at drikke vand.'),
    withHelp('at komme hjem. at drikke vand.', { updated: LATER }),
  );
  assert.equal(next.parts.help, 'at komme hjem. at drikke vand.');
  assert.deepEqual(next.alternatives, [{ part: 'help', text: 'at spise. at drikke vand.' }]);
});

test('the other whole text holds what both put in elsewhere', () => {
  const next = both(
    BASE,
    withHelp('at spise. at drikke vand. at gå.'),
    withHelp('at komme hjem. at drikke vand.', { updated: LATER }),
  );
  assert.equal(next.parts.help, 'at komme hjem. at drikke vand. at gå.');
  assert.deepEqual(next.alternatives, [{ part: 'help', text: 'at spise. at drikke vand. at gå.' }]);
});

test('at the very same time the bytes decide, the same on both phones', () => {
  const next = both(BASE, withHelp('at spise. at drikke vand.'), withHelp('at komme hjem. at drikke vand.'));
  assert.deepEqual(
    new Set([next.parts.help, next.alternatives[0].text]),
    new Set(['at spise. at drikke vand.', 'at komme hjem. at drikke vand.']),
  );
});

test('an edit beats a deletion for good, both ways', () => {
  const edited = withHelp('at sove.', { updated: LATER });
  assert.deepEqual(both(BASE, edited, null), edited);
  assert.deepEqual(both(BASE, null, { ...BASE, deleted: LATER }), { ...BASE, deleted: LATER });
});

test('an edit beats the bin, both ways, also for statements from before there were other versions', () => {
  const binned = { ...BASE, deleted: LATER };
  assert.equal(both(BASE, binned, withHelp('at sove nu.', { updated: LATER })).deleted, null);
  const { alternatives: _, ...old } = BASE;
  assert.equal(both(old, { ...old, deleted: LATER }, withHelp('at sove nu.')).deleted, null);
  assert.equal(
    both(old, { ...old, deleted: LATER }, { ...BASE, updated: LATER }).deleted,
    LATER,
    'nothing was edited',
  );
});

test('two titles: the later is shown, the other is kept', () => {
  const next = both(BASE, { ...BASE, title: 'Til Per' }, { ...BASE, title: 'Til Ida', updated: LATER });
  assert.deepEqual([next.title, next.alternatives], ['Til Ida', [{ part: 'title', text: 'Til Per' }]]);
});

test('a title typed on, taken away or left alone makes no other version', () => {
  const titles = (a, b, from = BASE) =>
    both(from, { ...from, title: a }, { ...from, title: b, updated: LATER });
  assert.deepEqual(
    [
      titles('Til lægen på', 'Til lægen på fredag').title,
      titles('Til lægen på', 'Til lægen på fredag').alternatives,
    ],
    ['Til lægen på fredag', []],
  );
  assert.deepEqual(titles('', 'Til Ida').alternatives, []);
  assert.deepEqual(titles('Til Ida', '').title, 'Til Ida', 'what was typed stays');
  assert.deepEqual(
    both(BASE, { ...BASE, title: 'Til Ida' }, withHelp('at sove.', { updated: LATER })).alternatives,
    [],
  );
});

const CLASHED = {
  ...BASE,
  alternatives: [
    { part: 'help', text: 'at spise.' },
    { part: 'title', text: 'Til Per' },
  ],
};

test('choosing on one phone while the other edits another part: both hold', () => {
  const chosen = {
    ...CLASHED,
    parts: { ...CLASHED.parts, help: 'at spise.' },
    alternatives: [CLASHED.alternatives[1]],
    updated: LATER,
  };
  const edited = { ...CLASHED, parts: { ...CLASHED.parts, so_that: 'gå i skole.' } };
  const next = both(CLASHED, chosen, edited);
  assert.deepEqual(
    [next.parts.help, next.parts.so_that, next.alternatives],
    ['at spise.', 'gå i skole.', [{ part: 'title', text: 'Til Per' }]],
  );
});

test('putting one away here and another there puts both away', () => {
  const [help, title] = CLASHED.alternatives;
  assert.deepEqual(
    both(CLASHED, { ...CLASHED, alternatives: [help] }, { ...CLASHED, alternatives: [title], updated: LATER })
      .alternatives,
    [],
  );
});

test('what came here and what came there both stay, each once', () => {
  const put = (text, updated) => ({
    ...BASE,
    updated,
    alternatives: [
      { part: 'help', text },
      { part: 'help', text: 'at gå.' },
    ],
  });
  const next = both(BASE, put('at spise.', BASE.updated), put('at drikke.', LATER));
  assert.deepEqual(
    next.alternatives.map(({ text }) => text),
    ['at drikke.', 'at gå.', 'at spise.'],
  );
});

test('an other version that says what is shown is put away', () => {
  const one = { ...BASE, alternatives: [{ part: 'help', text: 'at sove nu. at drikke vand.' }] };
  const next = both(BASE, one, withHelp('at sove nu. at drikke vand.', { updated: LATER }));
  assert.deepEqual([next.parts.help, next.alternatives], ['at sove nu. at drikke vand.', []]);
});

test('what was put away here since it is shown, and taken out there since it stands beside, stays', () => {
  const other = [{ part: 'help', text: 'at spise.' }];
  const from = withHelp('at spise. at sove.', { alternatives: other });
  const next = both(
    from,
    withHelp('at spise.', { alternatives: [] }),
    withHelp('at sove. at gå.', { alternatives: other, updated: LATER }),
  );
  assert.deepEqual([next.parts.help, next.alternatives], ['at gå.', other]);
});

test('without anything agreed on, the words of both are in', () => {
  const next = both(
    null,
    withHelp('at sove.', { title: 'Til Per' }),
    withHelp('at sove. at gå.', { updated: LATER }),
  );
  assert.equal(next.parts.help, 'at sove. at gå.');
  assert.deepEqual(next.alternatives, [{ part: 'title', text: 'Til Per' }]);
});

test('the order of members makes no difference, whichever of the three has it', () => {
  const turned = (one) =>
    JSON.parse(JSON.stringify(one), (_, value) =>
      value && typeof value === 'object' && !Array.isArray(value)
        ? Object.fromEntries(Object.entries(value).reverse())
        : value,
    );
  const from = { ...BASE, first: { part: 'help', text: 'at sove.' } };
  const binned = { ...from, deleted: LATER };
  const sides = [
    [binned, { ...from, updated: LATER }],
    [
      { ...from, first: null },
      { ...from, title: 'Til Ida', updated: LATER },
    ],
  ];
  for (const [a, b] of sides) {
    const wanted = statementText(both(from, a, b));
    for (const three of [
      [turned(from), a, b],
      [from, turned(a), b],
      [turned(from), turned(a), turned(b)],
    ])
      assert.equal(statementText(both(...three)), wanted);
  }
});

const side = fc
  .record({
    texts: fc.array(danishText, { minLength: 4, maxLength: 4 }),
    title: fc.constantFrom('', 'a', 'ab', 'b'),
    updated: fc.constantFrom(BASE.updated, LATER),
    deleted: fc.constantFrom(null, null, LATER),
    first: fc.constantFrom(null, { part: 'help', text: 'Ja.' }),
    spoken_words: fc.constantFrom(170, 200, 300),
    alternatives: fc.subarray([
      { part: 'help', text: 'A.' },
      { part: 'help', text: 'B.' },
      { part: 'title', text: 'b' },
    ]),
  })
  .map(({ texts, ...fields }) => statementWith({ parts: partsOf(texts), ...fields }));

test('any three statements: the same bytes on both, and no sentence of either is lost', () => {
  fc.assert(
    fc.property(fc.option(side), side, side, (base, a, b) => {
      const next = both(base, a, b);
      for (const { parts } of [a, b]) {
        for (const [part, text] of Object.entries(parts)) {
          const old = new Set(base ? segment(base.parts[part]).map((sentence) => sentence.text) : []);
          for (const sentence of segment(text))
            assert.ok(isKept(sentence.text, old, textsOf(next)), sentence.text);
        }
      }
      const known = (base?.alternatives ?? []).map((one) => JSON.stringify(one));
      for (const { text } of [a, b]
        .flatMap((one) => one.alternatives)
        .filter((one) => !known.includes(JSON.stringify(one))))
        assert.ok(textsOf(next).includes(text), text);
      assert.ok(sameDocument(reconcile(base, next, a), reconcile(base, a, next)));
    }),
    { numRuns: runsOf(500) },
  );
});

test('what both agreed on once more changes nothing', () => {
  fc.assert(
    fc.property(fc.option(side), side, side, (base, a, b) => {
      const next = both(base, a, b);
      for (const one of [a, b]) assert.ok(sameDocument(both(one, one, next), next));
      assert.equal(
        new Set(next.alternatives.map((one) => JSON.stringify(one))).size,
        next.alternatives.length,
      );
    }),
    { numRuns: runsOf(300) },
  );
});

test('of meetings too: one side changed is taken, an edit beats a deletion, and both phones hold the same bytes', () => {
  const same = (a, b) => kinds.sameDocument('meeting', a, b);
  fc.assert(
    fc.property(fc.option(anyMeeting), fc.option(anyMeeting), fc.option(anyMeeting), (base, a, b) => {
      const next = reconcileOf('meeting', base, a, b);
      assert.ok(same(next, reconcileOf('meeting', base, b, a)));
      if (same(base, b)) assert.ok(same(next, a));
      else if (!a || !b) assert.ok(same(next, same(base, a) ? b : (a ?? b)));
      assert.ok(same(reconcileOf('meeting', b, next, b), next), 'and once more changes nothing');
    }),
    { numRuns: runsOf(200) },
  );
});

test('of notes: unticked wins over an edit on either side, and the words of both stay', () => {
  const base = noteWith({ text: 'Jeg sover.', in_vault: true });
  const [unticked, edited] = [
    { ...base, in_vault: false },
    { ...base, text: 'Jeg sover. Godt.', updated: AFTER },
  ];
  assert.deepEqual(reconcileOf('exploration', base, unticked, edited), { ...edited, in_vault: false });
  assert.deepEqual(
    reconcileOf('exploration', base, edited, null),
    { ...edited, in_vault: false },
    'it left the vault while it was edited here',
  );
  assert.deepEqual(reconcileOf('exploration', base, unticked, base), unticked);
  assert.deepEqual(
    reconcileOf('exploration', base, null, edited),
    edited,
    'gone from the bin here, written on there',
  );
  assert.deepEqual(reconcileOf('exploration', null, { ...unticked, text: 'Jeg går.' }, edited), {
    ...edited,
    text: 'Jeg sover. Godt.\n\nJeg går.',
  });
});
