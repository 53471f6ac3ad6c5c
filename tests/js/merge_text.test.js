// Merging two edits of one text: both are in, and where they clash each side has a text.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { mergeText } from '../../webapp/static/js/core/text/merge.js';
import { segment } from '../../webapp/static/js/core/text/sentences.js';
import { assertCosts, assertGrowsWithText } from './growth.js';
import { anyText, plainSentence } from './texts.js';

const merges = (base, mine, theirs, text) => {
  assert.deepEqual(mergeText(base, mine, theirs), { text, clash: false, other: null });
  assert.deepEqual(mergeText(base, theirs, mine), { text, clash: false, other: null });
};
const clashes = (base, mine, theirs, text, other) => {
  assert.deepEqual(mergeText(base, mine, theirs), { text, clash: true, other });
  assert.deepEqual(mergeText(base, theirs, mine), { text: other, clash: true, other: text });
};

test('a change by one side alone is taken as it is', () => {
  fc.assert(
    fc.property(anyText, anyText, (base, edit) => {
      assert.equal(mergeText(base, edit, base).text, edit);
      assert.equal(mergeText(base, base, edit).text, edit);
      assert.equal(mergeText(base, edit, edit).text, edit);
    }),
  );
});

/** Edits that change each base sentence on one side at most. */
const disjoint = fc
  .uniqueArray(plainSentence, { minLength: 1, maxLength: 8 })
  .chain((base) =>
    fc.record({
      base: fc.constant(base),
      gap: fc.constantFrom(' ', '\n', '\n\n', '\r\n'),
      acts: fc.array(fc.constantFrom('keep', 'mine', 'theirs', 'cut mine', 'cut theirs'), {
        minLength: base.length,
        maxLength: base.length,
      }),
    }),
  );

test('edits of different sentences are all in, alike on both devices', () => {
  fc.assert(
    fc.property(disjoint, ({ base, gap, acts }) => {
      const side = (changed, cut) =>
        base
          .flatMap((text, i) => (acts[i] === changed ? [`Ny ${i} ${text}`] : acts[i] === cut ? [] : [text]))
          .join(gap);
      const merged = base.flatMap((text, i) =>
        acts[i].startsWith('cut') ? [] : acts[i] === 'keep' ? [text] : [`Ny ${i} ${text}`],
      );
      const [mine, theirs] = [side('mine', 'cut mine'), side('theirs', 'cut theirs')];
      const { text, clash } = mergeText(base.join(gap), mine, theirs);
      assert.equal(text, mergeText(base.join(gap), theirs, mine).text);
      if (!clash)
        for (const sentence of merged)
          assert.ok(text.includes(sentence), `${sentence} of ${JSON.stringify(text)}`);
      // With nothing cut the sentences match one to one, and the result is exact.
      if (!acts.some((act) => act.startsWith('cut')))
        assert.deepEqual([text, clash], [merged.join(gap), false]);
    }),
    { numRuns: 500 },
  );
});

test('insertions of both sides at one place stay, in the same order on both devices', () => {
  merges('A er her.', 'A er her. C kom.', 'A er her. B kom.', 'A er her. B kom. C kom.');
  merges('', 'C kom.', 'B kom.', 'B kom. C kom.');
  merges('A er her.\n', 'A er her.\nC kom', 'A er her.\nB kom', 'A er her.\nB kom\nC kom');
  merges('A er her.', 'C kom. A er her.', 'B kom. A er her.', 'B kom. C kom. A er her.');
});

test('the same insertion by both sides, or one that continues the other, is there once', () => {
  merges('A er her.', 'A er her. B kom.', 'A er her. B kom. C kom.', 'A er her. B kom. C kom.');
  merges('A er her.', 'A er her. B k', 'A er her. B kom.', 'A er her. B kom.');
  merges('Jeg vil', 'Jeg vil sove', 'Jeg vil sove hele natten.', 'Jeg vil sove hele natten.');
  merges('Jeg vil', 'Jeg vil sove.', 'Jeg vil sove. Og spise.', 'Jeg vil sove. Og spise.');
  merges('A er her', 'A er her. B kom.', 'A er her. C kom.', 'A er her. B kom. C kom.');
});

