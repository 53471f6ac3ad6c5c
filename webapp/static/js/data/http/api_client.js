// What the calls of docs/protocol.md have in common: how one asks, and how an answer is read. Half an answer is none.
import { CodedError } from '../../core/documents/coded_error.js';

/**
 * `offline`: no answer. `bad-answer`: not what the protocol says. `later`: the server asks to wait or has a fault of its own.
 * @typedef {'offline'|'bad-answer'|'later'|'unauthorized'|'not-found'|'conflict'|'gone'|'taken'|'full'|'too-large'|'refused'} ApiErrorCode
 */
/** @typedef {{method: string, token?: string, body?: unknown}} Request */

const TIMEOUT_MS = 30_000;

/** @extends {CodedError<ApiErrorCode>} */
export class ApiError extends CodedError {
  name = 'ApiError';

  /**
   * @param {ApiErrorCode} code @param {number} [retryAfter] in seconds; 0 when the server named none
   * @param {string | null} [heard] what the time is by the server's clock, ISO 8601 in UTC; null where it did not say
   */
  constructor(code, retryAfter = 0, heard = null) {
    super(code);
    this.retryAfter = retryAfter;
    this.heard = heard;
  }
}

/** @param {unknown} condition @returns {asserts condition} */
export function assert(condition) {
  if (!condition) throw new ApiError('bad-answer');
}

/** @param {typeof fetch} send @param {string} path @param {Request} request @returns {Promise<Response>} @throws {ApiError} `offline` */
export async function ask(send, path, { method, token, body }) {
  const headers = {
    ...(token ? { Authorization: `Bearer ${token}` } : {}),
    ...(body ? { 'Content-Type': 'application/json' } : {}),
  };
  try {
    return await send(path, {
      method,
      headers,
      body: body ? JSON.stringify(body) : undefined,
      credentials: 'omit',
      cache: 'no-store',
      redirect: 'error',
      referrerPolicy: 'no-referrer',
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
  } catch {
    throw new ApiError('offline');
  }
}

/** Threat: an answer without an end fills the phone. @param {Response} answer @param {number} mostBytes */
async function textOf(answer, mostBytes) {
  const reader = answer.body?.getReader();
  const decoder = new TextDecoder('utf-8', { fatal: true });
  let text = '';
  for (let bytes = 0; reader;) {
    const { done, value } = await reader.read();
    if (done) break;
    bytes += value.length;
    if (bytes > mostBytes) {
      await reader.cancel();
      throw new ApiError('bad-answer');
    }
    text += decoder.decode(value, { stream: true });
  }
  return text + decoder.decode();
}

/** @param {Response} answer @param {number} mostBytes @returns {Promise<any>} an object; null where nothing was to be said @throws {ApiError} `bad-answer` */
export async function read(answer, mostBytes) {
  if (answer.status === 204) return null;
  const found = await textOf(answer, mostBytes)
    .then(JSON.parse)
    .catch(() => null);
  assert(found && typeof found === 'object');
  return found;
}

/** What the time is by the server's clock, as its answer says; null where it does not. @param {Response} answer @returns {string | null} ISO 8601 in UTC */
export function serverTime(answer) {
  const at = Date.parse(answer.headers.get('Date') ?? '');
  return Number.isNaN(at) ? null : new Date(at).toISOString();
}

/** @param {Response} answer @param {ApiErrorCode} code */
export const refusal = (answer, code) =>
  new ApiError(code, Math.max(0, Number(answer.headers.get('Retry-After')) || 0), serverTime(answer));
