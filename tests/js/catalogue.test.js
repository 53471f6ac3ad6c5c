// The app's words: Danish as written, other languages from their tables, numbers and dates filled in.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import {
  catalogue,
  formatDay,
  formatWhen,
  withTimeKept,
} from '../../webapp/static/js/core/language/catalogue.js';
import { KINDS, PARTS } from '../../webapp/static/js/core/statement/fields.js';
import { kindName, partName, titleOf } from '../../webapp/static/js/core/language/labels.js';

const FACTS = { version: 'x', paths: { start: '/da/' }, switch: {} };
const DANISH = catalogue({ ...FACTS, lang: 'da', words: {} });
const ENGLISH = catalogue({
  ...FACTS,
  lang: 'en',
  words: {
    'Gem en kopi': 'Save a copy',
    'Hentet: {n}.': 'Fetched: {n}.',
    '{n} dag': ['{n} day', '{n} days'],
    'Uden titel': 'No title',
  },
});

test('Danish is shown as it is written', () => {
  fc.assert(
    fc.property(
      fc.string({ unit: 'grapheme' }).filter((text) => !/[{}]/.test(text) && !(text in {})),
      (text) => {
        assert.equal(DANISH.t(text), text);
      },
    ),
  );
  assert.equal(DANISH.lang, 'da');
  assert.deepEqual(DANISH.paths, FACTS.paths);
});

test('another language is looked up in its table; a missing entry is shown in Danish', () => {
  assert.equal(ENGLISH.t('Gem en kopi'), 'Save a copy');
  assert.equal(ENGLISH.t('Noget nyt'), 'Noget nyt');
});

test('a value is inserted exactly and is not expanded again', () => {
  assert.equal(ENGLISH.t('Hentet: {n}.', { n: 3 }), 'Fetched: 3.');
  assert.equal(DANISH.t('{at} af {all}', { at: 1, all: 4 }), '1 af 4');
  assert.equal(DANISH.t('{a}{b}{a}', { a: 'x', b: 'y' }), 'xyx');
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.constantFrom('$&', '$1', '{n}', '{all}', '$$')), (value) => {
      assert.equal(DANISH.t('Før {n} efter', { n: value, all: 'z' }), `Før ${value} efter`);
    }),
  );
});

test('a placeholder without a value is empty, and zero is a value', () => {
  assert.equal(DANISH.t('Hentet: {n}.'), 'Hentet: .');
  assert.equal(DANISH.t('Hentet: {n}.', { n: 0 }), 'Hentet: 0.');
});

test('one is singular and every other number plural, in both languages', () => {
  const days = (words) => [0, 1, 2, 21].map((n) => words.tn('{n} dag', '{n} dage', n));
  assert.deepEqual(days(DANISH), ['0 dage', '1 dag', '2 dage', '21 dage']);
  assert.deepEqual(days(ENGLISH), ['0 days', '1 day', '2 days', '21 days']);
  assert.equal(ENGLISH.tn('{n} ord', '{n} ord', 2), '2 ord');
});

test('a date is written out in its language', () => {
  assert.equal(formatDay('2026-11-22T12:00:00.000Z', 'da'), '22. november 2026');
  assert.equal(formatDay('2026-11-22T12:00:00.000Z', 'en'), '22 November 2026');
  assert.match(
    formatDay('2026-11-22T12:00:00.000Z', 'da', true),
    /^22\. november 2026 kl\.\u00a0\d\d[.:]\d\d$/,
  );
});

test('a time is shown as wall time in any time zone, even in an hour that the clocks skip', () => {
  for (const zone of ['Europe/Copenhagen', 'America/New_York', 'Pacific/Auckland']) {
    process.env.TZ = zone;
    assert.match(formatWhen('2026-11-26T10:00', 'da'), /^torsdag den 26\. november kl\.\u00a010[.:]00$/);
    assert.equal(formatWhen('2026-11-26', 'da'), 'torsdag den 26. november');
    assert.match(formatWhen('2027-03-28T02:30', 'da'), /^søndag den 28\. marts kl\.\u00a002[.:]30$/);
  }
});

test('a time never stands on another line than its "kl.", and a day is not held to anything', () => {
  assert.equal(formatWhen('2026-11-26T10:00', 'en'), 'Thursday 26 November at\u00a010:00');
  assert.equal(formatWhen('2026-11-26', 'en'), 'Thursday 26 November');
  assert.match(
    formatWhen('2026-11-26T10:00', 'da', true),
    /^torsdag den 26\. november 2026 kl\.\u00a010[.:]00$/,
  );
  assert.equal(withTimeKept('i dag kl. 9.30'), 'i dag kl.\u00a09.30');
  for (const text of ['den 26. november 2026', 'kl. 10', '12 ord', '1.000 kr.'])
    assert.equal(withTimeKept(`om ${text}`), `om ${text}`);
});

test('every part and every kind of meeting has a different name', () => {
  const names = [
    ...PARTS.map((part) => partName(part, DANISH)),
    ...KINDS.map((kind) => kindName(kind, DANISH)),
  ];
  assert.ok(names.every((name) => typeof name === 'string' && name));
  assert.equal(new Set(names).size, PARTS.length + KINDS.length);
  assert.equal(partName('important', DANISH), 'Det er vigtigt for mig at…');
  assert.equal(kindName('', DANISH), '');
});

test('a title is shown as written, and one of white space counts as none', () => {
  assert.equal(titleOf({ title: ' Til lægen ' }, ENGLISH), ' Til lægen ');
  assert.equal(titleOf({ title: ' \n' }, ENGLISH), 'No title');
  assert.equal(titleOf({ title: '' }, DANISH), 'Uden titel');
});
