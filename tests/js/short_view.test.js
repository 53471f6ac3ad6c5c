// The short view of a statement: which sentences each layer shows, and in which order.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { PARTS } from '../../webapp/static/js/core/statement/fields.js';
import { LAYERS, pickFirst, shortView } from '../../webapp/static/js/core/statement/short_view.js';
import { EXAMPLES } from './examples.js';
import { assertGrowsWithText } from './growth.js';
import { partsOf, statementWith } from './texts.js';

const shownIn = (view) =>
  view.parts.flatMap(({ part, runs }) =>
    runs
      .filter(({ shown }) => shown)
      .flatMap(({ sentences }) => sentences.map((sentence) => ({ part, ...sentence }))),
  );
const textsOf = (view) => shownIn(view).map(({ text }) => text);
const views = (statement) => LAYERS.map((layer) => shortView(statement, { layer, pace: 110 }));
const sentence = (name, words) => `${name}${' ord'.repeat(words - 1)}.`;

test('everything is shown when everything fits', () => {
  const statement = statementWith({
    parts: partsOf([sentence('A', 5), sentence('B', 5), sentence('C', 5), sentence('D', 5)]),
  });
  for (const view of views(statement)) assert.equal(view.words, 20);
});

test('the first line is the lead of help, or else of important, so_that or introduce', () => {
  const texts = [sentence('A', 15), sentence('B', 15), sentence('C', 15), sentence('D', 15)];
  const line = (fields) => textsOf(shortView(statementWith(fields), { layer: 'first_line' }));
  assert.deepEqual(line({ parts: partsOf(texts) }), [texts[2]]);
  assert.deepEqual(line({ parts: partsOf(texts.with(2, '')) }), [texts[1]]);
  assert.deepEqual(line({ parts: partsOf(texts.with(2, '').with(1, ' ')) }), [texts[3]]);
  assert.deepEqual(line({ parts: partsOf(texts.with(2, sentence('C', 21))) }), [texts[1]]);
  const long = texts.map((_, i) => sentence('ABCD'[i], 30));
  assert.deepEqual(line({ parts: partsOf(long) }), [long[2]]);
  assert.deepEqual(
    line({ parts: partsOf(texts), marks: [{ part: 'help', text: texts[2], mark: 'hidden' }] }),
    [texts[1]],
  );
  assert.deepEqual(line({ parts: partsOf(texts), first: { part: 'introduce', text: texts[0] } }), [texts[0]]);
  assert.deepEqual(line({ parts: partsOf(texts), first: { part: 'introduce', text: 'Væk.' } }), [texts[2]]);
  assert.deepEqual(line({ parts: partsOf(texts), order: [...PARTS].reverse() }), [texts[2]]);
});

test('sentences marked always come before the leads, and what does not fit is skipped', () => {
  const [a1, a2, b1, c1, c2, d1] = [
    ['A', 20],
    ['Aa', 15],
    ['B', 20],
    ['C', 10],
    ['Cc', 15],
    ['D', 2],
  ].map(([name, words]) => sentence(name, words));
  const statement = statementWith({
    parts: partsOf([`${a1} ${a2}`, b1, `${c1} ${c2}`, d1]),
    marks: [{ part: 'introduce', text: a2, mark: 'always' }],
  });
  const view = shortView(statement, { layer: 'essence' });
  assert.deepEqual(textsOf(view), [a2, b1, c1, d1]);
  assert.equal(view.missing_always, 0);
  assert.equal(shortView(statement, { layer: 'first_line' }).missing_always, 1);
  assert.deepEqual(
    view.parts.map(({ runs }) => runs.map(({ shown }) => shown)),
    [[false, true], [true], [true, false], [true]],
  );
  assert.deepEqual(textsOf(shortView(statement, { layer: 'spoken' })), [a1, a2, b1, c1, c2, d1]);
});

test('a layer takes a sentence that just fits, but not one a word longer', () => {
  const essence = (...words) =>
    shortView(
      statementWith({
        parts: partsOf(['', '', words.map((count, i) => sentence(`S${i}`, count)).join(' ')]),
      }),
      { layer: 'essence' },
    ).words;
  assert.deepEqual([essence(20, 40, 5), essence(20, 41, 5)], [60, 25]);
});

