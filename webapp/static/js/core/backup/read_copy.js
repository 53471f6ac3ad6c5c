// Reads a copy strictly: all of it or nothing (docs/copy-file.md).
import { FORMAT, FORMAT_VERSION } from './copy_file.js';
import { EXPLORATION_FIELDS } from '../exploration/fields.js';
import { withMissingFields } from '../documents/fields.js';
import { MEETING_FIELDS } from '../meeting/fields.js';
import { STATEMENT_FIELDS } from '../statement/fields.js';
import { readFields } from '../documents/read_fields.js';
import { CopyError, list, assert, record, time } from '../documents/validation.js';

/** @typedef {import('./copy_file.js').Everything} Everything */
/** @typedef {import('./copy_file.js').Version} Version */

export const COPY_MAX_BYTES = 50 * 1024 * 1024;
const STATEMENTS_MAX = 5_000;
const VERSIONS_MAX = 200_000;
const MEETINGS_MAX = 5_000;
const EXPLORATIONS_MAX = 5_000;

export { CopyError };

/**
 * Reads a document, and fills in the fields that the version of the app that wrote it did not know.
 * @template {import('../documents/fields.js').Fields} F
 * @param {F} fields
 */
const documentOf = (fields) => (/** @type {unknown} */ value) =>
  withMissingFields(fields, readFields(fields, value));

/**
 * @param {unknown} value
 * @returns {Version}
 */
function readVersion(value) {
  const found = record(value);
  const document = documentOf(STATEMENT_FIELDS)(found.document);
  assert(found.statement === document.id);
  return { statement: document.id, at: time(found.at), document };
}

/**
 * Reads a list of documents with unique ids.
 * @template {{id: string}} Document
 * @param {unknown} value
 * @param {number} most
 * @param {(document: unknown) => Document} read
 */
function uniqueDocuments(value, most, read) {
  const all = list(value, most).map(read);
  assert(new Set(all.map(({ id }) => id)).size === all.length);
  return all;
}

/**
 * @param {string} source
 * @returns {Record<string, unknown>}
 */
function parsed(source) {
  if (!source.trimStart().startsWith('{')) throw new CopyError('foreign');
  try {
    return record(JSON.parse(source));
  } catch {
    throw new CopyError('damaged');
  }
}

/**
 * Reads a copy. Version 1 is from before meetings existed, version 2 from before notes without a goal.
 * @param {string} source the file's text
 * @returns {Omit<Everything, 'settings'>}
 * @throws {CopyError}
 */
export function readCopy(source) {
  if (source.length > COPY_MAX_BYTES) throw new CopyError('too-large');
  const file = parsed(source.replace(/^\ufeff/, ''));
  if (file.format !== FORMAT) throw new CopyError('foreign');
  if (Number.isInteger(file.version) && Number(file.version) > FORMAT_VERSION) throw new CopyError('newer');
  assert(Number.isInteger(file.version) && Number(file.version) >= 1);
  const version = Number(file.version);
  const statements = uniqueDocuments(file.statements, STATEMENTS_MAX, documentOf(STATEMENT_FIELDS));
  const meetings =
    version < 2 ? [] : uniqueDocuments(file.meetings, MEETINGS_MAX, documentOf(MEETING_FIELDS));
  const explorations =
    version < 3 ? [] : uniqueDocuments(file.explorations, EXPLORATIONS_MAX, documentOf(EXPLORATION_FIELDS));
  return { statements, versions: list(file.versions, VERSIONS_MAX).map(readVersion), meetings, explorations };
}
