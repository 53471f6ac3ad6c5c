// The parsers of what comes from outside: how to make an input that is almost valid, and what each may answer.
import { CopyError, readCopy } from '../../webapp/static/js/core/backup/read_copy.js';
import {
  ShareError,
  noteText,
  readNote,
  readShare,
  shareText,
} from '../../webapp/static/js/core/sharing/document.js';
import { documentText, readDocument } from '../../webapp/static/js/core/sync/document.js';
import { readAccount } from '../../webapp/static/js/core/sync/read_account.js';
import { WordsError, secretToWords, wordsToSecret } from '../../webapp/static/js/core/sync/recovery_words.js';
import { decodeCopy } from '../../webapp/static/js/data/backup/decode.js';
import { ApiError } from '../../webapp/static/js/data/http/api_client.js';
import { SealedError } from '../../webapp/static/js/data/sealing/sealed_body.js';
import { readerApi, shareApi } from '../../webapp/static/js/data/share/api.js';
import { LinkError, fragmentOf, readFragment } from '../../webapp/static/js/data/share/link.js';
import { newNotesPair, openNote, sealNote } from '../../webapp/static/js/data/share/note.js';
import { openShare, sealShare } from '../../webapp/static/js/data/share/sealed_share.js';
import { vaultApi } from '../../webapp/static/js/data/vault/api.js';
import { keysOf } from '../../webapp/static/js/data/vault/keys.js';
import { open, seal } from '../../webapp/static/js/data/vault/record.js';
import { sampleFile } from './copy_samples.js';
import { mutated, oneOf, spoilt } from './mutations.js';
import { DANISH, ENGLISH, LISTS, SECRET } from './recovery_word_lists.js';
import { FULL } from './statements.js';
import { NOW } from './texts.js';

export const ID = 'A'.repeat(22);
const KEY = new Uint8Array(32).fill(7);
const KEYS = await keysOf(SECRET);
const PAIR = await newNotesPair();
export const COPY = sampleFile();
COPY.meetings[0].at = '2026-11-22T10:00';
const SHARE = JSON.parse(
  shareText(
    {
      lang: 'da',
      from: 'Åse',
      title: 'Til lægen',
      parts: [{ part: 'help', text: 'at sove.' }],
      meeting: {
        kind: 'doctor',
        at: '2026-11-22T10:00',
        place: '',
        people: '',
        about: '',
        questions: ['Hvad nu?'],
      },
      made: NOW,
    },
    PAIR.notes_to,
  ),
);
const ACCOUNT = {
  kind: 'account',
  version: 1,
  deleted: true,
  account: {
    rows: [[ID, 1, 'A'.repeat(22), 'abcdefgh', NOW]],
    total: { era: 1, records: 1, revs: 1 },
    devices: [{ id: 'abcdefgh', label: 'phone', at: NOW, n: 1, records: 1, revs: 1, heard: { abcdefgh: 1 } }],
  },
};
const FRAGMENT = await fragmentOf(ID, KEY);
const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
const SEALED = 'A'.repeat(5500);
const CONFLICT = { id: ID, rev: 1, seq: 2, sealed: SEALED };
const ANSWERS = {
  push: { type: 'urn:egne-ord:conflict', title: 'x', status: 409, conflicts: [CONFLICT] },
  pull: { epoch: ID, seq: 2, records: [{ id: ID, rev: 1, seq: 2, sealed: SEALED }], more: false },
  revisions: { epoch: ID, seq: 2, records: [{ id: ID, rev: 1, seq: 2, tag: ID }] },
  look: { sealed: SEALED, expires_at: '2026-12-03T09:00:00Z' },
  notes: { notes: [{ sealed: SEALED }] },
};

/** @param {() => number} next @param {unknown} tree mostly a changed tree, sometimes broken JSON */
export const json = (next, tree) =>
  next() < 0.9 ? JSON.stringify(mutated(next, tree)) : spoilt(next, JSON.stringify(tree));
/** @param {string} text */
const isObject = (text) => {
  try {
    const found = JSON.parse(text);
    return typeof found === 'object' && found !== null && !Array.isArray(found);
  } catch {
    return false;
  }
};
/** @param {string} text the answer to any call @param {number} status */
const answering = (text, status) => async () =>
  new Response(text, { status, headers: { 'Content-Type': 'application/json' } });

/**
 * Words with a letter, a word or the gaps between them changed.
 * @param {() => number} next
 */
function words(next) {
  const list = secretToWords(SECRET, oneOf(next, [DANISH, ENGLISH]));
  const at = Math.floor(next() * list.length);
  const changed = oneOf(next, [
    () => list.with(at, oneOf(next, DANISH)),
    () => list.with(at, spoilt(next, list[at])),
    () => list.toSpliced(at, 1),
    () => list.toSpliced(at, 0, oneOf(next, ENGLISH)),
    () => list.map((word) => word.slice(0, 4)),
    () => list.toReversed(),
  ])();
  return changed.join(oneOf(next, [' ', '\n', ', ', ' 1. ', '\u00a0', '\t\t']));
}

