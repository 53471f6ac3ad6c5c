// The lists of abbreviations: no ordinary word is in them, and an abbreviation does not end a sentence.
import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { test } from 'node:test';
import * as lists from '../../webapp/static/js/core/text/abbreviation_list.js';
import { segment } from '../../webapp/static/js/core/text/sentences.js';
import { COMMON_WORDS } from './common_words.js';
import { EXAMPLES } from './examples.js';

const { BEFORE_NAMES, SELDOM_LAST, MAY_END, CLOSERS, BESIDE_NUMBERS } = lists;
/** Always read as abbreviations, whatever is beside them. So none may be an ordinary word too. */
const ALWAYS = [...BEFORE_NAMES, ...SELDOM_LAST, ...MAY_END, ...CLOSERS].filter(
  (word) => !word.includes('.'),
);

/** The app's texts. languages.toml is left out because it holds none. */
const content = new URL('../../webapp/content/', import.meta.url);
const filesIn = (folder) =>
  readdirSync(new URL(folder, content), { recursive: true }).filter(
    (name) => /\.(?:md|toml|txt)$/.test(name) && name !== 'languages.toml',
  );
const TEXTS = [
  ...filesIn('./').map((name) => readFileSync(new URL(name, content), 'utf8')),
  readFileSync(new URL('../translations/en/LC_MESSAGES/messages.po', content), 'utf8').replaceAll(
    /^#.*|^"\S+: .*/gm,
    '',
  ),
  ...EXAMPLES.flatMap(([, , texts]) => texts),
  COMMON_WORDS,
];
/** Abbreviations that these texts also write without a full stop. */
const WITHOUT_STOP = new Set(['fx', 'cpr', 'kr', 'km', 'mm', 'dl', 'pdf', 'el']);

/** How often each lower-case word occurs without a full stop after it. */
function frequencies() {
  const counts = new Map();
  for (const text of TEXTS)
    for (const [word] of text.matchAll(/(?<![\p{L}\p{N}./_@-])\p{Ll}+(?![\p{L}\p{N}.\/_@=-])/gu))
      counts.set(word, (counts.get(word) ?? 0) + 1);
  return counts;
}

test('the texts have enough words to tell what is common', () => {
  const counts = frequencies();
  assert.ok(counts.size > 3000, String(counts.size));
  for (const word of ['med', 'dog', 'min', 'no', 'best', 'art', 'ill', 'sat'])
    assert.ok(counts.has(word), word);
});

test('no ordinary word is in the lists of words that are always abbreviations', () => {
  const counts = frequencies();
  assert.deepEqual(
    ALWAYS.filter((word) => counts.has(word) && !WITHOUT_STOP.has(word)),
    [],
  );
});

test('a common word with a full stop ends its sentence', () => {
  const unsplit = COMMON_WORDS.split(/\s+/).filter((word) => {
    const text = `Her er ${word}. det går.`;
    return segment(text).length !== 2 && !WITHOUT_STOP.has(word);
  });
  assert.deepEqual(unsplit, []);
});

test('each abbreviation is in one list only, in lower case', () => {
  const all = [BEFORE_NAMES, SELDOM_LAST, MAY_END, CLOSERS, BESIDE_NUMBERS].flatMap((list) => [...list]);
  assert.deepEqual(
    all.filter((word, i) => all.indexOf(word) !== i || word !== word.toLowerCase() || word.endsWith('..')),
    [],
  );
});

test('none ends its sentence before a number, and none of ALWAYS before a small letter', () => {
  for (const word of ALWAYS) {
    for (const text of [`Bo var ${word}. andre her.`, `Bo var ${word}. 4 her.`])
      assert.deepEqual(
        segment(text).map((sentence) => sentence.text),
        [text],
      );
  }
  for (const word of BESIDE_NUMBERS) assert.equal(segment(`Bo var ${word}. 4 her.`).length, 1, word);
});
