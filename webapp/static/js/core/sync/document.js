// What a sealed record says: a document of one kind, or that it is gone. Described in docs/protocol.md.
import { EXPLORATION_FIELDS } from '../exploration/fields.js';
import { canonical, completed } from '../documents/fields.js';
import { MEETING_FIELDS } from '../meeting/fields.js';
import { mergeBeside } from '../statement/merge.js';
import { mergeExploration } from '../exploration/merge.js';
import { mergeMeeting } from '../meeting/merge.js';
import { STATEMENT_FIELDS } from '../statement/fields.js';
import { readFields } from '../documents/read_fields.js';

/** @typedef {import('../documents/fields.js').Fields} Fields */
/** @typedef {import('../statement/fields.js').Statement} Statement */
/** @typedef {import('../meeting/fields.js').Meeting} Meeting */
/** @typedef {import('../exploration/fields.js').Exploration} Exploration */
/** @typedef {Statement | Meeting | Exploration} Document */
/** @typedef {'statement'|'meeting'|'exploration'} Kind */
/**
 * `store` is where the phone keeps it, `fields` what it is made of, `newest` the highest version that is read here, `merge` the same
 * whichever side is `mine`. `travels` says whether it goes into the vault.
 * Of a document that is gone from the vault, `gone` is what stays on this phone (null for nothing) when it was not edited here, and
 * `outlives` when it was. `unanswered` is the least that both sides agreed on where this one was sent or deleted, and no answer came.
 * @typedef {{
 *   store: 'statements' | 'meetings' | 'explorations', newest: number, fields: any,
 *   merge(base: Document | null, mine: Document, theirs: Document): Document,
 *   travels(document: Document): boolean, gone(local: Document, at: string): Document | null, outlives(local: Document): Document,
 *   unanswered(sent: Document): Document | null
 * }} Row
 */
/** `document` is null when it is gone; then its kind may be unknown. @typedef {{kind: Kind, document: Document} | {kind: Kind | null, document: null}} Reading */

/** What is for every phone: gone elsewhere, yet not in the bin here, it goes there first, with its thirty days. */
const SHARED = {
  travels: () => true,
  gone: (/** @type {Document} */ local, /** @type {string} */ at) =>
    local.deleted ? null : { ...local, deleted: at },
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
  statement: { store: 'statements', newest: 2, fields: STATEMENT_FIELDS, merge: mergeBeside, ...SHARED },
  meeting: { store: 'meetings', newest: 1, fields: MEETING_FIELDS, merge: mergeMeeting, ...SHARED },
  exploration: {
    store: 'explorations',
    newest: 1,
    fields: EXPLORATION_FIELDS,
    merge: mergeExploration,
    ...TICKED,
  },
};

export const KIND_NAMES = /** @type {Kind[]} */ (Object.keys(KINDS));

/** @param {unknown} name @returns {Kind | null} */
const kindCalled = (name) => KIND_NAMES.find((kind) => kind === name) ?? null;

/** The lowest version that says all of a document. @param {Fields} fields @param {Record<string, any>} document */
export const versionOf = (fields, document) =>
  Object.entries(fields).reduce(
    (version, [name, field]) => Math.max(version, field.version?.(document[name]) ?? 1),
    1,
  );

/** Devices that hold the same document seal the same text. @param {Kind} kind @param {Document} document @returns {string} JSON */
export function documentText(kind, document) {
  const { fields } = KINDS[kind];
  return JSON.stringify({ kind, version: versionOf(fields, document), [kind]: canonical(fields, document) });
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
    const document = readFields(KINDS[kind].fields, found[kind]);
    return document.id === id ? { kind, document } : null;
  } catch {
    return null;
  }
}

/**
 * A document that another app wrote, with the fields that it did not know, as both last agreed on them.
 * @param {Kind} kind @param {Document | null} document @param {Document | null} base @returns {Document | null}
 */
export const completedFrom = (kind, document, base) =>
  document && completed(KINDS[kind].fields, document, base);

/** @param {Kind} kind @param {Document | null | undefined} a @param {Document | null | undefined} b */
export const sameDocument = (kind, a, b) =>
  a && b ? documentText(kind, a) === documentText(kind, b) : !a && !b;
