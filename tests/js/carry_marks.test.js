// Marks follow their sentences through edits of the text.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { carryMarks, markOf, setMark } from '../../webapp/static/js/core/statement/marks.js';
import { segment } from '../../webapp/static/js/core/text/sentences.js';
import { assertCosts } from './growth.js';
import { anyText, plainSentence } from './texts.js';

const hidden = (...texts) => texts.map((text) => ({ part: 'help', text, mark: 'hidden' }));
const hiddenIn = (text, marks) =>
  segment(text)
    .filter((sentence) => markOf(marks, 'help', sentence) === 'hidden')
    .map((sentence) => sentence.text);
const carry = (before, after, marks) => carryMarks(before, after, marks, 'help');
const unique = fc.uniqueArray(plainSentence, { minLength: 2, maxLength: 8 });

/** Type `text` into `before` at `at`, one character after another. */
function typed(before, at, text, marks) {
  let now = before;
  for (let i = 0; i < text.length; i++) {
    const next = before.slice(0, at) + text.slice(0, i + 1) + before.slice(at);
    marks = carry(now, next, marks);
    now = next;
  }
  return { now, marks };
}

test('with nothing to carry, the same list comes back', () => {
  const marks = hidden('Ja.');
  assert.equal(carry('Ja.', 'Ja.', marks), marks);
  assert.equal(carryMarks('Ja.', 'Nej.', marks, 'important'), marks);
  assert.equal(carry('Ja.', 'Ja. Nej.', marks), marks);
});

test('marks stay through insertions and deletions elsewhere', () => {
  fc.assert(
    fc.property(unique, fc.nat(), fc.nat(), plainSentence, (sentences, which, where, extra) => {
      fc.pre(!sentences.includes(extra));
      const secret = sentences[which % sentences.length];
      const before = sentences.join(' ');
      const longer = sentences.toSpliced(where % (sentences.length + 1), 0, extra).join(' ');
      assert.deepEqual(hiddenIn(longer, carry(before, longer, hidden(secret))), [secret]);
      assert.deepEqual(hiddenIn(before, carry(longer, before, hidden(secret))), [secret]);
    }),
  );
});

test('a mark follows an edit inside its sentence', () => {
  fc.assert(
    fc.property(unique, fc.nat(), fc.nat(), (sentences, which, where) => {
      const i = which % sentences.length;
      const words = sentences[i].slice(0, -1).split(' ');
      const changed = `${words.toSpliced(1 + (where % words.length), 0, 'xx').join(' ')}.`;
      const after = sentences.with(i, changed).join('\n');
      assert.deepEqual(hiddenIn(after, carry(sentences.join('\n'), after, hidden(sentences[i]))), [changed]);
    }),
  );
});

test('a mark follows its sentence while text is typed and undone', () => {
  const begun = 'Jeg vil sove. Jeg drikker';
  const { now, marks } = typed(begun, begun.length, ' for meget. Jeg vil hjem.', hidden('Jeg drikker'));
  assert.deepEqual(hiddenIn(now, marks), ['Jeg drikker for meget.']);
  assert.deepEqual(hiddenIn(begun, carry(now, begun, marks)), ['Jeg drikker']);
});

test('after typing before a hidden sentence, only that sentence is hidden', () => {
  const secret = 'Jeg drikker for meget.';
  const { now, marks } = typed(secret, 0, 'Jeg vil sove. ', hidden(secret));
  assert.deepEqual(hiddenIn(now, marks), [secret]);
});

test('a sentence that is cut and pasted gets its mark back', () => {
  fc.assert(
    fc.property(unique, fc.nat(), fc.nat(), (sentences, which, where) => {
      const secret = sentences[which % sentences.length];
      const others = sentences.filter((sentence) => sentence !== secret);
      const before = sentences.join(' ');
      const cut = others.join(' ');
      const pasted = others.toSpliced(where % (others.length + 1), 0, secret).join(' ');
      const dormant = carry(before, cut, hidden(secret));
      assert.deepEqual(hiddenIn(cut, dormant), []);
      assert.deepEqual(hiddenIn(pasted, carry(cut, pasted, dormant)), [secret]);
      const emptied = carry(before, '', hidden(secret));
      assert.deepEqual(hiddenIn(before, carry('', before, emptied)), [secret]);
    }),
  );
});

test('both halves of a split hidden sentence are hidden', () => {
  fc.assert(
    fc.property(
      unique,
      fc.nat(),
      fc.nat(),
      fc.constantFrom('. Og ', '\n', '! Så ', '? '),
      (sentences, which, where, stop) => {
        const i = which % sentences.length;
        const words = sentences[i].split(' ');
        const at = 1 + (where % (words.length - 1));
        const halves = words.slice(0, at).join(' ') + stop + words.slice(at).join(' ');
        const after = sentences.with(i, halves).join('\n');
        const expected = segment(halves)
          .map(({ text }) => text)
          .filter((text) => !sentences.includes(text));
        const found = hiddenIn(after, carry(sentences.join('\n'), after, hidden(sentences[i])));
        for (const text of expected) assert.ok(found.includes(text), `${text} of ${sentences[i]}`);
      },
    ),
  );
});

