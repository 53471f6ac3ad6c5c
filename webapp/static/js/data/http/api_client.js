// Sends the requests of docs/protocol.md and reads their answers. Half an answer counts as none.
import { CodedError } from '../../core/documents/coded_error.js';

/**
 * `offline`: no answer. `bad-answer`: not as the protocol says. `later`: the server asks to wait, or failed.
 * `no-room`: it takes nothing new right now. `full-today`: a new vault takes no more today.
 * @typedef {'offline'|'bad-answer'|'later'|'no-room'|'full-today'|'unauthorized'|'not-found'|'conflict'|
 *   'gone'|'taken'|'full'|'too-large'|'refused'} ApiErrorCode
 */
/** @typedef {{method: string, token?: string, body?: unknown}} Request */

const TIMEOUT_MS = 30_000;
const PROBLEM_MAX_BYTES = 4096;
/** What the type of a problem says beyond its status. @type {Map<unknown, ApiErrorCode>} */
const BY_TYPE = new Map([
  ['urn:egne-ord:no-room', 'no-room'],
  ['urn:egne-ord:full-today', 'full-today'],
]);

/** @extends {CodedError<ApiErrorCode>} */
export class ApiError extends CodedError {
  name = 'ApiError';

  /**
   * @param {ApiErrorCode} code @param {number} [retryAfter] in seconds; 0 when the server named none
   * @param {string | null} [serverTime] of the answer, ISO 8601 in UTC; null when it named none
   */
  constructor(code, retryAfter = 0, serverTime = null) {
    super(code);
    this.retryAfter = retryAfter;
    this.serverTime = serverTime;
  }
}

/** @param {unknown} condition @returns {asserts condition} */
export function assert(condition) {
  if (!condition) throw new ApiError('bad-answer');
}

/**
 * @param {typeof fetch} send @param {string} path @param {Request} request @returns {Promise<Response>}
 * @throws {ApiError} `offline`
 */
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

/** Threat: an endless answer fills the phone. @param {Response} answer @param {number} maxBytes */
async function textOf(answer, maxBytes) {
  const reader = answer.body?.getReader();
  const decoder = new TextDecoder('utf-8', { fatal: true });
  let text = '';
  for (let bytes = 0; reader;) {
    const { done, value } = await reader.read();
    if (done) break;
    bytes += value.length;
    if (bytes > maxBytes) {
      await reader.cancel();
      throw new ApiError('bad-answer');
    }
    text += decoder.decode(value, { stream: true });
  }
  return text + decoder.decode();
}

/**
 * @param {Response} answer @param {number} maxBytes
 * @returns {Promise<any>} an object; null for 204 No Content
 * @throws {ApiError} `bad-answer`
 */
export async function read(answer, maxBytes) {
  if (answer.status === 204) return null;
  const found = await textOf(answer, maxBytes)
    .then(JSON.parse)
    .catch(() => null);
  assert(found && typeof found === 'object');
  return found;
}

/**
 * The time by the server's clock.
 * @param {Response} answer @returns {string | null} ISO 8601 in UTC; null when the answer names none
 */
export function serverTime(answer) {
  const at = Date.parse(answer.headers.get('Date') ?? '');
  return Number.isNaN(at) ? null : new Date(at).toISOString();
}

/** @param {Response} answer @param {ApiErrorCode} code what its status says @returns {Promise<ApiError>} */
export async function refusal(answer, code) {
  const problem = code === 'later' ? await read(answer, PROBLEM_MAX_BYTES).catch(() => null) : null;
  const retryAfter = Math.max(0, Number(answer.headers.get('Retry-After')) || 0);
  return new ApiError(BY_TYPE.get(problem?.type) ?? code, retryAfter, serverTime(answer));
}
