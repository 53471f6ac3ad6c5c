// Sealed records: known vectors, which error each refusal has, and how much fits.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import fc from 'fast-check';
import { fromBase64url, toBase64url } from '../../webapp/static/js/data/sealing/base64url.js';
import { keysOf, newSecret } from '../../webapp/static/js/data/vault/keys.js';
import {
  BODY_SIZES,
  DOCUMENT_MAX_BYTES,
  SealedError,
  open,
  seal,
} from '../../webapp/static/js/data/vault/record.js';
import { anyCharacters, anyText, oddText } from './texts.js';

const VECTORS = JSON.parse(readFileSync(new URL('../vectors/boks-v1.json', import.meta.url), 'utf-8'));
const KEYS = await keysOf(fromBase64url(VECTORS.keys[2].secret));
const ID = VECTORS.records[0].record_id;
const sha256 = async (bytes) => toBase64url(new Uint8Array(await crypto.subtle.digest('SHA-256', bytes)));
const keysFor = ({ secret }) => keysOf(fromBase64url(secret));
const refusedAs = (code, promise, why) =>
  assert.rejects(promise, (error) => {
    assert.ok(error instanceof SealedError, `${why}: ${error}`);
    assert.equal(error.code, code, why);
    return true;
  });

/** A record with any body, sealed for its id and revision with the key directly. */
async function withBody(body, { keys = KEYS, rev = 1 } = {}) {
  const nonce = crypto.getRandomValues(new Uint8Array(12));
  const aad = new Uint8Array([
    ...new TextEncoder().encode('egne-ord/v1/record\0'),
    ...keys.id,
    ...fromBase64url(ID),
    0,
    0,
    0,
    0,
    0,
    0,
    0,
    rev,
  ]);
  const box = await crypto.subtle.encrypt(
    { name: 'AES-GCM', iv: nonce, additionalData: aad },
    keys.sealKey,
    body,
  );
  return toBase64url(new Uint8Array([1, ...nonce, ...new Uint8Array(box)]));
}
const bodyOf = (size, length, fill = []) => {
  const body = new Uint8Array(size);
  if (size >= 4) new DataView(body.buffer).setUint32(0, length);
  for (const [at, byte] of fill) body[at] = byte;
  return body;
};

test('records sealed with the known nonce have the known bytes, and open again', async () => {
  assert.equal(VECTORS.records.length, 4);
  for (const known of VECTORS.records) {
    const keys = await keysFor(known);
    const sealed = await seal(keys, known.record_id, known.rev, known.document, fromBase64url(known.nonce));
    if (known.sealed) assert.equal(sealed, known.sealed);
    assert.equal(fromBase64url(sealed).length, known.sealed_length);
    assert.equal(await sha256(fromBase64url(sealed)), known.sealed_sha256);
    assert.equal(await open(keys, known.record_id, known.rev, sealed), known.document);
  }
});

test('each known bad record is refused with its error code', async () => {
  assert.equal(VECTORS.rejects.length, 6);
  for (const known of VECTORS.rejects)
    await refusedAs(
      known.error,
      open(await keysFor(known), known.record_id, known.rev, known.sealed),
      known.why,
    );
});

test('a record of another vault, revision or id is not authentic', async () => {
  const sealed = await seal(KEYS, ID, 5, '{}');
  await refusedAs('not-authentic', open(await keysOf(newSecret()), ID, 5, sealed), 'vault');
  for (const rev of [1, 4, 6, 5 + 2 ** 32])
    await refusedAs('not-authentic', open(KEYS, ID, rev, sealed), `rev ${rev}`);
  await refusedAs('not-authentic', open(KEYS, VECTORS.records[1].record_id, 5, sealed), 'record');
});

test('any changed byte is detected, and so is any truncation', async () => {
  const bytes = fromBase64url(await seal(KEYS, ID, 1, '{"kind":"statement"}'));
  await fc.assert(
    fc.asyncProperty(
      fc.nat({ max: bytes.length - 1 }),
      fc.integer({ min: 1, max: 255 }),
      async (at, flip) => {
        await refusedAs(
          at ? 'not-authentic' : 'unknown-format',
          open(KEYS, ID, 1, toBase64url(bytes.with(at, bytes[at] ^ flip))),
          `byte ${at}`,
        );
      },
    ),
    { numRuns: 300 },
  );
  for (const length of [1, 2, 12, 13, 14, 28, 29, 4096, bytes.length - 1])
    await refusedAs(
      'not-authentic',
      open(KEYS, ID, 1, toBase64url(bytes.subarray(0, length))),
      `${length} bytes`,
    );
});

