// How long to wait before the next try.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { WAIT_MS, backoffMs } from '../../webapp/static/js/data/backoff.js';

const LIMIT_MS = 15 * 60_000;

test('each wait may be twice as long as the one before, and is never less than half of that', () => {
  for (let doublings = 0; doublings < 8; doublings += 1) {
    const longest = Math.min(LIMIT_MS, WAIT_MS * 2 ** doublings);
    const wait = backoffMs(doublings, 0);
    assert.ok(wait >= longest / 2 && wait <= longest);
  }
});

test('no number of failures makes a wait longer than the limit', () => {
  assert.ok(backoffMs(10_000, 0) <= LIMIT_MS);
});

test('a server that asks for a longer wait gets it', () => {
  assert.equal(backoffMs(0, 3600), 3_600_000);
});
