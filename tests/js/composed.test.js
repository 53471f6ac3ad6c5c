// A change from elsewhere during keyboard composition: the typed word and the new text are each there once.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { runsOf } from './sweep.js';
import { withComposed } from '../../webapp/static/js/core/text/composed.js';

const RUNS = runsOf(4000);
const count = (text, word) => text.split(/[^\p{L}\p{N}]+/u).filter((other) => other === word).length;

test('a composed word grows in place, beside the text that came', () => {
  assert.equal(
    withComposed('Jeg savne', 'Jeg savner', 'Jeg savne\nDet er sandt.'),
    'Jeg savner\nDet er sandt.',
  );
  assert.equal(withComposed('Jeg savne', 'Jeg savner', 'Jeg savne dig'), 'Jeg savner dig');
  assert.equal(withComposed('Jeg savne', 'Jeg savner', 'Hej. Jeg savne'), 'Hej. Jeg savner');
  assert.equal(withComposed('savne', 'savne', 'Hej. savne'), 'Hej. savne');
  assert.equal(withComposed('', 's', 'Hej.'), 's Hej.');
});

test('a word changed by both sides is there in both forms, or once if one continues the other', () => {
  assert.equal(
    withComposed('Jeg savne dig', 'Jeg savner dig', 'Jeg savnede dig.'),
    'Jeg savnede savner dig.',
  );
  assert.equal(withComposed('Jeg sav dig', 'Jeg savner dig', 'Jeg savne dig.'), 'Jeg savner dig.');
});

test('a field emptied elsewhere keeps the composed word', () => {
  assert.match(withComposed('Tak. Jeg savne', 'Tak. Jeg savner', ''), /savner/);
});

const letters = fc.constantFrom(...'abcdefghij');
/** The words, each made unique by a number. */
const numbered = (texts, from) => texts.map((text, i) => `${text}${from + i}`);
const wordsUpTo = (most) =>
  fc.array(fc.string({ unit: letters, minLength: 1, maxLength: 4 }), { maxLength: most });
const stops = fc.array(fc.constantFrom(' ', ' ', ' ', '. ', '.\n', '? '), { minLength: 60, maxLength: 60 });

test('at any letter of a new word, whatever came, each word of both sides is there once', () => {
  fc.assert(
    fc.property(
      wordsUpTo(12),
      wordsUpTo(4),
      stops,
      fc.nat(),
      fc.nat(),
      fc.string({ unit: letters, minLength: 1, maxLength: 8 }),
      fc.boolean(),
      (old, came, gaps, where, at, typed, isAtEnd) => {
        const before = numbered(old, 100);
        const text = (words) =>
          words
            .map(
              (word, i) => word + (i === words.length - 1 ? '' : gaps[Number(word.replace(/\D/g, '')) % 50]),
            )
            .join('');
        const place = where % (before.length + 1);
        const wanted = text([...before.slice(0, place), ...numbered(came, 500), ...before.slice(place)]);
        const shown = text(before);
        // A new word, composed letter by letter, between two others or at the end.
        const spots = [...shown.matchAll(/(?<=\s)|$/gu)].map(({ index }) => index);
        const spot = isAtEnd ? shown.length : spots[at % spots.length];
        for (let length = 1; length <= typed.length; length += 1) {
          const word = `z${typed.slice(0, length)}`;
          const lead = spot && !/\s/.test(shown[spot - 1]) ? ' ' : '';
          const behind = spot < shown.length ? ' ' : '';
          const result = withComposed(
            shown,
            shown.slice(0, spot) + lead + word + behind + shown.slice(spot),
            wanted,
          );
          for (const expected of [...before, ...numbered(came, 500), word])
            assert.equal(
              count(result, expected),
              1,
              `${JSON.stringify(expected)} in ${JSON.stringify(result)}`,
            );
        }
      },
    ),
    { numRuns: RUNS },
  );
});

test('an existing word that is composed further is there once, in its last form', () => {
  fc.assert(
    fc.property(
      wordsUpTo(8),
      wordsUpTo(3),
      stops,
      fc.nat(),
      fc.nat(),
      fc.string({ unit: letters, minLength: 1, maxLength: 6 }),
      (old, came, gaps, where, at, typed) => {
        const before = numbered(['x', ...old], 100);
        const text = (words) =>
          words
            .map(
              (word, i) => word + (i === words.length - 1 ? '' : gaps[Number(word.replace(/\D/g, '')) % 50]),
            )
            .join('');
        const place = where % (before.length + 1);
        const which = at % before.length;
        const more = [...before.slice(0, place), ...numbered(came, 500), ...before.slice(place)];
        for (let length = 1; length <= typed.length; length += 1) {
          const grown = before[which] + typed.slice(0, length);
          const result = withComposed(text(before), text(before.with(which, grown)), text(more));
          assert.equal(count(result, before[which]), 0, result);
          for (const expected of more)
            assert.equal(
              count(result, expected === before[which] ? grown : expected),
              1,
              `${expected} in ${JSON.stringify(result)}`,
            );
        }
      },
    ),
    { numRuns: RUNS },
  );
});
