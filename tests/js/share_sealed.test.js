// Sealed shares and notes: known vectors, which error each refusal has, and how much fits.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import fc from 'fast-check';
import { newNotesPair, openNote, sealNote } from '../../webapp/static/js/data/share/note.js';
import { openShare, sealShare } from '../../webapp/static/js/data/share/sealed_share.js';
import { SealedError } from '../../webapp/static/js/data/sealing/sealed_body.js';
import { fromBase64url, toBase64url } from '../../webapp/static/js/data/sealing/base64url.js';
import { anyText, oddText } from './texts.js';

const read = (name) =>
  JSON.parse(readFileSync(new URL(`../vectors/${name}-v1.json`, import.meta.url), 'utf-8'));
const { shares: SHARES } = read('boks');
const NOTES = read('notes');
const ID = SHARES[0].share_id;
const OTHER = NOTES.notes[0].share_id;
const KEY = fromBase64url(SHARES[0].key);
const PAIR = await newNotesPair();
const sha256 = async (bytes) => toBase64url(new Uint8Array(await crypto.subtle.digest('SHA-256', bytes)));
const random = (length) => crypto.getRandomValues(new Uint8Array(length));
const refusedAs = (code, promise, why) =>
  assert.rejects(promise, (error) => {
    assert.ok(error instanceof SealedError, `${why}: ${error}`);
    assert.equal(error.code, code, why);
    return true;
  });

/** A key pair as a phone stores it. */
function jwkOf(d, point) {
  const bytes = fromBase64url(point);
  return {
    kty: 'EC',
    crv: 'P-256',
    d,
    x: toBase64url(bytes.subarray(1, 33)),
    y: toBase64url(bytes.subarray(33)),
  };
}
const recipientOf = (known) => jwkOf(known.recipient_private, known.recipient_public);

// Shares and notes: how each is sealed and opened, and how many bytes come between its format and its nonce.
const KINDS = {
  share: {
    seal: (document, id = ID) => sealShare(id, KEY, document),
    open: (sealed, id = ID) => openShare(id, KEY, sealed),
    head: 0,
    sizes: [4096, 16384, 65536],
  },
  note: {
    seal: (document, id = ID) => sealNote(id, PAIR.notes_to, document),
    open: (sealed, id = ID) => openNote(id, PAIR.notes_key, sealed),
    head: 65,
    sizes: [4096, 16384],
  },
};

test('a share sealed with the known nonce has the known bytes, and opens again', async () => {
  assert.equal(SHARES.length, 1);
  for (const known of SHARES) {
    assert.equal(
      await sealShare(known.share_id, fromBase64url(known.key), known.document, fromBase64url(known.nonce)),
      known.sealed,
    );
    assert.equal(await openShare(known.share_id, fromBase64url(known.key), known.sealed), known.document);
  }
});

test('notes sealed with the known ephemeral key and nonce have the known bytes, and open again', async () => {
  assert.equal(NOTES.notes.length, 7);
  for (const known of NOTES.notes) {
    const ephemeral = jwkOf(known.ephemeral_private, known.ephemeral_public);
    const sealed = await sealNote(known.share_id, known.recipient_public, known.document, {
      ephemeral,
      nonce: fromBase64url(known.nonce),
    });
    if (known.sealed) assert.equal(sealed, known.sealed);
    assert.equal(fromBase64url(sealed).length, known.sealed_length);
    assert.equal(await sha256(fromBase64url(sealed)), known.sealed_sha256);
    assert.equal(await openNote(known.share_id, recipientOf(known), sealed), known.document);
  }
});

for (const known of NOTES.rejects) {
  test(`a note is refused as "${known.error}": ${known.why}`, () =>
    refusedAs(known.error, openNote(known.share_id, recipientOf(known), known.sealed), known.why));
}

test('the vectors hold every kind of refusal', () => {
  assert.equal(NOTES.rejects.length, 21);
  assert.deepEqual([...new Set(NOTES.rejects.map(({ error }) => error))].sort(), [
    'bad-padding',
    'not-authentic',
    'unknown-format',
  ]);
});

