// What a sealed record says: a document of one kind, or that it is gone. Described in docs/protocol.md.
import { readStatement } from '../read_statement.js';
import { plainExploration } from '../exploration.js';
import { plainMeeting } from '../meeting.js';
import { mergeBeside } from '../merge.js';
import { mergeExploration } from '../merge_exploration.js';
import { mergeMeeting } from '../merge_meeting.js';
import { plainStatement } from '../parts.js';
import { readExploration } from '../read_exploration.js';
import { readMeeting } from '../read_meeting.js';

/** @typedef {import('../parts.js').Statement} Statement */
/** @typedef {import('../meeting.js').Meeting} Meeting */
/** @typedef {import('../exploration.js').Exploration} Exploration */
/** @typedef {Statement | Meeting | Exploration} Document */
/** @typedef {'statement'|'meeting'|'exploration'} Kind */
/**
 * `store` is where the phone keeps it, `newest` the highest version that is read here, `version` the lowest that says all of a
 * document, `plain` its one spelling, `merge` the same whichever side is `mine`. `travels` says whether it goes into the vault.
 * Of a document that is gone from the vault, `gone` is what stays on this phone (null for nothing) when it was not edited here, and
 * `outlives` when it was. `unanswered` is the least that both sides agreed on where this one was sent or deleted, and no answer came.
 * @typedef {{
 *   store: 'statements' | 'meetings' | 'explorations', newest: number, version(document: Document): number, plain(document: Document): Document,
 *   read(value: unknown): Document, merge(base: Document | null, mine: Document, theirs: Document): Document,
 *   travels(document: Document): boolean, gone(local: Document, at: string): Document | null, outlives(local: Document): Document,
 *   unanswered(sent: Document): Document | null
 * }} Row
 */
/** `document` is null when it is gone; then its kind may be unknown. @typedef {{kind: Kind, document: Document} | {kind: Kind | null, document: null}} Reading */

/** An app from before there were private sentences would show them: it keeps version 2 as it is. @param {Statement} statement */
const statementVersion = ({ marks }) => (marks.some(({ mark }) => mark === 'private') ? 2 : 1);

/** What is for every phone: gone elsewhere, yet not in the bin here, it goes there first, with its thirty days. */
const SHARED = {
  travels: () => true,
  gone: (/** @type {Document} */ local, /** @type {string} */ at) => (local.deleted ? null : { ...local, deleted: at }),
  outlives: (/** @type {Document} */ local) => local, // and is sent again
  unanswered: () => null,
};

/** @param {Exploration} note */
const apart = (note) => ({ ...note, in_vault: false });

/** What is in the vault while it is ticked: where it leaves the vault, nobody's note is taken away, and no phone sends it again. */
const TICKED = {
  travels: (/** @type {Exploration} */ { in_vault }) => in_vault,
  gone: (/** @type {Exploration} */ local) => (local.deleted ? null : apart(local)),
  outlives: apart,
  unanswered: (/** @type {Exploration} */ sent) => ({ ...sent, text: '' }), // so that an untick is seen as one, and every sentence stays
};

/** Everything that a vault holds, a row for each kind. @type {Readonly<Record<Kind, Row>>} */
export const KINDS = {
  statement: { store: 'statements', newest: 2, version: statementVersion, plain: plainStatement, read: readStatement, merge: mergeBeside, ...SHARED },
  meeting: { store: 'meetings', newest: 1, version: () => 1, plain: plainMeeting, read: readMeeting, merge: mergeMeeting, ...SHARED },
  exploration: { store: 'explorations', newest: 1, version: () => 1, plain: plainExploration, read: readExploration, merge: mergeExploration, ...TICKED },
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
