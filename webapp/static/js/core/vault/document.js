// What a sealed record says: a document of one kind, or that it is gone. Described in docs/protocol.md.
import { readStatement } from '../copy_file.js';
import { plainMeeting } from '../meeting.js';
import { mergeBeside } from '../merge.js';
import { mergeMeeting } from '../merge_meeting.js';
import { plainStatement } from '../parts.js';
import { readMeeting } from '../read_meeting.js';

/** @typedef {import('../parts.js').Statement} Statement */
/** @typedef {import('../meeting.js').Meeting} Meeting */
/** @typedef {Statement | Meeting} Document */
/** @typedef {'statement'|'meeting'} Kind */
/**
 * `store` is where the phone keeps it, `newest` the highest version that is read here, `version` the lowest that says all of a
 * document, `plain` its one spelling, `merge` the same whichever side is `mine`.
 * @typedef {{
 *   store: 'statements' | 'meetings', newest: number, version(document: Document): number, plain(document: Document): Document,
 *   read(value: unknown): Document, merge(base: Document | null, mine: Document, theirs: Document): Document
 * }} Row
 */
/** `document` is null when it is gone; then its kind may be unknown. @typedef {{kind: Kind, document: Document} | {kind: Kind | null, document: null}} Reading */

/** An app from before there were private sentences would show them: it keeps version 2 as it is. @param {Statement} statement */
const statementVersion = ({ marks }) => (marks.some(({ mark }) => mark === 'private') ? 2 : 1);

/** Everything that a vault holds, a row for each kind. @type {Readonly<Record<Kind, Row>>} */
export const KINDS = {
  statement: { store: 'statements', newest: 2, version: statementVersion, plain: plainStatement, read: readStatement, merge: mergeBeside },
  meeting: { store: 'meetings', newest: 1, version: () => 1, plain: plainMeeting, read: readMeeting, merge: mergeMeeting },
};

export const KIND_NAMES = /** @type {Kind[]} */ (Object.keys(KINDS));

/** @param {unknown} name @returns {Kind | null} */
const kindCalled = (name) => KIND_NAMES.find((kind) => kind === name) ?? null;

/** Devices that hold the same document seal the same text. @param {Kind} kind @param {Document} document @returns {string} JSON */
export function documentText(kind, document) {
  const { version, plain } = KINDS[kind];
  return JSON.stringify({ kind, version: version(document), [kind]: plain(document) });
}

/** @param {Kind} kind @param {string} at ISO 8601 in UTC @returns {string} JSON */
export const deletionText = (kind, at) => JSON.stringify({ deleted: true, kind, version: 1, at });

/**
 * What an opened document says; null is kept as it is: a newer app wrote it, or one that keeps more kinds.
 * @param {string} text @param {string} id of its record @returns {Reading | null}
 */
export function readDocument(text, id) {
  try {
    const found = JSON.parse(text);
    const kind = kindCalled(found?.kind);
    if (found?.deleted === true) return { kind, document: null };
    if (!kind || !(found.version <= KINDS[kind].newest)) return null;
    const document = KINDS[kind].read(found[kind]);
    return document.id === id ? { kind, document } : null;
  } catch {
    return null;
  }
}

/** @param {Kind} kind @param {Document | null | undefined} a @param {Document | null | undefined} b */
export const sameDocument = (kind, a, b) => (a && b ? documentText(kind, a) === documentText(kind, b) : !a && !b);
