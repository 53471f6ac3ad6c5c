// Pairing: whoever is between the two devices, or has the code, gets no secret and gives none.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { codeText, readCode } from '../../webapp/static/js/data/pairing/code.js';
import { LETTER, LIFE_MS, Letters } from '../../webapp/static/js/data/pairing/letters.js';
import { agree, letterId, letterKey, newPair } from '../../webapp/static/js/data/pairing/pair_keys.js';
import { PairingError } from '../../webapp/static/js/data/pairing/pairing_error.js';
import { sealShare } from '../../webapp/static/js/data/share/sealed_share.js';
import { toBase64url } from '../../webapp/static/js/data/sealing/base64url.js';
import { Pairing, ORIGIN, SECRET, lettersOf } from './pairing_devices.js';

const endsAs = (code, promise) =>
  assert.rejects(promise, (error) => {
    assert.ok(error instanceof PairingError, String(error));
    assert.equal(error.code, code);
    return true;
  });
const never = () => new Promise(() => {});
const isMake = ({ method }) => method === 'PUT';
const idOf = async (code, letter) => letterId((await readCode(code, ORIGIN)).seed, letter);

test('the secret goes over, both show the same words, and nothing is left on the server', async () => {
  const pairing = new Pairing();
  const fresh = pairing.receive();
  const old = pairing.answer(await fresh.code);
  assert.deepEqual(await fresh.secret, SECRET);
  await old.done;
  assert.deepEqual(await fresh.words, await old.words);
  assert.deepEqual(old.events, ['read', 'sent']);
  assert.deepEqual(lettersOf(pairing), []);
  assert.equal(pairing.bodies.length, 4);
  const seen = pairing.bodies.join() + (await fresh.code);
  assert.ok(!seen.includes(toBase64url(SECRET)) && !seen.includes(Buffer.from(SECRET).toString('hex')));
});

test('the secret is read and sent only after a yes on the old device', async () => {
  const pairing = new Pairing();
  const fresh = pairing.receive();
  const old = pairing.answer(await fresh.code, {
    compare: async () => {
      assert.equal(pairing.bodies.length, 3);
      throw new PairingError('different');
    },
  });
  await endsAs('different', old.done);
  await endsAs('stopped', fresh.secret);
  assert.deepEqual(old.events, []);
  assert.equal(pairing.bodies.length, 3);
});

test('a no on the new device opens nothing, and the letters go', async () => {
  const pairing = new Pairing();
  const fresh = pairing.receive({
    compare: async () => {
      throw new PairingError('different');
    },
  });
  const old = pairing.answer(await fresh.code);
  await endsAs('different', fresh.secret);
  await old.done.catch(() => {});
  assert.deepEqual(lettersOf(pairing), []);
});

test('a server that answers with a key of its own shows other words, and gets no secret', async () => {
  // It also has the code: it knows every id and outer key.
  const pairing = new Pairing();
  const fresh = pairing.receive({ compare: never });
  const code = await fresh.code;
  const { seed } = await readCode(code, ORIGIN);
  const [id, key] = await Promise.all([letterId(seed, 1), letterKey(seed, 1)]);
  const { point } = await newPair();
  const own = await sealShare(id, key, JSON.stringify({ key: toBase64url(point), list: 'da' }));
  pairing.meddle = ({ method, path }) =>
    method === 'GET' && path.endsWith(id)
      ? [200, { sealed: own, expires_at: '2026-12-03T09:00:00Z' }]
      : undefined;
  const old = pairing.answer(code, { compare: never });
  assert.notDeepEqual((await old.words).words, (await fresh.words).words);
  assert.deepEqual(old.events, []);
});

test('a server that shows the old device another new key is refused before any words', async () => {
  const pairing = new Pairing();
  const fresh = pairing.receive({ compare: never });
  const code = await fresh.code;
  const { seed } = await readCode(code, ORIGIN);
  const [id, key] = await Promise.all([letterId(seed, 2), letterKey(seed, 2)]);
  const { point } = await newPair();
  const own = await sealShare(id, key, JSON.stringify({ key: toBase64url(point) }));
  pairing.meddle = ({ method, path }) =>
    method === 'GET' && path.endsWith(id)
      ? [200, { sealed: own, expires_at: '2026-12-03T09:00:00Z' }]
      : undefined;
  await endsAs('changed', pairing.answer(code).done);
});

test('the new key is told to nobody before the device has taken an old one', async () => {
  const pairing = new Pairing();
  const ending = new AbortController();
  const fresh = pairing.receive({ signal: ending.signal });
  const reveal = await idOf(await fresh.code, LETTER.REVEAL);
  for (let i = 0; i < 20; i += 1) await new Promise((wake) => setImmediate(wake));
  assert.ok(!lettersOf(pairing).includes(reveal));
  ending.abort();
  await endsAs('ended', fresh.secret);
});

