// Merging two edits of one statement, field by field.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { markOf } from '../../webapp/static/js/core/statement/marks.js';
import { mergeStatement } from '../../webapp/static/js/core/statement/merge.js';
import { segment } from '../../webapp/static/js/core/text/sentences.js';
import { runsOf } from './sweep.js';
import { danishText, partsOf, statementWith } from './texts.js';

const base = statementWith({
  title: 'Til lægen',
  parts: partsOf(['Jeg hedder Bo.', 'Ro.', 'Jeg vil sove. Jeg drikker.', '']),
});
const LATER = '2025-03-02T10:00:00.000Z';
const freeze = (value) => {
  if (value && typeof value === 'object') Object.values(Object.freeze(value)).forEach(freeze);
  return value;
};
const both = (a, b, from = base) => {
  const [mine, theirs] = [
    { ...from, ...a },
    { ...from, updated: LATER, ...b },
  ].map((side) => freeze(structuredClone(side)));
  const merged = mergeStatement(freeze(structuredClone(from)), mine, theirs);
  const swapped = mergeStatement(from, theirs, mine);
  if (!merged.clashes.length) assert.deepEqual(merged, swapped);
  return merged;
};
const withHelp = (help, fields = {}) => ({ parts: { ...base.parts, help }, ...fields });
const hiddenHelp = (...texts) => texts.map((text) => ({ part: 'help', text, mark: 'hidden' }));

test('fields that one side changed are all merged', () => {
  const {
    statement,
    clashes: none,
    others,
  } = both(
    { title: 'Til Bo', spoken_words: 200 },
    { kind: 'doctor', order: ['help', 'introduce', 'important', 'so_that'], spoken_words: 230 },
  );
  assert.deepEqual(statement, {
    ...base,
    title: 'Til Bo',
    kind: 'doctor',
    order: ['help', 'introduce', 'important', 'so_that'],
    spoken_words: 230,
    updated: LATER,
  });
  assert.deepEqual([none, others], [[], {}]);
});

test('of two titles the one that continues the other wins, else the later one', () => {
  assert.equal(
    both({ title: 'Til lægen på fredag' }, { title: 'Til lægen på' }).statement.title,
    'Til lægen på fredag',
  );
  assert.equal(both({ title: 'Til Bo' }, { title: 'Til Per' }).statement.title, 'Til Per');
});

test('a clash names its part and returns the other text', () => {
  const {
    statement,
    clashes: parts,
    others,
  } = both(withHelp('Jeg vil spise. Jeg drikker.'), withHelp('Jeg vil hjem. Jeg drikker.'));
  assert.deepEqual(
    [statement.parts.help, parts, others],
    ['Jeg vil spise. Jeg drikker.', ['help'], { help: 'Jeg vil hjem. Jeg drikker.' }],
  );
});

test('marks of both sides are merged, and hidden wins over always', () => {
  const marks = [{ part: 'help', text: 'Jeg vil sove.', mark: 'always' }];
  assert.deepEqual(both({ marks }, { marks: hiddenHelp('Jeg drikker.') }).statement.marks.length, 2);
  assert.deepEqual(
    both({ marks }, { marks: hiddenHelp('Jeg vil sove.') }).statement.marks,
    hiddenHelp('Jeg vil sove.'),
  );
  assert.deepEqual(both({ marks: [] }, {}, { ...base, marks }).statement.marks, []);
});

test('private wins over hidden and always, whichever side has it', () => {
  const put = (mark) => ({ marks: [{ part: 'help', text: 'Jeg drikker.', mark }] });
  for (const mark of ['hidden', 'always']) {
    for (const [a, b] of [
      ['private', mark],
      [mark, 'private'],
    ])
      assert.deepEqual(both(put(a), put(b)).statement.marks, put('private').marks);
  }
  assert.deepEqual(
    both({ marks: [] }, {}, { ...base, ...put('private') }).statement.marks,
    [],
    'removed by the person',
  );
});

