// What holds for the short view of any statement: exact sentences, nested layers, limits, nothing hidden.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { PARTS } from '../../webapp/static/js/core/statement/fields.js';
import { segment } from '../../webapp/static/js/core/text/sentences.js';
import { LAYERS, limitOf, shortView } from '../../webapp/static/js/core/statement/short_view.js';
import { countWords } from '../../webapp/static/js/core/text/words.js';
import { runsOf } from './sweep.js';
import { anyText, partsOf, plainSentence, statementWith } from './texts.js';

const shownIn = (view) =>
  view.parts.flatMap(({ part, runs }) =>
    runs
      .filter(({ shown }) => shown)
      .flatMap(({ sentences }) => sentences.map((sentence) => ({ part, ...sentence }))),
  );
const foldedIn = (view) =>
  view.parts.flatMap(({ runs }) => runs.filter(({ shown }) => !shown).flatMap(({ sentences }) => sentences));
const views = (statement) => LAYERS.map((layer) => shortView(statement, { layer, pace: 110 }));
const key = ({ part, start }) => `${part} ${start}`;

/** A statement with random texts, marks on some of its sentences, and perhaps a chosen first line. */
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

test('every shown sentence is exactly one of the text, in its place', () => {
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

test('each layer contains the smaller ones', () => {
  fc.assert(
    fc.property(statements, (statement) => {
      const [first, essence, spoken] = views(statement).map((view) => new Set(shownIn(view).map(key)));
      assert.ok(first.isSubsetOf?.(essence) ?? [...first].every((at) => essence.has(at)));
      assert.ok([...essence].every((at) => spoken.has(at)));
    }),
    { numRuns: runsOf(1000) },
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
    { numRuns: runsOf(1000) },
  );
});

test('hidden sentences are neither shown nor folded', () => {
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

test('the same statement gives the same view and is not changed', () => {
  fc.assert(
    fc.property(statements, (statement) => {
      const copy = structuredClone(statement);
      assert.deepEqual(views(statement), views(copy));
      assert.deepEqual(statement, copy);
    }),
  );
});

test('the view is empty only when it shows no sentence', () => {
  fc.assert(
    fc.property(statements, (statement) => {
      for (const view of views(statement)) assert.equal(view.empty, shownIn(view).length === 0);
    }),
  );
});