for (const [kind, { seal, open, head, sizes }] of Object.entries(KINDS)) {
  test(`any changed byte of a ${kind} is detected, and so is any truncation`, async () => {
    const bytes = fromBase64url(await seal(`{"kind":"${kind}"}`));
    const places = fc.oneof(fc.nat({ max: head + 13 }), fc.nat({ max: bytes.length - 1 }));
    await fc.assert(
      fc.asyncProperty(places, fc.integer({ min: 1, max: 255 }), async (at, flip) => {
        await refusedAs(
          at ? 'not-authentic' : 'unknown-format',
          open(toBase64url(bytes.with(at, bytes[at] ^ flip))),
          `byte ${at}`,
        );
      }),
      { numRuns: 300 },
    );
    const cuts = [1, 2, 12, 13, 14, 28, 29, 34, 64, 65, 66, 67, 77, 78, 79, 93, 94, 4096, bytes.length - 1];
    for (const length of cuts)
      await refusedAs('not-authentic', open(toBase64url(bytes.subarray(0, length))), `${length} bytes`);
    await refusedAs('not-authentic', open(toBase64url(new Uint8Array([...bytes, 0]))), 'longer');
  });

  test(`no bytes, another format and invalid base64url are an unknown format of a ${kind}`, async () => {
    const sealed = await seal('{}');
    for (const text of [
      '',
      'AA',
      `Ag${sealed.slice(2)}`,
      `${sealed}=`,
      `+${sealed.slice(1)}`,
      `${sealed} `,
      'æ',
      'A',
      'AB',
    ])
      await refusedAs('unknown-format', open(text), text.slice(0, 20));
  });

  test(`a ${kind} of another share is not authentic`, async () => {
    await refusedAs('not-authentic', open(await seal('{}', OTHER)), 'swapped');
    assert.equal(await open(await seal('{}', OTHER), OTHER), '{}');
  });

  test(`a ${kind} gets the smallest size that fits, and one byte over the largest is too long`, async () => {
    for (const [at, size] of sizes.entries()) {
      for (const length of [(sizes[at - 1] ?? 3) - 3, size - 4]) {
        const sealed = await seal('a'.repeat(length));
        assert.equal(fromBase64url(sealed).length, 1 + head + 12 + size + 16, `${length}`);
        assert.equal((await open(sealed)).length, length);
      }
    }
    for (const [unit, bytes] of [
      ['a', 1],
      ['æ', 2],
      ['😊', 4],
    ]) {
      const longest = unit.repeat((sizes.at(-1) - 4) / bytes);
      assert.equal(await open(await seal(longest)), longest);
      await refusedAs('too-long', seal(`${longest}a`), unit);
    }
  });

  test(`any text of a ${kind} survives a round trip`, async () => {
    const text = fc
      .oneof(anyText, oddText, fc.constantFrom('\ud83d', '\ufeff{}', '\0'))
      .filter((words) => words.length < 2_000);
    await fc.assert(
      fc.asyncProperty(text, async (words) => {
        const document = JSON.stringify({ kind, text: words });
        assert.equal(await open(await seal(document)), document);
      }),
      { numRuns: 60 },
    );
    assert.equal(await open(await seal('\ufeff{}')), '\ufeff{}');
  });

  test(`sealing the same ${kind} again gives other bytes`, async () => {
    const all = await Promise.all(Array.from({ length: 50 }, () => seal('{}')));
    assert.equal(new Set(all.map((sealed) => sealed.slice(0, 17))).size, 50);
  });

  test(`a non-canonical id is an unknown format, sealing or opening a ${kind}`, async () => {
    await refusedAs('unknown-format', seal('{}', `${'A'.repeat(21)}B`), 'seal');
    await refusedAs('unknown-format', open(await seal('{}'), `${'A'.repeat(21)}B`), 'open');
  });
}

test('a wrong key opens no share, and a key of a wrong length throws', async () => {
  await refusedAs('not-authentic', openShare(ID, random(32), await sealShare(ID, KEY, '{}')), 'key');
  for (const length of [0, 16, 24, 31, 33]) {
    await assert.rejects(sealShare(ID, random(length), '{}'), TypeError);
    await assert.rejects(openShare(ID, random(length), SHARES[0].sealed), TypeError);
  }
});

test('a share does not open as a note, nor a note as a share', async () => {
  await refusedAs('not-authentic', KINDS.note.open(await KINDS.share.seal('{}')), 'share');
  await refusedAs('not-authentic', KINDS.share.open(await KINDS.note.seal('{}')), 'note');
});

test('a note sealed for another phone is not authentic', async () => {
  const other = await newNotesPair();
  await refusedAs(
    'not-authentic',
    openNote(ID, other.notes_key, await sealNote(ID, PAIR.notes_to, '{}')),
    'recipient',
  );
});

test('every note has a new ephemeral key', async () => {
  const all = await Promise.all(Array.from({ length: 20 }, () => sealNote(ID, PAIR.notes_to, '{}')));
  assert.equal(new Set(all.map((sealed) => toBase64url(fromBase64url(sealed).subarray(1, 66)))).size, 20);
});

test('a note is sealed only for an uncompressed point on the curve', async () => {
  const point = fromBase64url(PAIR.notes_to);
  const compressed = new Uint8Array([2 + (point[64] & 1), ...point.subarray(1, 33)]);
  for (const [why, bytes] of Object.entries({
    none: new Uint8Array(0),
    zeros: new Uint8Array(65),
    short: point.subarray(0, 64),
    hybrid: point.with(0, 6 + (point[64] & 1)),
    off: point.with(64, point[64] ^ 1),
    compressed,
  })) {
    await refusedAs('not-authentic', sealNote(ID, toBase64url(bytes), '{}'), why);
  }
});

test('a new key pair survives storage, and its public key is an uncompressed point', async () => {
  assert.equal(fromBase64url(PAIR.notes_to).length, 65);
  assert.equal(fromBase64url(PAIR.notes_to)[0], 4);
  assert.deepEqual(
    [PAIR.notes_key.kty, PAIR.notes_key.crv, fromBase64url(PAIR.notes_key.d).length],
    ['EC', 'P-256', 32],
  );
  assert.notEqual((await newNotesPair()).notes_to, PAIR.notes_to);
  assert.equal(
    await openNote(ID, structuredClone(PAIR.notes_key), await sealNote(ID, PAIR.notes_to, '{}')),
    '{}',
  );
});
