// What holds when any two versions reconcile: both phones get the same bytes, and no sentence is lost.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import * as kinds from '../../webapp/static/js/core/sync/document.js';
import { reconcile as reconcileOf } from '../../webapp/static/js/core/sync/reconcile.js';
import { segment } from '../../webapp/static/js/core/text/sentences.js';
import { anyMeeting } from './meetings.js';
import { BASE, LATER, both, reconcile, sameDocument, textsOf } from './reconciled.js';
import { runsOf } from './sweep.js';
import { danishText, isKept, partsOf, statementWith } from './texts.js';

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

test('any base and two sides give the same bytes on both phones, and no sentence is lost', () => {
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
      const known = (base?.alternatives ?? []).map((version) => JSON.stringify(version));
      for (const { text } of [a, b]
        .flatMap(({ alternatives }) => alternatives)
        .filter((version) => !known.includes(JSON.stringify(version))))
        assert.ok(textsOf(next).includes(text), text);
      assert.ok(sameDocument(reconcile(base, next, a), reconcile(base, a, next)));
    }),
    { numRuns: runsOf(500) },
  );
});

test('reconciling the result again changes nothing', () => {
  fc.assert(
    fc.property(fc.option(side), side, side, (base, a, b) => {
      const next = both(base, a, b);
      for (const agreed of [a, b]) assert.ok(sameDocument(both(agreed, agreed, next), next));
      assert.equal(
        new Set(next.alternatives.map((version) => JSON.stringify(version))).size,
        next.alternatives.length,
      );
    }),
    { numRuns: runsOf(300) },
  );
});

test('meetings: a change wins over none, an edit over a deletion, with the same bytes on both', () => {
  const same = (a, b) => kinds.sameDocument('meeting', a, b);
  fc.assert(
    fc.property(fc.option(anyMeeting), fc.option(anyMeeting), fc.option(anyMeeting), (base, a, b) => {
      const next = reconcileOf('meeting', base, a, b);
      assert.ok(same(next, reconcileOf('meeting', base, b, a)));
      if (same(base, b)) assert.ok(same(next, a));
      else if (!a || !b) assert.ok(same(next, same(base, a) ? b : (a ?? b)));
      assert.ok(same(reconcileOf('meeting', b, next, b), next), 'reconciling again changes nothing');
    }),
    { numRuns: runsOf(200) },
  );
});
