// The code and the keys of a pairing: known vectors, and texts that are no code.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import fc from 'fast-check';
import { codeText, readCode } from '../../webapp/static/js/data/pairing/code.js';
import {
  agree,
  commitmentTo,
  letterId,
  letterKey,
  newPair,
  pointIn,
} from '../../webapp/static/js/data/pairing/pair_keys.js';
import { PairingError } from '../../webapp/static/js/data/pairing/pairing_error.js';
import { openShare, sealShare } from '../../webapp/static/js/data/share/sealed_share.js';
import { fromBase64url, toBase64url } from '../../webapp/static/js/data/sealing/base64url.js';

const VECTORS = JSON.parse(readFileSync(new URL('../vectors/pairing-v1.json', import.meta.url), 'utf-8'));
const { code: CODE, origin: ORIGIN } = VECTORS.pairings[0];
const sha256 = async (bytes) => toBase64url(new Uint8Array(await crypto.subtle.digest('SHA-256', bytes)));

/** @param {string} d @param {string} point */
function privateKey(d, point) {
  const bytes = fromBase64url(point);
  const [x, y] = [toBase64url(bytes.subarray(1, 33)), toBase64url(bytes.subarray(33))];
  const curve = { name: 'ECDH', namedCurve: 'P-256' };
  return crypto.subtle.importKey('jwk', { kty: 'EC', crv: 'P-256', d, x, y }, curve, false, ['deriveBits']);
}

/** The name of the error, or what the code says. */
const readAs = (text, origin = ORIGIN) =>
  readCode(text, origin).catch((error) => {
    assert.ok(error instanceof PairingError, String(error));
    return error.code;
  });

for (const [i, known] of VECTORS.pairings.entries()) {
  test(`pairing ${i + 1} of the vectors comes out the same on both devices`, async () => {
    const [seed, newPoint, oldPoint] = [known.seed, known.new_public, known.old_public].map(fromBase64url);
    const bound = { seed, newPoint, oldPoint };
    const fresh = await agree(await privateKey(known.new_private, known.new_public), oldPoint, bound);
    const old = await agree(await privateKey(known.old_private, known.old_public), newPoint, bound);
    assert.deepEqual(fresh, old);
    assert.deepEqual(fresh.words, known.words);
    assert.equal(await codeText(seed, newPoint, known.origin), known.code);
    const read = await readCode(known.code, known.origin);
    assert.deepEqual(read, { seed, commitment: await commitmentTo(seed, newPoint) });
    for (const [n, { share_id, key, nonce, document, sealed_sha256 }] of known.letters.entries()) {
      const bytes = n === 3 ? fresh.key : await letterKey(seed, n);
      assert.deepEqual([await letterId(seed, n), toBase64url(bytes)], [share_id, key]);
      const sealed = await sealShare(share_id, bytes, document, fromBase64url(nonce));
      assert.equal(await sha256(fromBase64url(sealed)), sealed_sha256);
      assert.equal(await openShare(share_id, bytes, sealed), document);
    }
  });
}

for (const { why, code, origin, error } of VECTORS.rejects) {
  test(`a code is refused: ${why}`, async () => assert.equal(await readAs(code, origin), error));
}

test('white space anywhere in a pasted code does not matter', async () => {
  const expected = await readAs(CODE);
  const spaces = fc.array(fc.tuple(fc.nat(CODE.length), fc.constantFrom(' ', '\n', '\t', '\u00a0')), {
    maxLength: 20,
  });
  await fc.assert(
    fc.asyncProperty(spaces, async (added) => {
      const text = added.reduce((so, [at, space]) => so.slice(0, at) + space + so.slice(at), CODE);
      assert.deepEqual(await readAs(text), expected);
    }),
    { numRuns: 50 },
  );
});

test('a code with any character changed is no code', async () => {
  const change = fc.tuple(fc.integer({ min: 4, max: CODE.length - 1 }), fc.constantFrom(...'AZaz09-_'));
  await fc.assert(
    fc.asyncProperty(change, async ([at, letter]) => {
      fc.pre(CODE[at] !== letter);
      assert.equal(await readAs(CODE.slice(0, at) + letter + CODE.slice(at + 1)), 'foreign');
    }),
    { numRuns: 200 },
  );
});

test('no text of any kind is read as a code, nor fails in another way', async () => {
  const body = fc.stringMatching(/^[A-Za-z0-9_-]{52}$/);
  const text = fc.oneof(
    { weight: 4, arbitrary: body.map((coded) => `eo1.${coded}`) },
    fc.string({ unit: 'binary', maxLength: 600 }),
  );
  await fc.assert(
    fc.asyncProperty(text, async (odd) => assert.ok(['foreign', 'newer'].includes(await readAs(odd)))),
    { numRuns: 300 },
  );
});

test('the private key of a pairing cannot be taken out', async () => {
  const { own } = await newPair();
  for (const format of ['jwk', 'pkcs8']) await assert.rejects(crypto.subtle.exportKey(format, own));
});

test('a point has one spelling', async () => {
  const { point } = await newPair();
  assert.deepEqual(pointIn(toBase64url(point)), point);
  for (const form of [0, 2, 3, 5, 6, 7]) {
    const other = Uint8Array.of(form, ...point.subarray(1));
    assert.throws(() => pointIn(toBase64url(other)), { code: 'changed' }, String(form));
  }
});