test('a sentence hidden by one side stays hidden when the other edits it', () => {
  const { statement } = both(withHelp('Jeg vil sove. Jeg drikker for meget.'), {
    marks: hiddenHelp('Jeg drikker.'),
  });
  assert.equal(markOf(statement.marks, 'help', 'Jeg drikker for meget.'), 'hidden');
  const shown = both(
    withHelp('Jeg vil sove. Jeg drikker for meget.', { marks: hiddenHelp('Jeg drikker for meget.') }),
    { marks: [] },
    { ...base, marks: hiddenHelp('Jeg drikker.') },
  );
  assert.equal(markOf(shown.statement.marks, 'help', 'Jeg drikker for meget.'), null);
});

test('a picked first line follows its sentence into the merged text', () => {
  const first = { part: 'help', text: 'Jeg vil sove.' };
  assert.deepEqual(both({ first }, withHelp('Jeg vil sove nu. Jeg drikker.')).statement.first, {
    part: 'help',
    text: 'Jeg vil sove nu.',
  });
});

test('an edit beats a deletion, and a restore beats no change', () => {
  const deleted = LATER;
  assert.equal(both({ deleted }, {}).statement.deleted, LATER);
  assert.equal(both({ deleted }, { title: 'Ny' }).statement.deleted, null);
  assert.equal(both({ deleted }, withHelp('Jeg vil sove.')).statement.deleted, null);
  assert.equal(both({ deleted: null }, {}, { ...base, deleted }).statement.deleted, null);
  assert.equal(both({ title: 'Ny' }, {}, { ...base, deleted }).statement.deleted, LATER);
});

test('without a common base both texts are merged', () => {
  const { statement } = mergeStatement(null, base, {
    ...base,
    parts: partsOf(['Jeg hedder Bo. Jeg er 40.', 'Ro.', 'Jeg vil sove. Jeg drikker.', 'gå.']),
  });
  assert.deepEqual(
    statement.parts,
    partsOf(['Jeg hedder Bo. Jeg er 40.', 'Ro.', 'Jeg vil sove. Jeg drikker.', 'gå.']),
  );
});

test('merging any statements gives the same on both devices and changes no input', () => {
  const side = fc
    .record({
      texts: fc.array(danishText, { minLength: 4, maxLength: 4 }),
      title: fc.constantFrom('', 'a', 'ab', 'b'),
      kind: fc.constantFrom('', 'doctor', 'other'),
      updated: fc.constantFrom(base.updated, LATER),
      deleted: fc.constantFrom(null, null, LATER),
      hide: fc.nat(),
      spoken_words: fc.constantFrom(170, 200, 300),
    })
    .map(({ texts, hide, ...fields }) => {
      const sentences = segment(texts[2]);
      return freeze(
        statementWith({
          parts: partsOf(texts),
          ...fields,
          marks: sentences.length ? hiddenHelp(sentences[hide % sentences.length].text) : [],
        }),
      );
    });
  fc.assert(
    fc.property(side, side, side, (from, mine, theirs) => {
      const [merged, swapped] = [mergeStatement(from, mine, theirs), mergeStatement(from, theirs, mine)];
      assert.deepEqual(merged.clashes, swapped.clashes);
      const { parts, marks, first, ...fields } = merged.statement;
      const { parts: otherParts, marks: otherMarks, first: otherFirst, ...otherFields } = swapped.statement;
      assert.deepEqual(fields, otherFields);
      const { title, ...otherTexts } = swapped.others;
      assert.equal(title, merged.others.title);
      assert.deepEqual(
        { ...otherParts, ...otherTexts },
        { ...parts, ...Object.fromEntries(merged.clashes.map((part) => [part, parts[part]])) },
      );
      assert.deepEqual(mergeStatement(from, mine, from).statement.parts, mine.parts);
    }),
    { numRuns: runsOf(300) },
  );
});
