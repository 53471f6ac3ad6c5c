// The documents behind a link, a share and the notes that answer it: canonical writing and strict reading
// (docs/protocol.md, "Shares").
import { DAY_OR_TIME } from '../meeting/local_time.js';
import { KINDS, PARTS } from '../statement/fields.js';
import { CodedError } from '../documents/coded_error.js';
import { CopyError, list, assert, oneOf, record, text, time } from '../documents/validation.js';

/** @typedef {import('../statement/fields.js').Part} Part */
/** @typedef {import('../statement/fields.js').Kind} Kind */
/**
 * `at` is a local time, like a meeting's.
 * @typedef {{
 *   kind: Kind | '', at: string, place: string, people: string, about: string, questions: string[]
 * }} SharedMeeting
 */
/**
 * All that a link shows. `parts` are in display order and have text; `made` is ISO 8601 in UTC.
 * @typedef {{
 *   lang: string, from: string, title: string, parts: {part: Part, text: string}[],
 *   meeting: SharedMeeting | null, made: string
 * }} Shared
 */
/**
 * `newer`: a newer app wrote the document, so nothing of it is shown.
 * @typedef {'newer'|'damaged'|'too-many'|'too-long'} ShareErrorCode
 */

/** Questions that a reader accepts: as many as a meeting may have. */
export const QUESTIONS_MAX = 500;
/** Characters of a note. In any language they take fewer bytes than a sealed note holds. */
export const NOTE_TEXT_MAX = 4_000;
const VERSION = 1;
/** A BCP 47 language tag. The text may be in a language that this app does not have. */
const LANG = /^[a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*$/;
const LANG_MAX = 35;
/** An uncompressed point: 65 bytes in canonical base64url, the first of which is 4. */
const POINT = /^B[A-P][A-Za-z0-9_-]{84}[AEIMQUYcgkosw048]$/;

/** @extends {CodedError<ShareErrorCode>} */
export class ShareError extends CodedError {
  name = 'ShareError';
}

/**
 * '', a local day, or a local day and time.
 * @param {unknown} value
 */
function wall(value) {
  const found = text(value, 60);
  assert(DAY_OR_TIME.test(found));
  return found;
}

/**
 * @param {SharedMeeting} meeting
 * @returns {SharedMeeting}
 */
const canonicalMeeting = ({ kind, at, place, people, about, questions }) => ({
  kind,
  at,
  place,
  people,
  about,
  questions: [...questions],
});

/**
 * @param {Shared} shared
 * @param {string | null} notesTo the public key to seal notes for; null when no notes are wanted
 * @returns {string} canonical JSON
 * @throws {ShareError} `too-long`
 */
export function shareText({ lang, from, title, parts, meeting, made }, notesTo) {
  if (meeting && meeting.questions.length > QUESTIONS_MAX) throw new ShareError('too-long');
  return JSON.stringify({
    kind: 'share',
    version: VERSION,
    lang,
    from,
    title,
    parts: parts.filter(({ text }) => text.trim()).map(({ part, text }) => ({ part, text })),
    meeting: meeting && canonicalMeeting(meeting),
    made,
    ...(notesTo === null ? {} : { notes_to: notesTo }),
  });
}

/**
 * @param {string} words
 * @param {string} at when they were written, ISO 8601 in UTC
 * @returns {string} canonical JSON
 */
export const noteText = (words, at) => JSON.stringify({ kind: 'note', version: VERSION, text: words, at });

/**
 * @template T
 * @param {string} source JSON
 * @param {'share'|'note'} kind
 * @param {(found: Record<string, unknown>) => T} read
 * @returns {T} only known members, each checked
 * @throws {ShareError}
 */
function reading(source, kind, read) {
  try {
    const found = record(JSON.parse(source));
    const isOther = typeof found.kind === 'string' && found.kind !== kind;
    if (isOther || (Number.isInteger(found.version) && Number(found.version) > VERSION))
      throw new ShareError('newer');
    assert(found.kind === kind && found.version === VERSION);
    return read(found);
  } catch (error) {
    if (error instanceof CopyError || error instanceof SyntaxError) throw new ShareError('damaged');
    throw error;
  }
}

/**
 * Threat: a date that does not exist would stop the reader's page.
 * @param {unknown} value
 */
function day(value) {
  const at = wall(value);
  assert(!at || !Number.isNaN(Date.parse(at.length > 10 ? `${at}Z` : at)));
  return at;
}

/** @param {unknown} value @returns {SharedMeeting} */
function sharedMeeting(value) {
  const found = record(value);
  return {
    kind: found.kind === '' ? '' : oneOf(found.kind, KINDS),
    at: day(found.at),
    place: text(found.place),
    people: text(found.people),
    about: text(found.about),
    questions: list(found.questions, QUESTIONS_MAX).map((question) => text(question)),
  };
}

/**
 * The language of the shared words. The page around them is in the reader's language.
 * @param {unknown} value
 */
function language(value) {
  const found = text(value, LANG_MAX);
  assert(LANG.test(found));
  return found;
}

/**
 * @param {unknown} value
 * @returns {Shared['parts']} each part once, with text
 */
function sharedParts(value) {
  const parts = list(value, PARTS.length)
    .map(record)
    .map((found) => ({ part: oneOf(found.part, PARTS), text: text(found.text) }));
  assert(new Set(parts.map(({ part }) => part)).size === parts.length);
  assert(parts.every((shown) => shown.text.trim()));
  return parts;
}

/** @param {unknown} value */
function point(value) {
  const found = text(value, 87);
  assert(POINT.test(found));
  return found;
}

/**
 * Reads a share: all of it or nothing.
 * @param {string} source an opened share
 * @returns {{shared: Shared, notesTo: string | null}}
 * @throws {ShareError} `newer` or `damaged`
 */
export const readShare = (source) =>
  reading(source, 'share', (found) => ({
    shared: {
      lang: language(found.lang),
      from: text(found.from),
      title: text(found.title),
      parts: sharedParts(found.parts),
      meeting: found.meeting === null ? null : sharedMeeting(found.meeting),
      made: time(found.made),
    },
    notesTo: found.notes_to === undefined ? null : point(found.notes_to),
  }));

/**
 * @param {string} source an opened note
 * @returns {{text: string, at: string}}
 * @throws {ShareError} `newer` or `damaged`
 */
export const readNote = (source) =>
  reading(source, 'note', (found) => ({ text: text(found.text), at: time(found.at) }));
