// The five calls of the shares API: how each is made, what it sends, and good and bad answers to it.
import assert from 'node:assert/strict';
import { ApiError } from '../../webapp/static/js/data/http/api_client.js';
import { readerApi, shareApi } from '../../webapp/static/js/data/share/api.js';

export const SHARE = { id: 'A'.repeat(22), token: 'T'.repeat(43) };
export const END = '2026-12-03T09:00:00Z';
export const bytes = (length) => Buffer.alloc(length, 7).toString('base64url');

/**
 * @typedef {object} Call
 * @property {(send: any) => Promise<any>} act
 * @property {string} method
 * @property {string} path
 * @property {boolean} token whether the token is sent
 * @property {unknown} [body]
 * @property {() => Response} fine a good answer
 * @property {unknown} result what the call makes of it
 * @property {unknown[]} bad answers of another form
 */

/** @type {Record<string, Call>} */
export const CALLS = {
  make: {
    act: (send) => shareApi(SHARE, send).make('AQ', 3600),
    method: 'PUT',
    path: '',
    token: true,
    body: { sealed: 'AQ', expires_in: 3600 },
    fine: () => Response.json({ expires_at: END, more: 1 }, { status: 201 }),
    result: END,
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
    result: undefined,
    bad: [{}],
  },
  notes: {
    act: (send) => shareApi(SHARE, send).notes(),
    method: 'GET',
    path: '/notes',
    token: true,
    fine: () => Response.json({ notes: [{ sealed: 'AQ', at: 'x' }, { sealed: 'Ag' }] }),
    result: ['AQ', 'Ag'],
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
    result: { sealed: 'AQ', expires: END },
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
    result: undefined,
    bad: [],
  },
};

export const failsAs = (code, promise, retryAfter = 0) =>
  assert.rejects(promise, (error) => {
    assert.ok(error instanceof ApiError, String(error));
    assert.deepEqual([error.code, error.retryAfter], [code, retryAfter]);
    return true;
  });
