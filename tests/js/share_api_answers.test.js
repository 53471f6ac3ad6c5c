// Answers to the calls of the shares API: only what the protocol describes is accepted.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readerApi, shareApi } from '../../webapp/static/js/data/share/api.js';
import { CALLS, END, SHARE, bytes, failsAs } from './share_calls.js';

for (const [name, { act, bad }] of Object.entries(CALLS)) {
  test(`${name}: no answer means offline, and garbage is a bad answer`, async () => {
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

  test(`${name}: an endless answer is cancelled`, async () => {
    let chunks = 0;
    let isCancelled = false;
    const endless = () =>
      new ReadableStream({
        pull(controller) {
          chunks += 1;
          controller.enqueue(new TextEncoder().encode(' '.repeat(16_384)));
        },
        cancel() {
          isCancelled = true;
        },
      });
    await failsAs(
      'bad-answer',
      act(async () => new Response(endless())),
    );
    assert.ok(isCancelled && chunks < 20, `${chunks} chunks were read`);
  });

  test(`${name}: an answer that breaks off is a bad answer`, async () => {
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

test('the largest answers that a server may give are read', async () => {
  const [share, note] = [bytes(65_565), bytes(16_478)];
  assert.equal(
    (await readerApi(SHARE.id, async () => Response.json({ sealed: share, expires_at: END })).look()).sealed,
    share,
  );
  const notes = Array(5).fill({ sealed: note });
  assert.equal((await shareApi(SHARE, async () => Response.json({ notes })).notes()).length, 5);
});
