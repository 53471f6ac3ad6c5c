// The picture: every character of the words stands on it, each line has room, and it is never too large.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { pictureBlocks } from '../../webapp/static/js/core/picture/blocks.js';
import { MARGIN, WIDTH, pictureLayout } from '../../webapp/static/js/core/picture/layout.js';
import { isFromTheRight, wrap } from '../../webapp/static/js/core/picture/wrap.js';
import { anyText, oddText } from './texts.js';

const COLUMNS = 20;
const fits = (line) => line.length <= COLUMNS;
/** As wide as half its height: a letter of most fonts. */
const measure = (text, { size }) => text.length * size * 0.5;
const APPS = { own: '', headline: 'Jeg kan ikke finde ordene lige nu.', rest: 'Læs det her. Giv mig tid.' };
const lineOf = (text, stem = 'Jeg vil gerne have hjælp til') => ({
  part: 'help',
  text,
  stem: { stem, inline: false },
});
const textOf = ({ lines }, family) =>
  lines
    .filter(({ font }) => font.family === family)
    .map(({ text }) => text)
    .join('');

test('the lines are the text, character for character', () => {
  fc.assert(
    fc.property(fc.oneof(anyText, oddText), (text) => {
      const lines = wrap(text, fits);
      assert.equal(lines.map((line) => line.text).join(''), text);
    }),
    { numRuns: 500 },
  );
});

test('a line is too long only where it is a single letter', () => {
  const letters = new Intl.Segmenter('da', { granularity: 'grapheme' });
  fc.assert(
    fc.property(fc.oneof(anyText, oddText), (text) => {
      for (const line of wrap(text, fits)) {
        const shown = line.text.trimEnd();
        assert.ok(fits(shown) || [...letters.segment(shown)].length === 1, JSON.stringify(shown));
      }
    }),
  );
});

test('words stay whole where a line has room, and a family stays one letter', () => {
  assert.deepEqual(
    wrap('Jeg vil gerne hjem til min hund.', fits).map(({ text }) => text),
    ['Jeg vil gerne hjem ', 'til min hund.'],
  );
  const family = '👩‍👩‍👧';
  const lines = wrap(family.repeat(9), fits).map(({ text }) => text);
  assert.ok(lines.length > 2);
  assert.ok(lines.every((line) => line === family.repeat(line.length / family.length)));
});

test('a line break of the person begins a new line, and spaces that hold words together do not', () => {
  assert.deepEqual(
    wrap('en\r\n\nto\u2028tre', fits).map(({ text }) => text),
    ['en\r\n', '\n', 'to\u2028', 'tre'],
  );
  assert.deepEqual(
    wrap('om morgenen kl. ca.\u00a08.30', fits).map(({ text }) => text),
    ['om morgenen kl. ', 'ca.\u00a08.30'],
  );
});

test('each paragraph has the direction of its first letter', () => {
  assert.equal(isFromTheRight('12 😊 שלום Åse'), true);
  assert.equal(isFromTheRight('Åse שלום'), false);
  assert.equal(isFromTheRight('…'), false);
  assert.deepEqual(
    wrap('مرحبا\nHej', fits).map(({ rtl }) => rtl),
    [true, false],
  );
});

test('a picture holds the whole request and the whole first line, in lines below one another', () => {
  fc.assert(
    fc.property(oddText, anyText, fc.boolean(), (own, text, isOwn) => {
      const request = { ...APPS, own: isOwn ? own : '' };
      const blocks = pictureBlocks(request, text.trim() ? lineOf(text, isOwn ? '' : undefined) : null);
      const layout = pictureLayout(blocks, measure);
      if (!layout) return;
      const wanted = [...blocks.request, ...blocks.words];
      for (const family of ['app', 'words'])
        assert.equal(
          textOf(layout, family),
          wanted.filter(({ font }) => font.family === family).map((block) => block.text).join(''),
        ); // prettier-ignore
      let above = 0;
      for (const { y, font, text: shown } of layout.lines) {
        assert.ok(y >= above + font.size && y < layout.height - MARGIN);
        assert.ok(measure(shown.trimEnd(), font) <= WIDTH - 2 * MARGIN || shown.trimEnd().length < 30);
        above = y;
      }
    }),
    { numRuns: 200 },
  );
});

test('a request of their own is headline and rest, exactly as written', () => {
  const own = 'Jeg går i stå. Bare vent lidt.\nJeg kommer igen.';
  const { request } = pictureBlocks({ ...APPS, own }, null);
  assert.deepEqual(
    request.map(({ text }) => text),
    ['Jeg går i stå.', 'Bare vent lidt.\nJeg kommer igen.'],
  );
  assert.ok(request.every(({ font }) => font.family === 'words'));
});

test('long words get smaller letters, and too many are refused whole, at once', () => {
  const sizeOf = (text) =>
    pictureLayout(pictureBlocks(APPS, lineOf(text)), measure)?.lines.at(-1).font.size ?? 0;
  const sizes = [10, 100, 300].map((count) => sizeOf('morgen '.repeat(count)));
  assert.ok(sizes[0] > sizes[1] && sizes[1] > sizes[2] && sizes[2] > 0, String(sizes));
  let measured = 0;
  const counting = (text, font) => {
    measured += 1;
    return measure(text, font);
  };
  for (const text of ['æ'.repeat(50_000), 'a b '.repeat(12_500), '\n'.repeat(50_000)])
    assert.equal(pictureLayout(pictureBlocks(APPS, lineOf(text)), counting), null);
  assert.equal(measured, 0);
  assert.equal(pictureLayout(pictureBlocks(APPS, lineOf('a\n'.repeat(200))), measure), null);
});
