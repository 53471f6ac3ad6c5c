// "Gem en kopi": everything in one readable file, and the strict reading of it. Described in docs/copy-file.md.
import { KINDS, PARTS, SPOKEN_WORDS_MAX, isPart } from './parts.js';

/** @typedef {import('./parts.js').Statement} Statement */
/** @typedef {{statement: string, at: string, document: Statement}} Version */
/** @typedef {{format: string, version: number, saved: string, statements: Statement[], versions: Version[], settings: Record<string, unknown>}} CopyFile */
/** @typedef {'too-large'|'damaged'|'foreign'|'newer'} CopyErrorCode */

export const FORMAT = 'egne-ord';
export const FORMAT_VERSION = 1;
export const COPY_MAX_BYTES = 50 * 1024 * 1024;
const STATEMENTS_MAX = 5_000;
const VERSIONS_MAX = 200_000;
const TEXT_MAX = 1_000_000;
const MARKS_MAX = 5_000;
const ALTERNATIVES_MAX = 1_000;

export class CopyError extends Error {
  /** @param {CopyErrorCode} code */
  constructor(code) {
    super(code);
    this.name = 'CopyError';
    this.code = code;
  }
}

/**
 * Everything as one readable JSON text.
 * @param {Statement[]} statements @param {Version[]} versions @param {Record<string, unknown>} settings @param {string} saved ISO 8601 in UTC
 */
export function writeCopy(statements, versions, settings, saved) {
  /** @type {CopyFile} */
  const file = { format: FORMAT, version: FORMAT_VERSION, saved, statements, versions, settings };
  return `${JSON.stringify(file, null, 2)}\n`;
}

/** @param {unknown} condition @returns {asserts condition} */
function must(condition) {
  if (!condition) throw new CopyError('damaged');
}

/** @param {unknown} value @returns {Record<string, unknown>} */
function record(value) {
  must(typeof value === 'object' && value !== null && !Array.isArray(value));
  return /** @type {Record<string, unknown>} */ (value);
}

/** @param {unknown} value @param {number} [longest] @returns {string} */
function text(value, longest = TEXT_MAX) {
  must(typeof value === 'string' && value.length <= longest);
  return value;
}

/** @param {unknown} value @returns {string} */
function time(value) {
  const at = text(value, 30);
  must(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/.test(at) && !Number.isNaN(Date.parse(at)));
  return at;
}

/** @param {unknown} value @param {number} most @returns {unknown[]} */
function list(value, most) {
  must(Array.isArray(value) && value.length <= most);
  return value;
}

/** @param {unknown} value @returns {import('./parts.js').Part} */
function part(value) {
  must(typeof value === 'string' && isPart(value));
  return value;
}

/** @param {unknown} value @returns {import('./parts.js').Mark} */
function mark(value) {
  const found = record(value);
  must(found.mark === 'always' || found.mark === 'hidden');
  return { part: part(found.part), text: text(found.text), mark: found.mark };
}

/** @param {unknown} value @returns {import('./parts.js').Alternative} */
function alternative(value) {
  const found = record(value);
  return { part: found.part === 'title' ? 'title' : part(found.part), text: text(found.text) };
}

/** @param {unknown} value @returns {import('./parts.js').Part[]} */
function order(value) {
  const parts = list(value, PARTS.length).map(part);
  must(new Set(parts).size === PARTS.length);
  return parts;
}

/** @param {unknown} value @returns {Statement} only known members, each checked @throws {CopyError} */
export function readStatement(value) {
  const found = record(value);
  const parts = record(found.parts);
  const kind = text(found.kind, 40);
  must(/^[A-Za-z0-9_-]{22}$/.test(text(found.id, 22)));
  must(kind === '' || /** @type {readonly string[]} */ (KINDS).includes(kind));
  must(Number.isInteger(found.spoken_words) && Number(found.spoken_words) >= 1 && Number(found.spoken_words) <= SPOKEN_WORDS_MAX);
  const first = found.first === null ? null : record(found.first);
  return {
    id: text(found.id),
    title: text(found.title),
    kind: /** @type {Statement['kind']} */ (kind),
    parts: { introduce: text(parts.introduce), important: text(parts.important), help: text(parts.help), so_that: text(parts.so_that) },
    marks: list(found.marks, MARKS_MAX).map(mark),
    order: order(found.order),
    first: first && { part: part(first.part), text: text(first.text) },
    spoken_words: Number(found.spoken_words),
    alternatives: list(found.alternatives === undefined ? [] : found.alternatives, ALTERNATIVES_MAX).map(alternative),
    created: time(found.created),
    updated: time(found.updated),
    deleted: found.deleted === null ? null : time(found.deleted),
  };
}

/** @param {unknown} value @returns {Version} */
function version(value) {
  const found = record(value);
  const document = readStatement(found.document);
  must(found.statement === document.id);
  return { statement: document.id, at: time(found.at), document };
}

/** @param {string} source @returns {Record<string, unknown>} */
function parsed(source) {
  if (!source.trimStart().startsWith('{')) throw new CopyError('foreign');
  try {
    return record(JSON.parse(source));
  } catch {
    throw new CopyError('damaged');
  }
}

/**
 * Read a copy strictly: all of it or nothing.
 * @param {string} source the file's text
 * @returns {{statements: Statement[], versions: Version[]}}
 * @throws {CopyError}
 */
export function readCopy(source) {
  if (source.length > COPY_MAX_BYTES) throw new CopyError('too-large');
  const file = parsed(source.replace(/^\ufeff/, ''));
  if (file.format !== FORMAT) throw new CopyError('foreign');
  if (Number.isInteger(file.version) && Number(file.version) > FORMAT_VERSION) throw new CopyError('newer');
  must(file.version === FORMAT_VERSION);
  const statements = list(file.statements, STATEMENTS_MAX).map(readStatement);
  must(new Set(statements.map(({ id }) => id)).size === statements.length);
  return { statements, versions: list(file.versions, VERSIONS_MAX).map(version) };
}