test('a second device that answers the same code is told so, and the first goes on', async () => {
  const pairing = new Pairing();
  const fresh = pairing.receive();
  const code = await fresh.code;
  let go = () => {};
  const wait = new Promise((wake) => {
    go = () => wake(undefined);
  });
  const first = pairing.answer(code, { compare: () => wait });
  await first.words;
  await endsAs('used', pairing.answer(code).done);
  go();
  assert.deepEqual(await fresh.secret, SECRET);
});

test('a code that was used, or photographed and tried later, finds nothing', async () => {
  const pairing = new Pairing();
  const fresh = pairing.receive();
  const code = await fresh.code;
  await pairing.answer(code).done;
  await endsAs('stopped', pairing.answer(code).done);
});

test('letters of another pairing, played again, are refused', async () => {
  const pairing = new Pairing();
  const kept = new Map();
  pairing.meddle = ({ method, path, body }) => void (method === 'PUT' && kept.set(path, body.sealed));
  const fresh = pairing.receive();
  await pairing.answer(await fresh.code).done;
  const [, answer = ''] = [...kept.values()];
  const again = pairing.receive();
  const id = await idOf(await again.code, LETTER.ANSWER);
  pairing.meddle = ({ method, path }) =>
    method === 'GET' && path.endsWith(id)
      ? [200, { sealed: answer, expires_at: '2026-12-03T09:00:00Z' }]
      : undefined;
  await endsAs('changed', again.secret);
});

test('a pairing that nobody answers ends within its life, and removes its letter', async () => {
  const pairing = new Pairing();
  const fresh = pairing.receive();
  await endsAs('silent', fresh.secret);
  assert.ok(pairing.now >= LIFE_MS && pairing.now < LIFE_MS + 60_000, String(pairing.now));
  assert.deepEqual(lettersOf(pairing), []);
});

test('a network that loses two of three requests and answers only delays it', async () => {
  const pairing = new Pairing();
  let n = 0;
  pairing.meddle = (request) => {
    n += 1;
    if (n % 3 === 0) return undefined;
    if (n % 3 === 1) pairing.server.answer(request); // done, and the answer is lost
    return null;
  };
  const fresh = pairing.receive();
  const old = pairing.answer(await fresh.code);
  assert.deepEqual(await fresh.secret, SECRET);
  await old.done.catch(() => {});
  assert.deepEqual(await fresh.words, await old.words);
});

test('a server that asks to wait is asked again, and one that refuses ends it', async () => {
  for (const [status, ending] of [
    [429, 'silent'],
    [503, 'silent'],
    [507, 'failed'],
    [413, 'failed'],
  ]) {
    const pairing = new Pairing();
    pairing.meddle = (request) => (isMake(request) ? [status, {}] : undefined);
    await endsAs(ending, pairing.receive().secret);
  }
});

test('letters that are not as they should be end the pairing', async () => {
  const point = toBase64url((await newPair()).point);
  const off = toBase64url(Uint8Array.of(4, ...new Uint8Array(64)));
  const bad = [
    null,
    1,
    [],
    {},
    { key: point },
    { key: point, list: 'DA' },
    { key: point, list: '__proto__' },
  ];
  const worse = [
    { key: off, list: 'da' },
    { key: `${point}A`, list: 'da' },
    { key: 'A'.repeat(87), list: 'da' },
  ];
  for (const document of [...bad, ...worse, { key: [point], list: 'da' }]) {
    const pairing = new Pairing();
    const fresh = pairing.receive();
    const { seed } = await readCode(await fresh.code, ORIGIN);
    await new Letters(seed, pairing.surroundings()).post(LETTER.ANSWER, document);
    await endsAs('changed', fresh.secret);
  }
});

test('a secret of another length is refused', async () => {
  for (const length of [0, 15, 17]) {
    const pairing = new Pairing();
    const fresh = pairing.receive();
    const old = pairing.answer(await fresh.code, { secret: async () => new Uint8Array(length) });
    await endsAs('changed', fresh.secret);
    await old.done;
  }
});

test('each pairing has other words, whatever is the same', async () => {
  const [one, other] = await Promise.all([newPair(), newPair()]);
  const seeds = [1, 2].map((byte) => new Uint8Array(16).fill(byte));
  const seen = new Set();
  for (const seed of seeds) {
    for (const bound of [
      { seed, newPoint: one.point, oldPoint: other.point },
      { seed, newPoint: other.point, oldPoint: one.point },
    ]) {
      const agreed = await agree(one.own, other.point, bound);
      assert.deepEqual(agreed, await agree(other.own, one.point, bound));
      seen.add(agreed.words.join()).add(agreed.key.join());
    }
  }
  assert.equal(seen.size, 8);
  assert.notEqual(await codeText(seeds[0], one.point, ORIGIN), await codeText(seeds[0], other.point, ORIGIN));
});
