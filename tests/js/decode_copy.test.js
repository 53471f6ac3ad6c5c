// Decoding a copy file: UTF-8 is read exactly, and any other encoding is refused.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { CopyError } from '../../webapp/static/js/core/backup/read_copy.js';
import { decodeCopy } from '../../webapp/static/js/data/backup/decode.js';
import { SAMPLE, copyOf } from './copy_samples.js';
import { anyText } from './texts.js';

test('UTF-8 is decoded exactly, with or without a byte order mark', () => {
  fc.assert(
    fc.property(anyText, (words) => {
      const source = copyOf([{ ...SAMPLE, title: words }]);
      for (const bytes of [Buffer.from(source), Buffer.from(`\ufeff${source}`)])
        assert.equal(decodeCopy(bytes), source);
    }),
    { numRuns: 300 },
  );
});

test('a file saved again in another encoding is refused with a code for it', () => {
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
        // One byte of a letter is missing.
        const whole = Buffer.from(source);
        const at = whole.findIndex((byte) => byte > 0x7f);
        refused(Buffer.concat([whole.subarray(0, at), whole.subarray(at + 1)]));
      },
    ),
    { numRuns: 300 },
  );
});
