// The five calls: what goes out with each, and that only what the protocol says counts as an answer.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ApiError } from '../../webapp/static/js/data/http/api_client.js';
import { readerApi, shareApi } from '../../webapp/static/js/data/share/api.js';
import { ShareServer } from './share_server_model.js';

const SHARE = { id: 'A'.repeat(22), token: 'T'.repeat(43) };
const END = '2026-12-03T09:00:00Z';
const bytes = (length) => Buffer.alloc(length, 7).toString('base64url');
const problem = (status, code, headers = {}) =>
  Response.json({ type: `urn:egne-ord:${code}`, title: code, status }, { status, headers });

/** @type {Record<string, {act(send: any): Promise<any>, method: string, path: string, token: boolean, fine(): Response, says: unknown, body?: unknown, bad: unknown[]}>} */
const CALLS = {
  make: {
    act: (send) => shareApi(SHARE, send).make('AQ', 3600),
    method: 'PUT',
    path: '',
    token: true,
    body: { sealed: 'AQ', expires_in: 3600 },
    fine: () => Response.json({ expires_at: END, more: 1 }, { status: 201 }),
    says: END,
    bad: [
      {},
      { expires_at: null },
      { expires_at: 1 },
      { expires_at: '' },
      { expires_at: 'i morgen' },
      { expires_at: '2026-12-03T09:00:00+01:00' },
      { expires_at: '2026-13-03T09:00:00Z' },
      { expires_at: `${END}\n` },
    ],
  },
  remove: {
    act: (send) => shareApi(SHARE, send).remove(),
    method: 'DELETE',
    path: '',
    token: true,
    fine: () => new Response(null, { status: 204 }),
    says: undefined,
    bad: [{}],
  },
  notes: {
    act: (send) => shareApi(SHARE, send).notes(),
    method: 'GET',
    path: '/notes',
    token: true,
    fine: () => Response.json({ notes: [{ sealed: 'AQ', at: 'x' }, { sealed: 'Ag' }] }),
    says: ['AQ', 'Ag'],
    bad: [
      {},
      { notes: null },
      { notes: {} },
      { notes: [null] },
      { notes: [{}] },
      { notes: ['AQ'] },
      { notes: [{ sealed: 1 }] },
      { notes: Array(6).fill({ sealed: 'AQ' }) },
    ],
  },
  look: {
    act: (send) => readerApi(SHARE.id, send).look(),
    method: 'GET',
    path: '',
    token: false,
    fine: () => Response.json({ sealed: 'AQ', expires_at: END, opened: 3 }),
    says: { sealed: 'AQ', expires: END },
    bad: [
      {},
      { sealed: 'AQ' },
      { expires_at: END },
      { sealed: null, expires_at: END },
      { sealed: 'AQ', expires_at: 0 },
    ],
  },
  answer: {
    act: (send) => readerApi(SHARE.id, send).answer('AQ'),
    method: 'POST',
    path: '/notes',
    token: false,
    body: { sealed: 'AQ' },
    fine: () => Response.json({}, { status: 201 }),
    says: undefined,
    bad: [],
  },
};
const failsAs = (code, promise, retryAfter = 0) =>
  assert.rejects(promise, (error) => {
    assert.ok(error instanceof ApiError, String(error));
    assert.deepEqual([error.code, error.retryAfter], [code, retryAfter]);
    return true;
  });
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

for (const [name, { act, method, path, token, body, fine, says, bad }] of Object.entries(CALLS)) {
  test(`${name}: what goes out is what the protocol says, and nothing that could tell more`, async () => {
    const sent = [];
    const answer = await act(async (...request) => {
      sent.push(request);
      return fine();
    });
    assert.deepEqual(answer, says);
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

  test(`${name}: each refusal has its name`, async () => {
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

  test(`${name}: no answer is offline, and garbage is no answer`, async () => {
    await failsAs(
      'offline',
      act(async () => {
        throw new TypeError('fetch failed');
      }),
    );
    const garbage = [
      '',
      'null',
      '7',
      '"AQ"',
      'true',
      '<html>',
      '{"sealed": "AQ", "expires_at": "2026-12-03T09:00:00Z", "notes": [',
      '\0',
    ];
    for (const text of garbage)
      await failsAs(
        'bad-answer',
        act(async () => new Response(text, { status: 200 })),
      );
    await failsAs(
      'bad-answer',
      act(async () => new Response(new Uint8Array([0x7b, 0x22, 0xff, 0x22, 0x3a, 0x31, 0x7d]))),
    );
    for (const answer of bad)
      await failsAs(
        'bad-answer',
        act(async () => Response.json(answer)),
      );
    if (name !== 'remove')
      await failsAs(
        'bad-answer',
        act(async () => new Response(null, { status: 204 })),
      );
  });

  test(`${name}: an answer without an end is let go of`, async () => {
    let given = 0;
    let isLetGo = false;
    const endless = () =>
      new ReadableStream({
        pull(controller) {
          given += 1;
          controller.enqueue(new TextEncoder().encode(' '.repeat(16_384)));
        },
        cancel() {
          isLetGo = true;
        },
      });
    await failsAs(
      'bad-answer',
      act(async () => new Response(endless())),
    );
    assert.ok(isLetGo && given < 20, `${given}`);
  });

  test(`${name}: an answer that breaks off is no answer`, async () => {
    const broken = () =>
      new ReadableStream({
        start(controller) {
          controller.enqueue(new TextEncoder().encode('{"sealed": "AQ'));
        },
        pull(controller) {
          controller.error(new TypeError('terminated'));
        },
      });
    await failsAs(
      'bad-answer',
      act(async () => new Response(broken())),
    );
  });
}

test('the largest answers that a server gives are read', async () => {
  const [share, note] = [bytes(65_565), bytes(16_478)];
  assert.equal(
    (await readerApi(SHARE.id, async () => Response.json({ sealed: share, expires_at: END })).look()).sealed,
    share,
  );
  const notes = Array(5).fill({ sealed: note });
  assert.equal((await shareApi(SHARE, async () => Response.json({ notes })).notes()).length, 5);
});

test('the five calls work together against a server as the protocol describes it', async () => {
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