/** A link's fragment with a letter changed, its end cut, more behind it, or percent-encoded. */
function fragment(next) {
  const at = Math.floor(next() * FRAGMENT.length);
  return oneOf(next, [
    () => FRAGMENT.slice(0, at) + oneOf(next, LETTERS.split('')) + FRAGMENT.slice(at + 1),
    () => `#${FRAGMENT}${oneOf(next, ['.', ')', '>', '…', '"', ' ', '%', '%2'])}`,
    () => [...FRAGMENT].map((c) => (next() < 0.3 ? `%${c.charCodeAt(0).toString(16)}` : c)).join(''),
    () => FRAGMENT.replaceAll(oneOf(next, FRAGMENT.split('')), oneOf(next, LETTERS.split(''))),
    () => spoilt(next, FRAGMENT),
  ])();
}

/** A sealed text whose document was changed before sealing, or whose bytes were changed after it. */
const sealedAs = (seal, tree) => async (/** @type {() => number} */ next) => {
  const sealed = await seal(json(next, tree).toWellFormed());
  return next() < 0.9 ? sealed : spoilt(next, sealed);
};
/** Opens, and then reads what was in it. */
const openedAs = (open, read) => async (/** @type {string} */ sealed) => {
  const text = await open(sealed);
  return { text, found: read(text) };
};

/**
 * `make`: one input. `read`: reads it. `errors`: what it may throw. `reached`: whether an input got past the
 * first check, from the input and from the result or the error.
 */
export const PARSERS = {
  'a copy': {
    whole: 20_000,
    make: (next) => json(next, COPY),
    read: (text) => readCopy(decodeCopy(new TextEncoder().encode(text.toWellFormed()))),
    errors: [CopyError],
    reached: (text, { code }) => isObject(text) && code !== 'foreign',
  },
  'a sealed record': {
    whole: 2_000,
    make: sealedAs(
      (text) => seal(KEYS, ID, 1, text),
      JSON.parse(documentText('statement', { ...FULL, id: ID })),
    ),
    read: openedAs(
      (sealed) => open(KEYS, ID, 1, sealed),
      (text) => readDocument(text, ID),
    ),
    errors: [SealedError],
    reached: (_sealed, { text }) => text !== undefined,
  },
  'a sealed share': {
    whole: 2_000,
    make: sealedAs((text) => sealShare(ID, KEY, text), SHARE),
    read: openedAs((sealed) => openShare(ID, KEY, sealed), readShare),
    errors: [SealedError, ShareError],
    reached: (_sealed, { error }) => !(error instanceof SealedError),
  },
  'a sealed note': {
    whole: 2_000,
    make: sealedAs((text) => sealNote(ID, PAIR.notes_to, text), JSON.parse(noteText('Tak.', NOW))),
    read: openedAs((sealed) => openNote(ID, PAIR.notes_key, sealed), readNote),
    errors: [SealedError, ShareError],
    reached: (_sealed, { error }) => !(error instanceof SealedError),
  },
  'an account': {
    whole: 20_000,
    make: (next) => json(next, ACCOUNT),
    read: (text) => ({ found: readAccount(text) }),
    errors: [],
    reached: (text) => isObject(text),
  },
  'recovery words': {
    whole: 2_000,
    make: words,
    read: (text) => wordsToSecret(text, LISTS),
    errors: [WordsError],
    reached: (_text, { code, error }) => code !== 'empty' && !(error?.at === 0 && error?.count === 1),
  },
  'the fragment of a link': {
    whole: 8_000,
    make: fragment,
    read: readFragment,
    errors: [LinkError],
    reached: (text, { code }) => code !== 'missing' && text.length >= FRAGMENT.length,
  },
  ...Object.fromEntries(
    Object.entries({
      push: (send) => vaultApi(KEYS, send).push([{ id: ID, base: 0, sealed: SEALED }]),
      pull: (send) => vaultApi(KEYS, send).pull(0),
      revisions: (send) => vaultApi(KEYS, send).revisions(),
      look: (send) => readerApi(ID, send).look(),
      notes: (send) => shareApi({ id: ID, token: 't' }, send).notes(),
    }).map(([name, call]) => [
      `an answer to ${name}`,
      {
        whole: 8_000,
        make: (next) => json(next, ANSWERS[name]),
        read: (text) => call(answering(text, name === 'push' ? 409 : 200)),
        errors: [ApiError],
        reached: isObject,
      },
    ]),
  ),
};
