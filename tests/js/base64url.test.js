// base64url: each value has exactly one encoding, and anything else is refused.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { fromBase64url, toBase64url } from '../../webapp/static/js/data/sealing/base64url.js';

test('base64url has one encoding for each value', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 100 }), (bytes) => {
      const text = toBase64url(bytes);
      assert.equal(text, Buffer.from(bytes).toString('base64url'));
      assert.deepEqual(fromBase64url(text), bytes);
    }),
  );
  for (const text of ['A', 'AB', 'AA=', 'A A', '+A', '/A', 'æ', 'AAAAA', 'AA\n'])
    assert.throws(() => fromBase64url(text), Error, JSON.stringify(text));
  const long = crypto.getRandomValues(new Uint8Array(65_536));
  assert.deepEqual(fromBase64url(toBase64url(long)), long);
});
