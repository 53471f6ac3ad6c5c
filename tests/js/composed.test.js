// A text that comes from elsewhere while a keyboard composes: the word and the text are both there, each once.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { runsOf } from './sweep.js';
import { withComposed } from '../../webapp/static/js/core/text/composed.js';

const RUNS = runsOf(4000);
const count = (text, word) => text.split(/[^\p{L}\p{N}]+/u).filter((one) => one === word).length;

test('a word goes on where it stands, and what came is behind it', () => {
  assert.equal(
    withComposed('Jeg savne', 'Jeg savner', 'Jeg savne\nDet er sandt.'),
    'Jeg savner\nDet er sandt.',
  );
  assert.equal(withComposed('Jeg savne', 'Jeg savner', 'Jeg savne dig'), 'Jeg savner dig');
  assert.equal(withComposed('Jeg savne', 'Jeg savner', 'Hej. Jeg savne'), 'Hej. Jeg savner');
  assert.equal(withComposed('savne', 'savne', 'Hej. savne'), 'Hej. savne');
  assert.equal(withComposed('', 's', 'Hej.'), 's Hej.');
});

test('a word that both sides changed is there in both versions, or once where one goes on from the other', () => {
  assert.equal(
    withComposed('Jeg savne dig', 'Jeg savner dig', 'Jeg savnede dig.'),
    'Jeg savnede savner dig.',
  );
  assert.equal(withComposed('Jeg sav dig', 'Jeg savner dig', 'Jeg savne dig.'), 'Jeg savner dig.');
});

test('a field that was emptied keeps the word that is composed', () => {
  assert.match(withComposed('Tak. Jeg savne', 'Tak. Jeg savner', ''), /savner/);
});

const letters = fc.constantFrom(...'abcdefghij');
/** Words that are each there once: by number. */
const numbered = (texts, from) => texts.map((text, i) => `${text}${from + i}`);
const some = (most) =>
  fc.array(fc.string({ unit: letters, minLength: 1, maxLength: 4 }), { maxLength: most });
const stops = fc.array(fc.constantFrom(' ', ' ', ' ', '. ', '.\n', '? '), { minLength: 60, maxLength: 60 });

test('whatever came, and at whatever letter of a word, each word of both sides is there once', () => {
  fc.assert(
    fc.property(
      some(12),
      some(4),
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
          for (const one of [...before, ...numbered(came, 500), word])
            assert.equal(count(result, one), 1, `${JSON.stringify(one)} in ${JSON.stringify(result)}`);
        }
      },
    ),
    { numRuns: RUNS },
  );
});

test('a word that is there already and is composed on is there once, in its last shape', () => {
  fc.assert(
    fc.property(
      some(8),
      some(3),
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
          for (const one of more)
            assert.equal(
              count(result, one === before[which] ? grown : one),
              1,
              `${one} in ${JSON.stringify(result)}`,
            );
        }
      },
    ),
    { numRuns: RUNS },
  );
});
