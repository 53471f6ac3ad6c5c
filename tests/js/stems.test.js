// The stem before a part's words: when it is shown, and when the person's words already begin with it.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { KEY_WORDS, STEMS, beginsWithStem, stemFor } from '../../webapp/static/js/core/statement/stems.js';

/** @type {[part: string, text: string, lang: string, stem: string, inline: boolean][]} */
const CASES = [
  ['introduce', 'Jeg hedder Bo.', 'da', '', false],
  ['important', 'sove godt.', 'da', 'Det er vigtigt for mig at', true],
  ['important', 'Ro.', 'da', 'Det er vigtigt for mig at', false],
  ['important', 'at sove godt.', 'da', 'Det er vigtigt for mig', true],
  ['important', 'At sove godt.', 'da', 'Det er vigtigt for mig', false],
  ['important', 'atomkraft', 'da', 'Det er vigtigt for mig at', true],
  ['important', 'Det er vigtigt for mig at sove.', 'da', '', false],
  ['important', 'det er  vigtigt\nfor mig, at sove.', 'da', '', false],
  ['important', 'Det er vigtigt for mig … ro', 'da', '', false],
  ['important', 'Det er vigtigt for migselv', 'da', '', false],
  ['important', 'It is important to me to sleep.', 'da', '', false],
  ['important', 'to sleep.', 'en', 'It is important to me', true],
  ['help', 'at få ro.', 'da', 'Jeg vil gerne have hjælp til', true],
  ['help', 'til at få ro.', 'da', 'Jeg vil gerne have hjælp', true],
  ['help', 'hjælp til at få ro.', 'da', '', false],
  ['help', 'have hjælp til at få ro.', 'da', '', false],
  ['help', 'Jeg vil gerne have hjælp med at sove.', 'en', '', false],
  ['help', 'Jeg vil gerne sove.', 'da', '', false],
  ['help', 'Jeg vil gerne ha hjælp til at sove.', 'da', '', false],
  ['help', 'Jeg sover ikke.', 'da', 'Jeg vil gerne have hjælp til', false],
  ['important', "It's important to me that I sleep.", 'en', '', false],
  ['important', 'It’s important to me that I sleep.', 'da', '', false],
  ['important', 'Noget af det, der er mest vigtigt.', 'da', '', false],
  ['important', 'en to tre fire fem seks syv otte vigtigt.', 'da', 'Det er vigtigt for mig at', true],
  ['so_that', 'arbejde.', 'da', 'Så jeg kan', true],
  ['so_that', 'jeg kan arbejde.', 'da', '', false],
  ['so_that', 'så jeg igen kan arbejde.', 'da', '', false],
  ['so_that', 'Så jeg ikke bliver syg.', 'en', '', false],
  ['so_that', 'So I can work.', 'en', '', false],
  ['so_that', '2. Så jeg kan arbejde.', 'da', '', false],
  ['so_that', 'SÅ JEG KAN… arbejde.', 'da', '', false],
  ['so_that', 'work.', 'en', 'So that I can', true],
  ['so_that', '', 'da', 'Så jeg kan', true],
  ['so_that', 'arbejde.', 'xx', 'Så jeg kan', true],
];

for (const [part, text, lang, stem, inline] of CASES) {
  test(`stem of ${part} in ${lang} before ${JSON.stringify(text)}`, () => {
    assert.deepEqual(stemFor(part, text, lang), { stem, inline });
  });
}

const WITH_STEM = ['important', 'help', 'so_that'];
const LANGS = Object.keys(STEMS);
/** Words that are in no stem. */
const other = fc.constantFrom(
  'hunden',
  'skoven',
  'igen',
  'rolig',
  'børn',
  'hverdag',
  'måske',
  'work',
  'people',
  'sleeping',
);
const others = (most) => fc.array(other, { maxLength: most });
const anyLang = fc.constantFrom(...LANGS);
const where = { part: fc.constantFrom(...WITH_STEM), lang: anyLang, screen: anyLang };