test('a sentence changed by both: mine in the text, theirs in the other, the rest in both', () => {
  clashes(
    'Jeg vil sove. Slut.',
    'Jeg vil spise. Slut.',
    'Jeg vil hjem. Slut.',
    'Jeg vil spise. Slut.',
    'Jeg vil hjem. Slut.',
  );
  clashes(
    'A er. B er. C er.',
    'A1 er. B er. C er med.',
    'A2 er. B er. C er. D er.',
    'A1 er. B er. C er med. D er.',
    'A2 er. B er. C er med. D er.',
  );
});

test('two sentences joined by an abbreviation are merged as two, and each is there once', () => {
  merges(
    'Han er dr. Min hund er her.',
    'Han er dri. Min hund er her.',
    'Han er dr. Desuden er det sol. Min hund er her.',
    'Han er dri. Desuden er det sol. Min hund er her.',
  );
  clashes(
    'Jeg kender dr. Holm.',
    'Jeg kender ikke dr. Holm.',
    'Jeg kender dr. Jensen.',
    'Jeg kender ikke dr. Holm.',
    'Jeg kender dr. Jensen.',
  );
});

test('an edit beats a deletion, and deletions of both sides apply', () => {
  merges('A er. B er. C er.', 'A er. C er.', 'A er. B var. C er.', 'A er. B var. C er.');
  merges('A er. B er. C er.', 'A er. C er.', 'A er. B er.', 'A er. ');
  merges('A er. B er.', 'A er.', 'A er. B er. C er.', 'A er. C er.');
  merges('A er. B er.', '', 'A er. B er. C er.', 'C er.');
});

test('odd texts: white space only, lone surrogates, line breaks, names of prototypes', () => {
  merges(' ', '\n', '\n\n', '\n\n');
  merges(
    'A\ud800.\r\nB.',
    'A\ud800.\r\nB.\r\nC.',
    '\udc00. A\ud800.\r\nB.',
    mergeText('A\ud800.\r\nB.', 'A\ud800.\r\nB.\r\nC.', '\udc00. A\ud800.\r\nB.').text,
  );
  merges('__proto__', '__proto__\nconstructor', 'toString\n__proto__', 'toString\n__proto__\nconstructor');
});

test('ten times the text takes at most thirty times as long, even with one line repeated', () => {
  const workOn = (base) => () => mergeText(base, `Et. ${base} To. `, `Tre.\n${base}\nFire. ${base}`);
  for (const unit of ['Ja.\n', 'Jeg hedder Bo og bor i Aarhus. ', 'a\n']) assertGrowsWithText(workOn, unit);
});

test('ten times the sentences, a third changed by both, take at most thirty times as long', () => {
  const mergeOf = (count) => {
    const numbered = (word) =>
      Array.from({ length: count }, (_, i) => `Jeg hedder Bo ${i % 3 ? '' : word} nummer ${i}.`).join(' ');
    const [base, mine, theirs] = ['', 'a', 'b'].map(numbered);
    return () => mergeText(base, mine, theirs);
  };
  assertCosts(30, mergeOf(1500), mergeOf(150), 'ten times the sentences');
});

test('an edit already in the other text is not added again, as when a vault response is lost', () => {
  const [base, a, b] = [
    'Min søster ringer. Jeg sover.',
    'Min søster ringer tit. Jeg sover.',
    'Min søster ringer. Jeg sover lidt. Og går.',
  ];
  const both = 'Min søster ringer tit. Jeg sover lidt. Og går.';
  for (const [mine, theirs] of [
    [a, b],
    [a, both],
    [b, both],
  ]) {
    assert.deepEqual(mergeText(base, mine, theirs), { text: both, clash: false, other: null });
    assert.deepEqual(mergeText(base, theirs, mine), { text: both, clash: false, other: null });
  }
});

test('sentences without a space between them stay separate when another is inserted', () => {
  const base = 'Jeg bor i Ribe.Min søn bor her.';
  const mine = 'Jeg bor i Ribe.\njeg har en hund\nMin søn bor her.';
  const theirs = 'Jeg bor i Ribe.Min søn bor her. Han er ni.';
  const { text } = mergeText(base, mine, theirs);
  for (const wanted of ['Jeg bor i Ribe.', 'jeg har en hund', 'Min søn bor her.', 'Han er ni.']) {
    assert.ok(
      segment(text).some((sentence) => sentence.text === wanted),
      `${wanted} in ${text}`,
    );
  }
  assert.equal(mergeText(base, base, theirs).text, theirs);
  const bothAdd = mergeText('Ja.Nej.', 'Ja.Måske.Nej.', 'Ja.Nej.Og så.').text;
  assert.equal(bothAdd, 'Ja.Måske.Nej. Og så.');
});
