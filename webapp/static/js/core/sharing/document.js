// What a link to one text says, and what comes back through it: written in one spelling, read strictly (docs/protocol.md, "Shares").
import { DAY_OR_TIME } from '../meeting/local_time.js';
import { KINDS, PARTS } from '../statement/fields.js';
import { CodedError } from '../documents/coded_error.js';
import { CopyError, list, assert, oneOf, record, text, time } from '../documents/validation.js';

/** @typedef {import('../statement/fields.js').Part} Part */
/** @typedef {import('../statement/fields.js').Kind} Kind */
/** `at` is local, as a meeting's. @typedef {{kind: Kind | '', at: string, place: string, people: string, about: string, questions: string[]}} SharedMeeting */
/**
 * All that a link shows. `parts` in the order to be shown, only those with text; `made` ISO 8601 in UTC.
 * @typedef {{
 *   lang: string, from: string, title: string, parts: {part: Part, text: string}[], meeting: SharedMeeting | null, made: string
 * }} Shared
 */
/** `newer`: a newer app wrote it, and nothing of it is shown. @typedef {'newer'|'damaged'|'too-many'|'too-long'} ShareErrorCode */

/** Questions of a meeting that a reader takes, as many as a meeting may have. */
export const QUESTIONS_MAX = 500;
/** Characters of a note: in any language fewer bytes than a sealed note holds. */
export const NOTE_TEXT_MAX = 4_000;
const VERSION = 1;
/** A language as BCP 47 writes it: this app may not speak the one in which the text was written. */
const LANG = /^[a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*$/;
const LANG_MAX = 35;
/** 65 bytes in their one spelling, the first of which is 4: an uncompressed point. */
const POINT = /^B[A-P][A-Za-z0-9_-]{84}[AEIMQUYcgkosw048]$/;

/** @extends {CodedError<ShareErrorCode>} */
export class ShareError extends CodedError {
  name = 'ShareError';
}

/** A local day, with a time or without, or ''. @param {unknown} value */
function wall(value) {
  const found = text(value, 60);
  assert(DAY_OR_TIME.test(found));
  return found;
}

/** @param {SharedMeeting} meeting @returns {SharedMeeting} */
const canonicalMeeting = ({ kind, at, place, people, about, questions }) => ({
  kind,
  at,
  place,
  people,
  about,
  questions: [...questions],
});

/**
 * @param {Shared} shared @param {string | null} notesTo the public key that notes are sealed for, where any are wanted
 * @returns {string} JSON in its one spelling
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
    parts: parts.filter((one) => one.text.trim()).map((one) => ({ part: one.part, text: one.text })),
    meeting: meeting && canonicalMeeting(meeting),
    made,
    ...(notesTo === null ? {} : { notes_to: notesTo }),
  });
}

/** @param {string} words @param {string} at when they were written, ISO 8601 in UTC @returns {string} JSON in its one spelling */
export const noteText = (words, at) => JSON.stringify({ kind: 'note', version: VERSION, text: words, at });

/**
 * @template T @param {string} source JSON @param {'share'|'note'} kind @param {(found: Record<string, unknown>) => T} read
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

/** A day that is in no calendar would stop the page of whoever reads. @param {unknown} value */
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
    questions: list(found.questions, QUESTIONS_MAX).map((one) => text(one)),
  };
}

/** The words keep it; the page around them is in the reader's own language. @param {unknown} value */
function language(value) {
  const found = text(value, LANG_MAX);
  assert(LANG.test(found));
  return found;
}

/** @param {unknown} value @returns {Shared['parts']} each part once, with text */
function sharedParts(value) {
  const parts = list(value, PARTS.length)
    .map(record)
    .map((one) => ({ part: oneOf(one.part, PARTS), text: text(one.text) }));
  assert(
    new Set(parts.map((one) => one.part)).size === parts.length && parts.every((one) => one.text.trim()),
  );
  return parts;
}

/** @param {unknown} value */
function point(value) {
  const found = text(value, 87);
  assert(POINT.test(found));
  return found;
}

/**
 * All of what a link shows, or nothing.
 * @param {string} source an opened share @returns {{shared: Shared, notesTo: string | null}}
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

/** @param {string} source an opened note @returns {{text: string, at: string}} @throws {ShareError} `newer` or `damaged` */
export const readNote = (source) =>
  reading(source, 'note', (found) => ({ text: text(found.text), at: time(found.at) }));
