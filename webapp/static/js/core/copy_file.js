// "Gem en kopi": everything in one readable file, and the strict reading of it. Described in docs/copy-file.md.
import { KINDS, MARK_NAMES, PARTS, SPOKEN_WORDS_MAX } from './parts.js';
import { readExploration } from './read_exploration.js';
import { readMeeting } from './read_meeting.js';
import { CopyError, id, list, must, oneOf, part, record, text, time, timeOrNull } from './reading.js';

/** @typedef {import('./parts.js').Statement} Statement */
/** @typedef {{statement: string, at: string, document: Statement}} Version */
/** @typedef {import('./meeting.js').Meeting} Meeting */
/** @typedef {import('./exploration.js').Exploration} Exploration */
/**
 * What a copy is made of.
 * @typedef {{statements: Statement[], versions: Version[], meetings: Meeting[], explorations: Exploration[], settings: Record<string, unknown>}} Everything
 */

export const FORMAT = 'egne-ord';
export const FORMAT_VERSION = 3;
export const COPY_MAX_BYTES = 50 * 1024 * 1024;
const STATEMENTS_MAX = 5_000;
const VERSIONS_MAX = 200_000;
const MEETINGS_MAX = 5_000;
const EXPLORATIONS_MAX = 5_000;
const MARKS_MAX = 5_000;
const ALTERNATIVES_MAX = 1_000;

export { CopyError };

/** Everything as one readable JSON text. @param {Everything} everything @param {string} saved ISO 8601 in UTC */
export function writeCopy({ statements, versions, meetings, explorations, settings }, saved) {
  const file = { format: FORMAT, version: FORMAT_VERSION, saved, statements, versions, meetings, explorations, settings };
  return `${JSON.stringify(file, null, 2)}\n`;
}

/** @param {unknown} value @returns {import('./parts.js').Mark} */
function mark(value) {
  const found = record(value);
  return { part: part(found.part), text: text(found.text), mark: oneOf(found.mark, MARK_NAMES) };
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
  must(Number.isInteger(found.spoken_words) && Number(found.spoken_words) >= 1 && Number(found.spoken_words) <= SPOKEN_WORDS_MAX);
  const first = found.first === null ? null : record(found.first);
  return {
    id: id(found.id),
    title: text(found.title),
    kind: found.kind === '' ? '' : oneOf(found.kind, KINDS),
    parts: { introduce: text(parts.introduce), important: text(parts.important), help: text(parts.help), so_that: text(parts.so_that) },
    marks: list(found.marks, MARKS_MAX).map(mark),
    order: order(found.order),
    first: first && { part: part(first.part), text: text(first.text) },
    spoken_words: Number(found.spoken_words),
    alternatives: list(found.alternatives === undefined ? [] : found.alternatives, ALTERNATIVES_MAX).map(alternative),
    created: time(found.created),
    updated: time(found.updated),
    deleted: timeOrNull(found.deleted),
  };
}

/** @param {unknown} value @returns {Version} */
function readVersion(value) {
  const found = record(value);
  const document = readStatement(found.document);
  must(found.statement === document.id);
  return { statement: document.id, at: time(found.at), document };
}

/** Each of them once. @template {{id: string}} Document @param {unknown} value @param {number} most @param {(one: unknown) => Document} read */
function each(value, most, read) {
  const all = list(value, most).map(read);
  must(new Set(all.map((one) => one.id)).size === all.length);
  return all;
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
 * @returns {Omit<Everything, 'settings'>} a copy of version 1 is from before there were meetings, one of 2 from before notes without a goal
 * @throws {CopyError}
 */
export function readCopy(source) {
  if (source.length > COPY_MAX_BYTES) throw new CopyError('too-large');
  const file = parsed(source.replace(/^\ufeff/, ''));
  if (file.format !== FORMAT) throw new CopyError('foreign');
  if (Number.isInteger(file.version) && Number(file.version) > FORMAT_VERSION) throw new CopyError('newer');
  must(Number.isInteger(file.version) && Number(file.version) >= 1);
  const version = Number(file.version);
  const statements = each(file.statements, STATEMENTS_MAX, readStatement);
  const meetings = version < 2 ? [] : each(file.meetings, MEETINGS_MAX, readMeeting);
  const explorations = version < 3 ? [] : each(file.explorations, EXPLORATIONS_MAX, readExploration);
  return { statements, versions: list(file.versions, VERSIONS_MAX).map(readVersion), meetings, explorations };
}
