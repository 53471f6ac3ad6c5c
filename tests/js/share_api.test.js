// The five calls of the shares API: what each one sends, and which error code each refusal has.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readerApi, shareApi } from '../../webapp/static/js/data/share/api.js';
import { CALLS, SHARE, bytes, failsAs } from './share_calls.js';
import { ShareServer } from './share_server_model.js';

const problem = (status, code, headers = {}) =>
  Response.json({ type: `urn:egne-ord:${code}`, title: code, status }, { status, headers });

const TROUBLES = [
  [400, 'refused'],
  [401, 'unauthorized'],
  [403, 'refused'],
  [404, 'gone'],
  [405, 'refused'],
  [408, 'later'],
  [409, 'taken'],
  [413, 'too-large'],
  [415, 'refused'],
  [418, 'refused'],
  [429, 'later', 17],
  [500, 'later'],
  [502, 'later'],
  [503, 'later', 3600],
  [504, 'later'],
  [507, 'full'],
  [522, 'later'],
];

for (const [name, { act, method, path, token, body, fine, result }] of Object.entries(CALLS)) {
  test(`${name}: the request is what the protocol says, without cookie, cache or referrer`, async () => {
    const sent = [];
    const answer = await act(async (...request) => {
      sent.push(request);
      return fine();
    });
    assert.deepEqual(answer, result);
    const [[url, { signal, headers, body: text, ...options }], ...others] = sent;
    assert.deepEqual([url, others], [`/api/v1/shares/${SHARE.id}${path}`, []]);
    assert.deepEqual(options, {
      method,
      credentials: 'omit',
      cache: 'no-store',
      redirect: 'error',
      referrerPolicy: 'no-referrer',
    });
    assert.deepEqual(headers, {
      ...(token && { Authorization: `Bearer ${SHARE.token}` }),
      ...(body && { 'Content-Type': 'application/json' }),
    });
    assert.deepEqual(text && JSON.parse(text), body);
    assert.ok(signal instanceof AbortSignal);
  });

  test(`${name}: each refusal has its error code`, async () => {
    for (const [status, code, seconds = 0] of TROUBLES) {
      await failsAs(
        code,
        act(async () => problem(status, 'x', seconds ? { 'Retry-After': String(seconds) } : {})),
        seconds,
      );
      await failsAs(
        code,
        act(async () => new Response('<html>', { status })),
      );
    }
    for (const odd of ['soon', '-5', 'Wed, 21 Oct 2026 07:28:00 GMT', ''])
      await failsAs(
        'later',
        act(async () => problem(503, 'busy', { 'Retry-After': odd })),
      );
  });
}

test('the five calls work together against a server that follows the protocol', async () => {
  const server = new ShareServer();
  const send = async (path, { method, headers, body }) => {
    const [status, answer] = server.answer({
      method,
      path,
      token: headers.Authorization?.slice(7) ?? '',
      body: body && JSON.parse(body),
    });
    return new Response(status === 204 ? null : JSON.stringify(answer), { status });
  };
  const [mine, reader, thief] = [
    shareApi(SHARE, send),
    readerApi(SHARE.id, send),
    shareApi({ ...SHARE, token: 'X' }, send),
  ];
  await failsAs('gone', reader.look());
  await failsAs('gone', reader.answer(bytes(4190)));
  await failsAs('unauthorized', mine.notes());
  const end = await mine.make(bytes(4125), 3600);
  assert.equal(await mine.make(bytes(4125), 7200), end);
  await failsAs('taken', mine.make(bytes(16_413), 3600));
  await failsAs('unauthorized', thief.make(bytes(4125), 3600));
  await failsAs('refused', shareApi({ ...SHARE, id: `${'B'.repeat(21)}A` }, send).make('AQ', 3600));
  assert.deepEqual(await reader.look(), { sealed: bytes(4125), expires: end });
  const notes = [4190, 16_478].map(bytes);
  for (const note of [...notes, ...notes]) await reader.answer(note);
  assert.deepEqual(await mine.notes(), notes);
  server.notesMax = 2;
  await failsAs('full', reader.answer(Buffer.alloc(4190, 8).toString('base64url')));
  for (const act of ['notes', 'remove']) await failsAs('unauthorized', thief[act]());
  await mine.remove();
  await failsAs('unauthorized', mine.remove());
  await failsAs('gone', reader.look());
});
