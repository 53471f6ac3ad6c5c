// The vectors of the account and of comparing words, with the modules that the phone uses.
import { Phone } from './vault_phones.js';
import { ModelServer, Network } from './vault_server_model.js';
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { isOlder, mergeAccounts } from '../../webapp/static/js/core/sync/account.js';
import { countedAnew, givenUp, lacksOf, nextRow } from '../../webapp/static/js/core/sync/account_rows.js';
import { versionName } from '../../webapp/static/js/core/sync/ancestry.js';
import { DOCUMENT_KINDS, documentText } from '../../webapp/static/js/core/sync/document.js';
import { readAccount } from '../../webapp/static/js/core/sync/read_account.js';
import { fromBase64url, toBase64url } from '../../webapp/static/js/data/sealing/base64url.js';
import { change } from '../../webapp/static/js/data/storage/database.js';
import { compareNumbers } from '../../webapp/static/js/data/vault/compare_words.js';
import { keysOf } from '../../webapp/static/js/data/vault/keys.js';
import { open, seal } from '../../webapp/static/js/data/vault/record.js';
import { DANISH, ENGLISH } from './recovery_word_lists.js';

const VECTORS = JSON.parse(readFileSync(new URL('../vectors/account-v1.json', import.meta.url), 'utf-8'));
const WORD_LISTS = { da: DANISH, en: ENGLISH };
const keysFor = ({ secret }) => keysOf(fromBase64url(secret));
const sha256 = async (bytes) => toBase64url(new Uint8Array(await crypto.subtle.digest('SHA-256', bytes)));

const byId = (a, b) => (a.id < b.id ? -1 : 1);
const listOf = ({ id, count, name, title, day }) => [id, count, name, title, day];
/** An account as the vectors write it. */
const written = ({ rows, devices, total, more }) => ({
  rows: [...rows].sort(byId).map(listOf),
  total,
  devices: [...devices].sort(byId),
  more,
});
const read = (account) => readAccount(JSON.stringify({ kind: 'account', account }));
const heldOf = ({ opens, name, ...each }) => ({ ...each, name: name ?? '', isRead: opens });
const rowOf = (row) => (row ? read({ rows: [row] }).rows[0] : undefined);

test('every kind of vector is there', () => {
  const counts = Object.entries(VECTORS).map(([name, { length }]) => [name, length]);
  assert.deepEqual(Object.fromEntries(counts.slice(2)), {
    ...{ keys: 2, sealed: 3, rejects: 9, readings: 81, merges: 28, rows: 26, went_back: 6, missing: 22 },
    ...{ given_up: 1, counted_anew: 2, comparisons: 7 },
  });
});

for (const known of VECTORS.keys)
  test(`a secret derives the account's id and key: ${known.account_id}`, async () => {
    const { account, compareKey } = await keysFor(known);
    const digest = await crypto.subtle.sign('HMAC', compareKey, new Uint8Array());
    assert.deepEqual(
      [account, toBase64url(new Uint8Array(digest)), compareKey.extractable],
      [known.account_id, known.hmac_of_nothing, false],
    );
  });

for (const known of VECTORS.sealed)
  test(`an account of ${known.text_bytes} bytes is sealed, named and opened as known`, async () => {
    const keys = await keysFor(known);
    const sealed = await seal(keys, keys.account, known.rev, known.text, fromBase64url(known.nonce));
    const bytes = fromBase64url(sealed);
    assert.deepEqual([sealed, versionName(sealed)], [known.sealed, known.name]);
    assert.deepEqual([bytes.length, await sha256(bytes)], [known.sealed_length, known.sealed_sha256]);
    assert.equal(await open(keys, keys.account, known.rev, sealed), known.text);
    assert.notEqual(readAccount(known.text), null);
  });

for (const { why, sealed, rev, error, ...known } of VECTORS.rejects)
  test(`a sealed account is refused: ${why}`, async () => {
    const keys = await keysFor(known);
    await assert.rejects(open(keys, keys.account, rev, sealed), { code: error });
  });

for (const { why, text, reads } of VECTORS.readings)
  test(`an account is read: ${why}`, () => {
    const account = readAccount(text);
    assert.deepEqual(account && written(account), reads);
  });

for (const { why, a, b, merged } of VECTORS.merges)
  test(`two accounts are merged: ${why}`, () => {
    assert.deepEqual(written(mergeAccounts(read(a), read(b))), merged);
    assert.deepEqual(written(mergeAccounts(read(b), read(a))), merged);
  });

for (const { why, row, held, writes } of VECTORS.rows)
  test(`a device writes a row: ${why}`, () =>
    assert.deepEqual(listOf(nextRow(rowOf(row), heldOf(held))), writes));

for (const { why, known, arrives, went_back } of VECTORS.went_back)
  test(`an account arrives, and its devices are ${why}`, () =>
    assert.equal(isOlder(read(arrives), read(known)), went_back));

for (const { why, account, held, named, further, is_older } of VECTORS.missing)
  test(`the vault lacks ${why}`, () => {
    const lacks = lacksOf(read(account), held.map(heldOf));
    const titles = lacks.named.map(({ title, isOlder: older }) => ({ title, is_older: older }));
    assert.deepEqual(titles, named.slice(0, titles.length));
    assert.equal(titles.length, Math.min(5, named.length), 'the screen counts the others');
    assert.deepEqual(
      [lacks.more, lacks.isOlder],
      [further + Math.max(0, named.length - titles.length), is_older],
    );
  });

for (const { why, account, held, then } of VECTORS.given_up)
  test(`what the vault lacks is given up: ${why}`, () =>
    assert.deepEqual(written(givenUp(read(account), held.map(heldOf))), then));

for (const { why, account, held, then } of VECTORS.counted_anew)
  test(`a vault was put back: ${why}`, () =>
    assert.deepEqual(written(countedAnew(read(account), held.map(heldOf))), then));

for (const { why, documents, texts, numbers, words, ...known } of VECTORS.comparisons)
  test(`devices are compared: ${why}`, async () => {
    await new Phone(new Network(new ModelServer())).take();
    await change(async (transaction) => {
      for (const { kind, document } of documents)
        await transaction.objectStore(DOCUMENT_KINDS[kind].store).put(document);
    });
    const sealed = documents.map(({ kind, document }) => documentText(kind, document));
    assert.ok(texts.every((text) => sealed.includes(text)));
    const found = await compareNumbers(await keysFor(known));
    assert.deepEqual(found, numbers);
    for (const [lang, list] of Object.entries(WORD_LISTS))
      assert.equal(found.map((n) => list[n]).join(' '), words[lang]);
  });
