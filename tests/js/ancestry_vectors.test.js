// The vectors of ancestry and epochs, with the modules that the phone uses.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { agreedOn, mergeBase, nextParents, versionName } from '../../webapp/static/js/core/sync/ancestry.js';
import {
  documentText,
  readDocument,
  sameDocument,
  versionText,
} from '../../webapp/static/js/core/sync/document.js';
import { fromBase64url, toBase64url } from '../../webapp/static/js/data/sealing/base64url.js';
import { keysOf } from '../../webapp/static/js/data/vault/keys.js';
import { open, seal } from '../../webapp/static/js/data/vault/record.js';
import { changeVault, readVault } from '../../webapp/static/js/data/vault/state.js';
import { sync } from '../../webapp/static/js/data/vault/sync.js';
import { Phone, turnOn } from './vault_phones.js';
import { ModelServer, Network } from './vault_server_model.js';

const VECTORS = JSON.parse(readFileSync(new URL('../vectors/ancestry-v1.json', import.meta.url), 'utf-8'));
const SECRET = fromBase64url(VECTORS.versions[0].secret);
const sha256 = async (bytes) => toBase64url(new Uint8Array(await crypto.subtle.digest('SHA-256', bytes)));
const documentOf = (letter) => (letter ? VECTORS.documents[letter] : null);

/** What a vector's device remembers, as the app keeps it. */
function rowOf({ rev, name, parents, document, earlier, unanswered }) {
  const known = (each) => ({ ...each, document: documentOf(each.document) });
  return {
    ...{ rev, kind: 'statement', document: documentOf(document), parents, earlier: earlier.map(known) },
    ...(name && { name }),
    sent: unanswered.map(known),
  };
}

test('every kind of vector is there', () => {
  const counts = ['versions', 'readings', 'arrivals', 'epochs'].map((name) => VECTORS[name].length);
  assert.deepEqual(counts, [5, 16, 32, 10]);
  const kinds = new Set(VECTORS.arrivals.map(({ is }) => is));
  assert.deepEqual([...kinds].sort(), ['by number', 'fork', 'known', 'new', 'next', 'older']);
});

for (const known of VECTORS.versions)
  test(`version ${known.rev} is sealed with its parents, named and opened as known`, async () => {
    const keys = await keysOf(fromBase64url(known.secret));
    const text = versionText(known.document, known.parents ?? []);
    assert.equal(text, known.text);
    const sealed = await seal(keys, known.record_id, known.rev, text, fromBase64url(known.nonce));
    assert.equal(sealed, known.sealed ?? sealed);
    const bytes = fromBase64url(sealed);
    assert.deepEqual([bytes.length, await sha256(bytes)], [known.sealed_length, known.sealed_sha256]);
    assert.equal(versionName(sealed), known.name);
    const { kind, document, parents } = readDocument(
      await open(keys, known.record_id, known.rev, sealed),
      known.record_id,
    );
    assert.deepEqual(parents, known.parents);
    if (document) assert.equal(documentText(kind, document), known.document);
  });

for (const { why, id, text, reads, parents } of VECTORS.readings)
  test(`a reader takes ${reads}: ${why}`, () => {
    const found = readDocument(text, id);
    assert.equal(!found ? 'neither' : found.document ? 'document' : 'deletion', reads);
    assert.deepEqual(found?.parents ?? null, parents);
    if (!found?.document) return;
    const { statement } = JSON.parse(text);
    assert.deepEqual(
      JSON.parse(documentText('statement', found.document)).statement,
      statement,
      'with unknown members',
    );
  });

for (const { why, restored, agreed, version, is, base, next_parents } of VECTORS.arrivals)
  test(`an arriving version is ${is}: ${why}`, () => {
    const [row, arrived] = [
      agreed ? rowOf(agreed) : undefined,
      { ...version, document: documentOf(version.document) },
    ];
    const found = mergeBase('statement', row, arrived, restored);
    assert.equal(found.isFork, ['fork', 'older'].includes(is));
    assert.ok(sameDocument('statement', found.base, documentOf(base)), JSON.stringify(found.base));
    assert.deepEqual(nextParents(agreedOn('statement', row, arrived)), next_parents);
  });

for (const { why, known, answers, asks, refused, then } of VECTORS.epochs)
  test(`a pull: ${why}`, async () => {
    const network = new Network(new ModelServer());
    await new Phone(network).take();
    await turnOn(SECRET);
    await changeVault({ ...known, made: true, compared: new Date().toISOString().slice(0, 10) });
    const asked = [];
    network.next = ({ method, path }) => {
      if (method !== 'GET') return 'fine';
      asked.push(Number(new URL(path, 'http://localhost').searchParams.get('since')));
      return new Response(JSON.stringify(answers[asked.at(-1)]), { status: 200 });
    };
    await sync();
    const { epoch = null, seq, stop, wait } = await readVault();
    assert.deepEqual([asked, stop ?? wait], [asks, refused]);
    assert.deepEqual({ epoch, seq }, then);
  });
