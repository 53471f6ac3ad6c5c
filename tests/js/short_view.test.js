import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { PARTS } from '../../webapp/static/js/core/statement/fields.js';
import { segment } from '../../webapp/static/js/core/text/sentences.js';
import { LAYERS, limitOf, shortView } from '../../webapp/static/js/core/statement/short_view.js';
import { countWords } from '../../webapp/static/js/core/text/words.js';
import { EXAMPLES } from './examples.js';
import { assertGrowsWithText } from './growth.js';
import { anyText, partsOf, plainSentence, statementWith } from './texts.js';

const shownIn = (view) =>
  view.parts.flatMap(({ part, runs }) =>
    runs
      .filter(({ shown }) => shown)
      .flatMap(({ sentences }) => sentences.map((sentence) => ({ part, ...sentence }))),
  );
const foldedIn = (view) =>
  view.parts.flatMap(({ runs }) => runs.filter(({ shown }) => !shown).flatMap(({ sentences }) => sentences));
const textsOf = (view) => shownIn(view).map(({ text }) => text);
const views = (statement) => LAYERS.map((layer) => shortView(statement, { layer, pace: 110 }));
const key = ({ part, start }) => `${part} ${start}`;
const sentence = (name, words) => `${name}${' ord'.repeat(words - 1)}.`;

/** A statement with random texts, marks on some of its sentences, and perhaps a picked first line. */
const anyStatement = (text) =>
  fc
    .record({
      texts: fc.array(text, { minLength: 4, maxLength: 4 }),
      marks: fc.array(fc.tuple(fc.nat(), fc.constantFrom('hidden', 'always', 'private')), { maxLength: 12 }),
      first: fc.option(fc.nat()),
      order: fc.shuffledSubarray([...PARTS], { minLength: 4 }),
      spoken_words: fc.constantFrom(170, 230, 550, 9999, 0, NaN),
    })
    .map(({ texts, marks, first, order, spoken_words }) => {
      const parts = partsOf(texts);
      const all = PARTS.flatMap((part) => segment(parts[part]).map(({ text: own }) => ({ part, text: own })));
      const chosen = new Map(
        all.length ? marks.map(([i, mark]) => [JSON.stringify(all[i % all.length]), mark]) : [],
      );
      return statementWith({
        parts,
        order,
        spoken_words,
        marks: [...chosen].map(([at, mark]) => ({ ...JSON.parse(at), mark })),
        first: first !== null && all.length ? all[first % all.length] : null,
      });
    });
const stemSentence = fc.constantFrom(
  'Jeg vil gerne have hjælp til at sove.',
  'Det er meget vigtigt for mig at være hjemme hos mine børn.',
  'Så jeg igen kan arbejde.',
  'I would like help with sleep.',
);
const sentencesText = fc
  .array(fc.oneof({ weight: 5, arbitrary: plainSentence }, { weight: 1, arbitrary: stemSentence }), {
    maxLength: 14,
  })
  .map((sentences) => sentences.join(' '));
const statements = fc.oneof(anyStatement(sentencesText), anyStatement(anyText));

test('every sentence shown is exactly one of the text, in its place', () => {
  fc.assert(
    fc.property(statements, (statement) => {
      for (const view of views(statement)) {
        assert.deepEqual(
          view.parts.map(({ part }) => part),
          statement.order.filter((part) => view.parts.some((shown) => shown.part === part)),
        );
        for (const { part, runs } of view.parts) {
          const sentences = runs.flatMap((run) => run.sentences);
          let end = 0;
          for (const { start, end: to, text } of sentences) {
            assert.ok(start >= end);
            assert.equal(statement.parts[part].slice(start, to), text);
            end = to;
          }
          runs.forEach((run, i) => assert.ok(run.sentences.length && run.shown !== runs[i + 1]?.shown));
        }
      }
    }),
  );
});

test('layers nest', () => {
  fc.assert(
    fc.property(statements, (statement) => {
      const [first, essence, spoken] = views(statement).map((view) => new Set(shownIn(view).map(key)));
      assert.ok(first.isSubsetOf?.(essence) ?? [...first].every((at) => essence.has(at)));
      assert.ok([...essence].every((at) => spoken.has(at)));
    }),
    { numRuns: 1000 },
  );
});

