// The letters of a copy file.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { CopyError } from '../../webapp/static/js/core/backup/read_copy.js';
import { decodeCopy } from '../../webapp/static/js/data/backup/decode.js';
import { SAMPLE, copyOf } from './copy_samples.js';
import { anyText } from './texts.js';

test('the letters of a file are read to the letter, with a mark at its beginning or without', () => {
  fc.assert(
    fc.property(anyText, (words) => {
      const source = copyOf([{ ...SAMPLE, title: words }]);
      for (const bytes of [Buffer.from(source), Buffer.from(`\ufeff${source}`)])
        assert.equal(decodeCopy(bytes), source);
    }),
    { numRuns: 300 },
  );
});

test('a file that was saved again in another encoding is refused, and says so', () => {
  const refused = (/** @type {Uint8Array} */ bytes) =>
    assert.throws(
      () => decodeCopy(bytes),
      (error) => error instanceof CopyError && error.code === 'encoding',
    );
  fc.assert(
    fc.property(
      fc.array(fc.constantFrom('å', 'Æ', 'ø', 'é', 'ü', 'få', ' ', 'ord', '.'), { minLength: 1 }),
      (pieces) => {
        const words = pieces.join('');
        fc.pre(/[^\0-\x7f]/.test(words));
        const source = copyOf([{ ...SAMPLE, title: words }]);
        refused(Buffer.from(source, 'latin1'));
        refused(Buffer.from(`\ufeff${source}`, 'utf16le'));
        // One byte of a letter lost on the way.
        const whole = Buffer.from(source);
        const at = whole.findIndex((byte) => byte > 0x7f);
        refused(Buffer.concat([whole.subarray(0, at), whole.subarray(at + 1)]));
      },
    ),
    { numRuns: 300 },
  );
});
