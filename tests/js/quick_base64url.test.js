// The browser's decoder of base64url reads the same as ours, and refuses the same. Node has it behind a flag.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { test } from 'node:test';
import fc from 'fast-check';
import { decoded } from '../../webapp/static/js/data/sealing/quick_base64url.js';
import { fromBase64url, toBase64url } from '../../webapp/static/js/data/sealing/base64url.js';

const FLAG = '--js-base-64';
const RUNS = 3_000;

/** The bytes as a list, or null where the text is refused. */
function bytesOrNull(read, text) {
  try {
    return [...read(text)];
  } catch {
    return null;
  }
}

const right = fc.uint8Array({ maxLength: 60 }).map(toBase64url);
const letters = fc.string({ unit: fc.constantFrom(...'AQgw-_+/= \n\t\0Zæ9'), maxLength: 12 });
const spoiled = fc
  .tuple(right, fc.nat(80), letters)
  .map(([text, at, more]) => text.slice(0, at) + more + text.slice(at));

if (process.execArgv.includes(FLAG)) {
  test('with a decoder of its own', () => {
    assert.equal(typeof Uint8Array.fromBase64, 'function');
    fc.assert(
      fc.property(fc.oneof(right, letters, spoiled), (text) =>
        assert.deepEqual(bytesOrNull(decoded, text), bytesOrNull(fromBase64url, text), JSON.stringify(text)),
      ),
      { numRuns: RUNS },
    );
  });
} else {
  test('a browser with a decoder reads and refuses as one without', () => {
    const { NODE_TEST_CONTEXT: _, ...environment } = process.env;
    execFileSync(process.execPath, [FLAG, import.meta.filename], { env: environment, stdio: 'pipe' });
  });

  test('a browser without a decoder reads with ours', () => {
    assert.equal(Uint8Array.fromBase64, undefined);
    assert.deepEqual(decoded('AQID'), Uint8Array.of(1, 2, 3));
    assert.throws(() => decoded('AQ ='));
  });
}