test('a hidden sentence joined to another is hidden, whatever mark the other has', () => {
  const before = 'Jeg drikker. Jeg vil sove.';
  for (const marks of [
    hidden('Jeg drikker.'),
    hidden('Jeg vil sove.'),
    [...hidden('Jeg drikker.'), { part: 'help', text: 'Jeg vil sove.', mark: 'always' }],
  ]) {
    const after = 'Jeg drikker, jeg vil sove.';
    assert.deepEqual(hiddenIn(after, carry(before, after, marks)), [after]);
  }
});

test('a private sentence stays private when joined to another or split', () => {
  const is = (text, mark) => ({ part: 'help', text, mark });
  const before = 'Jeg drikker for meget. Jeg vil sove.';
  for (const mark of ['always', 'hidden']) {
    const joined = 'Jeg drikker for meget, jeg vil sove.';
    assert.equal(
      markOf(
        carry(before, joined, [is('Jeg drikker for meget.', 'private'), is('Jeg vil sove.', mark)]),
        'help',
        joined,
      ),
      'private',
    );
  }
  const split = 'Jeg drikker. For meget er det. Jeg vil sove.';
  const marks = carry(before, split, [is('Jeg drikker for meget.', 'private')]);
  assert.equal(markOf(marks, 'help', 'Jeg drikker.'), 'private');
});

test('a sentence written in place of a hidden one starts without a mark', () => {
  const { now, marks } = typed('', 0, 'Mit barn er syv.', carry('Jeg drikker.', '', hidden('Jeg drikker.')));
  assert.deepEqual(hiddenIn(now, marks), []);
});

test('marks follow when several sentences change at once', () => {
  const before = 'Jeg drikker for meget om aftenen. Jeg vil sove. Jeg er tit bange for min nabo.';
  const after =
    'Hej. Jeg drikker lidt for meget om aftenen. Jeg vil godt sove. ' +
    'Jeg er tit meget bange for min nabo. Farvel.';
  const marks = hidden('Jeg drikker for meget om aftenen.', 'Jeg er tit bange for min nabo.');
  assert.deepEqual(hiddenIn(after, carry(before, after, marks)), [
    'Jeg drikker lidt for meget om aftenen.',
    'Jeg er tit meget bange for min nabo.',
  ]);
});

test('of two identical hidden sentences, the one that is edited stays hidden too', () => {
  const after = 'Det går. Jeg sover. Det går ikke.';
  assert.deepEqual(hiddenIn(after, carry('Det går. Jeg sover. Det går.', after, hidden('Det går.'))), [
    'Det går.',
    'Det går ikke.',
  ]);
});

test('any edit leaves the inputs unchanged and at most one mark per sentence', () => {
  fc.assert(
    fc.property(
      anyText,
      anyText,
      fc.array(fc.tuple(fc.nat(), fc.constantFrom('hidden', 'always'))),
      (before, after, chosen) => {
        const sentences = segment(before);
        let marks = [{ part: 'important', text: 'Nej.', mark: 'always' }];
        if (sentences.length)
          for (const [i, mark] of chosen)
            marks = setMark(marks, 'help', sentences[i % sentences.length].text, mark);
        const given = structuredClone(marks);
        const carried = carry(before, after, marks);
        assert.deepEqual(marks, given);
        assert.equal(new Set(carried.map(({ part, text }) => `${part} ${text}`)).size, carried.length);
        assert.equal(markOf(carried, 'important', 'Nej.'), 'always');
      },
    ),
    { numRuns: 300 },
  );
});

/** A text of `count` marked sentences, and the work of carrying the marks through one edit. */
function carryingThrough(count, edit) {
  const before = Array.from(
    { length: count },
    (_, i) => `Jeg hedder Bo nummer ${i} og bor i Aarhus med min hund.`,
  ).join(' ');
  const marks = segment(before).map(({ text }) => ({ part: 'help', text, mark: 'always' }));
  const after = edit(before);
  return { before, work: () => carry(before, after, marks) };
}

test('editing one of ten times as many marked sentences takes at most thirty times as long', () => {
  const [small, large] = [100, 1000].map(
    (count) => carryingThrough(count, (text) => text.replace(`nummer ${count / 2}`, 'nummer 5x00')).work,
  );
  assertCosts(30, large, small, 'ten times the sentences');
});

test('when all of 1,000 sentences are edited, each pair is compared a few times at most', () => {
  const { before, work } = carryingThrough(1000, (text) => text.replaceAll('hund', 'kat'));
  const words = segment(before).map(({ text }) => text.toLowerCase().split(/\s+/));
  const eachWithEach = () =>
    words
      .map((some) => new Set(some))
      .reduce(
        (sum, some) => sum + words.filter((others) => others.every((word) => some.has(word))).length,
        0,
      );
  assertCosts(20, work, eachWithEach, 'all sentences edited');
});
