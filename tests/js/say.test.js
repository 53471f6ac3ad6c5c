// "Sig det": every sentence of the layer is on one card, letter for letter; the first line comes first.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { PARTS } from '../../webapp/static/js/core/statement/fields.js';
import { LAYERS, firstLines, shortView } from '../../webapp/static/js/core/statement/short_view.js';
import { notStarted, step } from '../../webapp/static/js/core/text/rehearsal.js';
import { segment } from '../../webapp/static/js/core/text/sentences.js';
import { cardsOf, openingAt, say } from '../../webapp/static/js/core/views/say.js';
import { words } from './every_view.js';
import { anyText, partsOf, plainSentence, statementWith } from './texts.js';

const someText = fc.oneof(
  anyText,
  fc.array(plainSentence, { maxLength: 9 }).map((sentences) => sentences.join(' ')),
);
/** A statement with marks on some of its sentences, and perhaps a picked first line. */
const anyStatement = fc
  .record({
    texts: fc.array(someText, { minLength: 4, maxLength: 4 }),
    marks: fc.array(fc.tuple(fc.nat(), fc.constantFrom('hidden', 'always', 'private')), { maxLength: 8 }),
    first: fc.option(fc.nat()),
    order: fc.shuffledSubarray([...PARTS], { minLength: 4 }),
  })
  .map(({ texts, marks, first, order }) => {
    const parts = partsOf(texts);
    const all = PARTS.flatMap((part) => segment(parts[part]).map(({ text }) => ({ part, text })));
    const chosen = all.length ? marks.map(([i, mark]) => ({ ...all[i % all.length], mark })) : [];
    return statementWith({
      parts,
      order,
      marks: [...new Map(chosen.map((mark) => [`${mark.part} ${mark.text}`, mark])).values()],
      first: first !== null && all.length ? all[first % all.length] : null,
    });
  });
const shownIn = (statement, layer) =>
  shortView(statement, { layer }).parts.flatMap(({ runs }) =>
    runs.flatMap(({ shown, sentences }) => (shown ? sentences : [])),
  );
const linesIn = (cards) => cards.filter(({ name }) => name === 'line');
const any = (check) =>
  fc.assert(
    fc.property(anyStatement, fc.constantFrom(...LAYERS), (statement, layer) =>
      check(statement, layer, cardsOf(statement, { layer, lang: 'da' })),
    ),
  );

test('the cards are the sentences of the layer, the first line first and the others in order', () => {
  any((statement, layer, cards) => {
    const shown = shownIn(statement, layer);
    const expected = [...shown.filter(({ first }) => first), ...shown.filter(({ first }) => !first)];
    assert.deepEqual(
      linesIn(cards).map(({ text }) => text),
      expected.map(({ text }) => text),
    );
    const [first] = firstLines(statement, 'da');
    assert.equal(linesIn(cards)[0]?.text, first?.text);
    for (const { text } of linesIn(cards))
      assert.ok(PARTS.some((part) => statement.parts[part].includes(text)));
  });
});

test('the opening line comes before them and the end after them; without a sentence there is no card', () => {
  any((statement, layer, cards) => {
    const names = cards.map(({ name }) => name);
    if (!shownIn(statement, layer).length) return assert.deepEqual(cards, []);
    assert.equal(names[0], 'opening');
    assert.equal(names.at(-1), 'end');
    return assert.ok(names.slice(1, -1).every((name) => name === 'line'));
  });
  assert.deepEqual(cardsOf(null, { layer: 'spoken', lang: 'da' }), []);
});

test('a card shows its sentence letter for letter, and the stem apart from it', () => {
  const own = (child, isOwn = false) =>
    typeof child === 'string'
      ? isOwn
        ? child
        : ''
      : (child?.children ?? [])
          .flat()
          .map((node) => own(node, isOwn || child.attrs?.['data-sentence']))
          .join('');
  any((_, __, cards) => {
    cards.forEach((card, at) => {
      assert.equal(own(say({ cards, at }, words)), card.name === 'line' ? card.text : '');
    });
  });
});

test('the first line has its stem, wherever it stood in its part', () => {
  const statement = (parts, first) => statementWith({ parts: partsOf(parts), first });
  const first = (made) => {
    const [, card] = cardsOf(made, { layer: 'spoken', lang: 'da' });
    return `${card.stem} ${card.text}`;
  };
  assert.equal(first(statement(['', '', 'at sove. Hver nat.'])), 'Jeg vil gerne have hjælp til at sove.');
  const later = { part: 'important', text: 'Ro og fred.' };
  assert.equal(
    first(statement(['', 'Min hund. Ro og fred.', 'at sove.'], later)),
    'Det er vigtigt for mig at… Ro og fred.',
  );
});

test('going on step by step shows every card once, and going back returns to the opening', () => {
  any((_, __, cards) => {
    if (!cards.length) return;
    let reading = { ...notStarted(), at: 0 };
    const seen = new Set([reading.at]);
    for (let i = 0; i < cards.length + 3; i += 1) {
      reading = step(reading, 1, cards.length);
      seen.add(reading.at);
    }
    assert.deepEqual([...seen], [...cards.keys()]);
    for (let i = 0; i < cards.length + 3; i += 1) reading = step(reading, -1, cards.length);
    assert.equal(reading.at, 0);
  });
});

test('it opens at the card where it was left, but not on another day, with other words or another length', () => {
  const here = { about: 'A', layer: 'essence', day: '2026-11-26' };
  fc.assert(
    fc.property(fc.nat(40), fc.nat(40), (at, cards) => {
      assert.equal(openingAt({ ...here, at }, here, cards), Math.min(at, Math.max(0, cards - 1)));
      for (const other of [{ about: 'B' }, { layer: 'spoken' }, { day: '2026-11-27' }])
        assert.equal(openingAt({ ...here, ...other, at }, here, cards), 0);
    }),
  );
  for (const at of [undefined, null, 'x', NaN, 1.5, -3, Infinity])
    assert.equal(openingAt({ ...here, at }, here, 9), 0);
  assert.equal(openingAt(undefined, here, 9), 0);
});