test('limits hold, except for one sentence that is too long by itself', () => {
  fc.assert(
    fc.property(statements, (statement) => {
      for (const view of views(statement)) {
        const counts = shownIn(view).map(({ text }) => countWords(text));
        const sum = counts.reduce((total, count) => total + count, 0);
        assert.equal(view.words, sum);
        assert.equal(view.over, sum > view.limit);
        assert.ok(view.limit <= 550 && view.limit === limitOf(view.layer, statement.spoken_words));
        if (sum > view.limit) assert.ok(sum - Math.max(...counts) <= view.limit);
      }
    }),
    { numRuns: 1000 },
  );
});

test('hidden sentences are nowhere, neither shown nor folded', () => {
  fc.assert(
    fc.property(statements, (statement) => {
      const hidden = new Set(
        statement.marks.filter(({ mark }) => mark !== 'always').map(({ part, text }) => `${part} ${text}`),
      );
      for (const view of views(statement)) {
        for (const { part, runs } of view.parts)
          for (const run of runs)
            for (const { text } of run.sentences) assert.ok(!hidden.has(`${part} ${text}`));
        assert.equal(
          view.total_words,
          [...shownIn(view), ...foldedIn(view)].reduce((sum, { text }) => sum + countWords(text), 0),
        );
        assert.equal(view.has_folded, foldedIn(view).length > 0);
      }
    }),
  );
});

test('the same statement gives the same view and is left alone', () => {
  fc.assert(
    fc.property(statements, (statement) => {
      const copy = structuredClone(statement);
      assert.deepEqual(views(statement), views(copy));
      assert.deepEqual(statement, copy);
    }),
  );
});

test('something is shown whenever something may be', () => {
  fc.assert(
    fc.property(statements, (statement) => {
      for (const view of views(statement)) assert.equal(view.empty, shownIn(view).length === 0);
    }),
  );
});

test('all of it is shown when all of it fits', () => {
  const statement = statementWith({
    parts: partsOf([sentence('A', 5), sentence('B', 5), sentence('C', 5), sentence('D', 5)]),
  });
  for (const view of views(statement)) assert.equal(view.words, 20);
});

test('the first line is the lead of help, else important, so that, introduce', () => {
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

test('always comes before leads, leads in turn, and what does not fit is passed over', () => {
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

test('a layer takes a sentence that just fits, and not one that is a word too long', () => {
  const essence = (...words) =>
    shortView(
      statementWith({
        parts: partsOf(['', '', words.map((count, i) => sentence(`S${i}`, count)).join(' ')]),
      }),
      { layer: 'essence' },
    ).words;
  assert.deepEqual([essence(20, 40, 5), essence(20, 41, 5)], [60, 25]);
});

test('an always-sentence longer than the limit is shown whole, and no more after it', () => {
  const [long, longer, line] = [sentence('L', 80), sentence('M', 90), sentence('C', 10)];
  const marks = [long, longer].map((text) => ({ part: 'introduce', text, mark: 'always' }));
  const view = shortView(statementWith({ parts: partsOf([`${long} ${longer}`, '', line, 'Slut.']), marks }), {
    layer: 'essence',
  });
  assert.deepEqual(textsOf(view), [long, line]);
  assert.equal(view.over, true);
  assert.equal(view.missing_always, 1);
});

test('layers nest also where a long sentence just fails the larger one', () => {
  const [long, line] = [sentence('L', 160), sentence('C', 15)];
  const statement = statementWith({
    parts: partsOf([long, '', line, '']),
    marks: [{ part: 'introduce', text: long, mark: 'always' }],
  });
  const [, essence, spoken] = views(statement);
  assert.deepEqual(textsOf(essence), [long, line]);
  assert.deepEqual(textsOf(spoken), [long, line]);
});

test('spoken grows as far as the person lets it, and to 550 at most', () => {
  const statement = statementWith({
    parts: partsOf([Array.from({ length: 200 }, (_, i) => sentence(`S${i}`, 5)).join(' ')]),
  });
  const words = (spoken_words) => shortView({ ...statement, spoken_words }, { layer: 'spoken' }).words;
  assert.deepEqual([170, 220, 550, 5000, 10].map(words), [170, 220, 550, 550, 170]);
});

test('a stem goes on in the line only before the very first sentence', () => {
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

test('a part with only hidden sentences is left out, and with nothing else the view is empty', () => {
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

test('ten times the text in every part takes no more than thirty times as long', () => {
  const workOn = (text) => {
    const statement = statementWith({ parts: partsOf([text, text, text, text]) });
    return () => shortView(statement, { layer: 'spoken' });
  };
  for (const unit of ['Jeg hedder Bo og bor kl. 10 i Aarhus. ', 'ord ', 'a', 'Ja. ', 'Nej\n', ' '])
    assertGrowsWithText(workOn, unit);
});