test('no bytes, another format and invalid base64url are an unknown format', async () => {
  const sealed = await seal(KEYS, ID, 1, '{}');
  for (const text of [
    '',
    'AA',
    `Ag${sealed.slice(2)}`,
    `${sealed}=`,
    sealed.replace('A', '+'),
    `${sealed} `,
    'æ',
    'A',
    'AB',
  ]) {
    await refusedAs('unknown-format', open(KEYS, ID, 1, text), text.slice(0, 20));
  }
});

test('a wrong body size, a length past its end and a byte after the document are bad padding', async () => {
  const bodies = [
    ...[0, 1, 4, 4095, 4097, 16383, 65535, 65537].map((size) => bodyOf(size, 0)),
    bodyOf(4096, 4093),
    bodyOf(4096, 0xffffffff),
    bodyOf(16384, 16381),
    bodyOf(65536, 65533),
    bodyOf(4096, 2, [[6, 1]]),
    bodyOf(4096, 2, [[4095, 1]]),
    bodyOf(4096, 0, [[4, 32]]),
    bodyOf(65536, 9, [[40_000, 255]]),
  ];
  for (const body of bodies)
    await refusedAs('bad-padding', open(KEYS, ID, 1, await withBody(body)), `${body.length}`);
  assert.equal(
    await open(KEYS, ID, 1, await withBody(bodyOf(4096, 4092, [[4095, 0x41]]))),
    `${'\0'.repeat(4091)}A`,
  );
});

test('a document that is not UTF-8 is refused, never repaired', async () => {
  for (const bytes of [[0xff], [0xc3], [0xed, 0xa0, 0x80], [0xc0, 0x80]]) {
    await refusedAs(
      'bad-padding',
      open(
        KEYS,
        ID,
        1,
        await withBody(
          bodyOf(
            4096,
            bytes.length,
            bytes.map((byte, i) => [4 + i, byte]),
          ),
        ),
      ),
      `${bytes}`,
    );
  }
});

test('a record gets the smallest of the three sizes that fits', async () => {
  for (const [length, size] of [
    [0, 4096],
    [4092, 4096],
    [4093, 16384],
    [16380, 16384],
    [16381, 65536],
    [65532, 65536],
  ]) {
    const document = 'a'.repeat(length);
    const sealed = await seal(KEYS, ID, 1, document);
    assert.equal(fromBase64url(sealed).length, 1 + 12 + size + 16, `${length}`);
    assert.equal(await open(KEYS, ID, 1, sealed), document);
  }
  assert.deepEqual(BODY_SIZES, [4096, 16384, 65536]);
});

test('65,532 bytes fit and one more is too long, in any characters', async () => {
  assert.equal(DOCUMENT_MAX_BYTES, 65_532);
  for (const unit of ['a', 'æ', '😊']) {
    const bytes = new TextEncoder().encode(unit).length;
    const longest = unit.repeat(DOCUMENT_MAX_BYTES / bytes);
    assert.equal(await open(KEYS, ID, 1, await seal(KEYS, ID, 1, longest)), longest);
    await refusedAs('too-long', seal(KEYS, ID, 1, `${longest}a`), unit);
  }
  await refusedAs('too-long', seal(KEYS, ID, 1, 'a'.repeat(1_000_000)), 'a million');
});

test('any text survives a round trip, emoji and lone surrogates too', async () => {
  const text = fc.oneof(
    anyText,
    oddText,
    anyCharacters(),
    fc.constantFrom('\ud83d', '\udc00\ud800', '\ufeff{}', '\0', '👩‍👩‍👧'),
  );
  await fc.assert(
    fc.asyncProperty(text, fc.integer({ min: 1, max: Number.MAX_SAFE_INTEGER }), async (words, rev) => {
      const document = JSON.stringify({ kind: 'statement', text: words });
      assert.equal(JSON.parse(await open(KEYS, ID, rev, await seal(KEYS, ID, rev, document))).text, words);
    }),
    { numRuns: 300 },
  );
});

test('sealing the same document again gives other bytes', async () => {
  const all = await Promise.all(Array.from({ length: 200 }, () => seal(KEYS, ID, 1, '{}')));
  assert.equal(new Set(all).size, 200);
  assert.equal(new Set(all.map((sealed) => sealed.slice(0, 17))).size, 200, 'nonces');
});

test('a non-canonical id is an unknown format, sealing or opening', async () => {
  const nonCanonical = `${'A'.repeat(21)}B`;
  await refusedAs('unknown-format', seal(KEYS, nonCanonical, 1, '{}'), 'seal');
  await refusedAs('unknown-format', open(KEYS, nonCanonical, 1, await seal(KEYS, ID, 1, '{}')), 'open');
});
