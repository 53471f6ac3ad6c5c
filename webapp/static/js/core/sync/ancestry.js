// Which versions of a record a version builds on. The vault's revisions alone cannot tell: after a server
// lost some, another phone gives the same numbers to other versions. Described in docs/protocol.md,
// "Ancestry".
import { DOCUMENT_KINDS, PARENTS_MAX } from './document.js';

/** @typedef {import('./document.js').Document} Document */
/** @typedef {import('./document.js').Kind} Kind */
/**
 * A version in the vault. `name`: what identifies it; `parents`: the names of the versions that it builds on,
 * the newest first, or null where an app from before v1.1 wrote it.
 * @typedef {{rev: number, name: string, parents: string[] | null, document: Document | null}} Version
 */
/**
 * An earlier version that this phone agreed on.
 * @typedef {{name: string, document: Document | null}} Earlier
 */
/** A push that waits for its answer. @typedef {{name?: string, document: Document | null}} Attempt */
/**
 * What this phone agreed on with the vault. `name` is missing where an app from before v1.1 agreed on it;
 * `parents` and `earlier` are those of the agreed version.
 * @typedef {{
 *   rev: number, kind: Kind, document: Document | null, name?: string, parents?: string[],
 *   earlier?: Earlier[], sent?: Attempt[]
 * }} Agreed
 */

/** Earlier documents kept as merge bases: each costs as much room as the document. */
export const EARLIER_MAX = 2;
const NAME_LENGTH = 22;

/**
 * A version is named by its last 16 bytes, the tag of AES-GCM: without the key nobody makes another version
 * with it.
 * @param {string} sealed base64url; its length is a multiple of four characters, so the end is whole bytes
 */
export const versionName = (sealed) => sealed.slice(-NAME_LENGTH);

/**
 * The parents of the next version that this phone pushes.
 * @param {Agreed | undefined} agreed
 * @returns {string[]}
 */
export const nextParents = (agreed) =>
  agreed?.name ? distinct([agreed.name, ...(agreed.parents ?? [])]) : [];

/** @param {string[]} names */
const distinct = (names) => [...new Set(names)].slice(0, PARENTS_MAX);

/**
 * The document to merge against, and whether the version is on another branch than this phone: a fork. Then
 * the two are merged against the last version that both branches have, or against none.
 * @param {Kind} kind @param {Agreed | undefined} agreed @param {Version} version
 * @returns {{base: Document | null, isFork: boolean}}
 */
export function mergeBase(kind, agreed, { rev, name, parents, document }) {
  if (!agreed) return { base: null, isFork: false };
  const known = knownVersions(agreed);
  // The vault has again what this phone agreed on and took for lost.
  if (agreed.name === name) return { base: document, isFork: false };
  // The vault went back to a version that this phone has built on.
  if (agreed.parents?.includes(name)) return { base: document, isFork: true };
  if (!agreed.name || (!parents && rev > agreed.rev))
    return { base: unansweredBase(kind, agreed), isFork: false };
  const common = known.find((earlier) => parents?.includes(earlier.name));
  return { base: common?.document ?? null, isFork: !isBehind(agreed, parents) };
}

/**
 * Whether a version builds on what this phone agreed on.
 * @param {Agreed} agreed
 * @param {string[] | null} parents
 */
const isBehind = ({ name = '', sent = [] }, parents) =>
  [...sent.map((attempt) => attempt.name ?? ''), name].some((known) => parents?.includes(known));

/**
 * The version that this phone agreed on. One that the vault lost is among the earlier ones, with its
 * document.
 * @param {Agreed} agreed @returns {Earlier}
 */
const ownVersion = ({ name = '', document, earlier = [] }) =>
  earlier.find((each) => each.name === name) ?? { name, document };

/** Versions whose documents this phone has, the newest first. @param {Agreed} agreed @returns {Earlier[]} */
function knownVersions(agreed) {
  const { earlier = [], sent = [] } = agreed;
  const attempts = sent.map((attempt) => ({ name: attempt.name ?? '', document: attempt.document }));
  return [...attempts.reverse(), ownVersion(agreed), ...earlier].filter((each) => each.name);
}

/**
 * The merge base where nothing says what a version builds on.
 * @param {Kind} kind @param {Agreed} agreed
 */
function unansweredBase(kind, { document, sent = [] }) {
  // A deletion that was sent may have arrived, and then a later version need not descend from `document`.
  if (document && sent.every((attempt) => attempt.document)) return document;
  const last = document ?? sent.findLast((attempt) => attempt.document)?.document;
  return last ? DOCUMENT_KINDS[kind].unanswered(last) : null;
}

/**
 * What this phone has agreed on once it took a version in. Names of its own branch become parents too, so
 * that other phones on that branch see that the next version builds on theirs.
 * @param {Kind} kind
 * @param {Agreed | undefined} before
 * @param {Version} version
 * @returns {Omit<Agreed, 'sent'>}
 */
export function agreedOn(kind, before, { rev, name, parents, document }) {
  const own = before?.name && before.name !== name ? [ownVersion(before)] : [];
  const earlier = [...own, ...(before?.earlier ?? [])]
    .filter((each, at, all) => each.name !== name && all.indexOf(each) === at)
    .slice(0, EARLIER_MAX);
  const isFork = Boolean(before?.name) && !parents?.includes(before?.name ?? '');
  const names = own.map((each) => each.name);
  const all = [...(isFork ? names : []), ...(parents ?? []), ...names, ...(before?.parents ?? [])];
  return { rev, kind, document, name, parents: distinct(all.filter((each) => each !== name)), earlier };
}