test('a sentence marked always that exceeds the limit is shown whole, and no further one of them', () => {
  const [long, longer, line] = [sentence('L', 80), sentence('M', 90), sentence('C', 10)];
  const marks = [long, longer].map((text) => ({ part: 'introduce', text, mark: 'always' }));
  const view = shortView(statementWith({ parts: partsOf([`${long} ${longer}`, '', line, 'Slut.']), marks }), {
    layer: 'essence',
  });
  assert.deepEqual(textsOf(view), [long, line]);
  assert.equal(view.over, true);
  assert.equal(view.missing_always, 1);
});

test('layers nest even when a long sentence just misses the larger layer', () => {
  const [long, line] = [sentence('L', 160), sentence('C', 15)];
  const statement = statementWith({
    parts: partsOf([long, '', line, '']),
    marks: [{ part: 'introduce', text: long, mark: 'always' }],
  });
  const [, essence, spoken] = views(statement);
  assert.deepEqual(textsOf(essence), [long, line]);
  assert.deepEqual(textsOf(spoken), [long, line]);
});

test('the spoken layer grows as far as the person allows, to 550 words at most', () => {
  const statement = statementWith({
    parts: partsOf([Array.from({ length: 200 }, (_, i) => sentence(`S${i}`, 5)).join(' ')]),
  });
  const words = (spoken_words) => shortView({ ...statement, spoken_words }, { layer: 'spoken' }).words;
  assert.deepEqual([170, 220, 550, 5000, 10].map(words), [170, 220, 550, 550, 170]);
});

test('a stem is inline only before the very first sentence', () => {
  const stemOf = (texts, fields) =>
    shortView(statementWith({ parts: partsOf(texts), ...fields }), { layer: 'spoken' }).parts.at(-1).stem;
  assert.deepEqual(stemOf(['', '', 'at sove. og hjem.']), {
    stem: 'Jeg vil gerne have hjælp til',
    inline: true,
  });
  const marks = [{ part: 'help', text: 'at sove.', mark: 'hidden' }];
  assert.deepEqual(stemOf(['', '', 'at sove. og hjem.'], { marks }), {
    stem: 'Jeg vil gerne have hjælp til',
    inline: false,
  });
});

test('a part with only hidden sentences is left out, and without other parts the view is empty', () => {
  const marks = [{ part: 'help', text: 'Nej.', mark: 'hidden' }];
  const view = shortView(statementWith({ parts: partsOf(['', '', 'Nej.']), marks }));
  assert.deepEqual([view.parts, view.empty, view.words, view.seconds], [[], true, 0, 0]);
});

for (const [kind, lang, texts] of EXAMPLES) {
  test(`the example ${kind} in ${lang} takes about half a minute`, () => {
    const { seconds, words } = shortView(statementWith({ parts: partsOf(texts) }), {
      layer: 'spoken',
      pace: 110,
      lang,
    });
    assert.ok(seconds >= (lang === 'da' ? 32 : 30) && seconds <= 38, `${seconds} s, ${words} words`);
  });
}

test('ten times the text in every part takes at most thirty times as long', () => {
  const workOn = (text) => {
    const statement = statementWith({ parts: partsOf([text, text, text, text]) });
    return () => shortView(statement, { layer: 'spoken' });
  };
  for (const unit of ['Jeg hedder Bo og bor kl. 10 i Aarhus. ', 'ord ', 'a', 'Ja. ', 'Nej\n', ' '])
    assertGrowsWithText(workOn, unit);
});

test('picking a first line keeps it; picking it again leaves the choice to the view; nothing else changes', () => {
  const line = { part: 'help', text: 'Bare nogle dage.' };
  const statement = statementWith({ title: 'Til lægen', parts: partsOf(['', '', line.text, line.text]) });
  const picked = pickFirst(statement, line);
  assert.deepEqual(picked, { ...statement, first: line });
  assert.deepEqual(pickFirst(picked, line), statement);
  for (const other of [
    { part: 'so_that', text: line.text },
    { part: 'help', text: 'Hver dag.' },
  ])
    assert.deepEqual(pickFirst(picked, other), { ...statement, first: other });
});
