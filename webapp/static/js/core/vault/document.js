// What a sealed record says: one statement, or that it is gone. Described in docs/protocol.md.
import { readStatement } from '../copy_file.js';

/** @typedef {import('../parts.js').Statement} Statement */
/** @typedef {{kind: 'statement', statement: Statement} | {kind: 'deleted'} | {kind: 'unknown'}} Reading */

export const DOCUMENT_VERSION = 1;

/**
 * The one spelling of a statement: devices that hold the same statement seal the same text.
 * @param {Statement} s @returns {string} JSON
 */
export function statementText(s) {
  const { id, title, kind, order, first, spoken_words, created, updated, deleted } = s;
  const parts = { introduce: s.parts.introduce, important: s.parts.important, help: s.parts.help, so_that: s.parts.so_that };
  const marks = s.marks.map(({ part, text, mark }) => ({ part, text, mark }));
  const alternatives = (s.alternatives ?? []).map(({ part, text }) => ({ part, text }));
  const picked = first && { part: first.part, text: first.text };
  const statement = { id, title, kind, parts, marks, order, first: picked, spoken_words, alternatives, created, updated, deleted };
  return JSON.stringify({ kind: 'statement', version: DOCUMENT_VERSION, statement });
}

/** @param {string} at ISO 8601 in UTC @returns {string} JSON */
export const deletionText = (at) => JSON.stringify({ deleted: true, kind: 'statement', version: DOCUMENT_VERSION, at });

/**
 * What an opened document says. `unknown` is kept as it is: a newer app wrote it, or one that keeps more than statements.
 * @param {string} text @param {string} id of its record @returns {Reading}
 */
export function readDocument(text, id) {
  try {
    const found = JSON.parse(text);
    if (found?.deleted === true) return { kind: 'deleted' };
    if (found?.kind !== 'statement' || !(found.version <= DOCUMENT_VERSION)) return { kind: 'unknown' };
    const statement = readStatement(found.statement);
    return statement.id === id ? { kind: 'statement', statement } : { kind: 'unknown' };
  } catch {
    return { kind: 'unknown' };
  }
}

/** @param {Statement | null | undefined} a @param {Statement | null | undefined} b */
export const sameDocument = (a, b) => (a && b ? statementText(a) === statementText(b) : !a && !b);