/** The words in other spellings: capitals, punctuation between words, a list item. */
const written = (words) =>
  fc
    .tuple(
      fc.constantFrom(
        (t) => t,
        (t) => t.toUpperCase(),
        (t) => t[0].toUpperCase() + t.slice(1),
      ),
      fc.constantFrom(' ', '  ', '\n', ' … ', ', '),
      fc.constantFrom('', '- ', '“', '1. '),
    )
    .map(([size, gap, start]) => start + size(words.join(gap)));

const opening = (words) =>
  fc.record(where).chain((at) =>
    words(at)
      .chain(written)
      .map((text) => ({ ...at, text })),
  );
const noStem = ({ part, screen, text }) => assert.equal(stemFor(part, text, screen).stem, '');

test('no stem is shown before a text that begins with its first two words, in any language', () => {
  const begins = opening(({ part, lang }) =>
    others(9).map((rest) => [...STEMS[lang][part].split(' ').slice(0, 2), ...rest]),
  );
  fc.assert(fc.property(begins, noStem), { numRuns: 1000 });
});

test('no stem is shown before a text with its key word among the first eight, in any language', () => {
  const withKeyWord = opening(({ part }) =>
    fc
      .tuple(others(7), fc.constantFrom(...KEY_WORDS[part]), others(3))
      .map(([before, key, after]) => [...before, key, ...after]),
  );
  fc.assert(fc.property(withKeyWord, noStem), { numRuns: 1000 });
});

test('the whole stem is shown before a text in other words', () => {
  const plain = opening(() => fc.array(other, { minLength: 1, maxLength: 12 }));
  fc.assert(
    fc.property(plain, ({ part, screen, text }) => {
      assert.equal(stemFor(part, text, screen).stem, STEMS[screen][part]);
      assert.equal(beginsWithStem(part, text), false);
    }),
    { numRuns: 1000 },
  );
});

test('a sentence begins with the stem even if a word is inserted or left out', () => {
  const nearStem = opening(({ part, lang }) => {
    const stem = STEMS[lang][part].split(' ');
    const spare = stem.map((_, i) => i).filter((i) => i >= 2 && !KEY_WORDS[part].includes(stem[i]));
    return fc
      .tuple(fc.option(fc.constantFrom(...spare, stem.length)), fc.nat(2), other, others(4))
      .map(([out, at, word, rest]) => {
        const kept = stem.filter((_, i) => i !== out);
        return [...kept.toSpliced(1 + (at % (stem.length - 1)), 0, word), ...rest];
      });
  });
  fc.assert(
    fc.property(nearStem, ({ part, text }) => assert.ok(beginsWithStem(part, text), text)),
    { numRuns: 1000 },
  );
});

const NEAR = {
  so_that: [
    'så jeg igen kan arbejde',
    'Så at jeg kan arbejde.',
    'Så kan jeg arbejde.',
    'So I can work again.',
  ],
  help: [
    'Jeg vil gerne ha hjælp til at sove.',
    'Jeg vil gerne have lidt hjælp med at sove.',
    'I’d like help with sleep.',
    '- Jeg vil meget gerne have hjælp.',
  ],
  important: [
    "It's important to me that I sleep.",
    'Det er meget vigtigt for mig at sove.',
    'Det er vigtigt, at vi taler roligt.',
  ],
};
const STORIES = {
  help: [
    'Efter ulykken fik jeg hjælp af min bror.',
    'Jeg fik hjælp i et år.',
    'Jeg vil sige tak for sidst.',
    'Hej.',
    '',
  ],
  important: ['Det er ti år siden.', 'Min familie siger, det er vigtigt for dem.'],
  so_that: ['Så jeg flyttede hjem.', 'Min hund kan jeg tage med.'],
  introduce: ['Så jeg kan arbejde.'],
};
const eachOf = (texts) => Object.entries(texts).flatMap(([part, own]) => own.map((text) => [part, text]));

test('a text close to the stem begins with it, and a story does not', () => {
  for (const [part, text] of eachOf(NEAR)) assert.ok(beginsWithStem(part, text), text);
  for (const [part, text] of eachOf(STORIES)) assert.ok(!beginsWithStem(part, text), text);
});
