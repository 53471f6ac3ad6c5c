// The keys of a vault: derived from its secret as in the vectors, and never readable.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { fromBase64url, toBase64url } from '../../webapp/static/js/data/sealing/base64url.js';
import { keysOf, newSecret } from '../../webapp/static/js/data/vault/keys.js';

const VECTORS = JSON.parse(readFileSync(new URL('../vectors/boks-v1.json', import.meta.url), 'utf-8'));
const sha256 = async (bytes) => toBase64url(new Uint8Array(await crypto.subtle.digest('SHA-256', bytes)));
const keysFor = ({ secret }) => keysOf(fromBase64url(secret));

test('a secret gives the known vault id and token', async () => {
  assert.equal(VECTORS.keys.length, 3);
  for (const known of VECTORS.keys) {
    const keys = await keysFor(known);
    assert.deepEqual(
      [keys.name, keys.token, toBase64url(keys.id)],
      [known.vault_id, known.auth_token, known.vault_id],
    );
    assert.equal(await sha256(fromBase64url(keys.token)), known.auth_token_sha256);
  }
});

test('the sealing key is the known one, and cannot be exported', async () => {
  for (const known of VECTORS.keys) {
    const { sealKey } = await keysFor(known);
    assert.equal(sealKey.extractable, false);
    await assert.rejects(crypto.subtle.exportKey('raw', sealKey));
    await assert.rejects(crypto.subtle.exportKey('jwk', sealKey));
    const iv = new Uint8Array(12);
    const other = await crypto.subtle.importKey('raw', fromBase64url(known.seal_key), 'AES-GCM', false, [
      'encrypt',
    ]);
    const [a, b] = await Promise.all(
      [sealKey, other].map((key) => crypto.subtle.encrypt({ name: 'AES-GCM', iv }, key, new Uint8Array(40))),
    );
    assert.deepEqual(new Uint8Array(a), new Uint8Array(b));
  }
});

test('a secret of a wrong length throws', async () => {
  for (const length of [0, 15, 17, 32]) await assert.rejects(keysOf(new Uint8Array(length)), TypeError);
  assert.equal(newSecret().length, 16);
  assert.notDeepEqual(newSecret(), newSecret());
});
