// The fragment of a share link: it matches the known vector, and is read only when it is whole.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import fc from 'fast-check';
import { LinkError, fragmentOf, readFragment } from '../../webapp/static/js/data/share/link.js';
import { fromBase64url, toBase64url } from '../../webapp/static/js/data/sealing/base64url.js';

const [KNOWN] = JSON.parse(readFileSync(new URL('../vectors/boks-v1.json', import.meta.url), 'utf-8')).shares;
const WANTED = { id: KNOWN.share_id, key: fromBase64url(KNOWN.key) };
const refusedAs = (code, fragment) =>
  assert.rejects(readFragment(fragment), (error) => {
    assert.ok(error instanceof LinkError, `${JSON.stringify(fragment)}: ${error}`);
    assert.equal(error.code, code, JSON.stringify(fragment));
    return true;
  });
const anyLink = fc.tuple(
  fc.uint8Array({ minLength: 16, maxLength: 16 }),
  fc.uint8Array({ minLength: 32, maxLength: 32 }),
);
const LETTERS = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'];

test('the known link is written and read', async () => {
  assert.equal(await fragmentOf(KNOWN.share_id, WANTED.key), KNOWN.fragment);
  for (const fragment of [KNOWN.fragment, `#${KNOWN.fragment}`])
    assert.deepEqual(await readFragment(fragment), WANTED);
});

test('any link survives a round trip', async () => {
  await fc.assert(
    fc.asyncProperty(anyLink, async ([id, key]) => {
      assert.deepEqual(await readFragment(`#${await fragmentOf(toBase64url(id), key)}`), {
        id: toBase64url(id),
        key,
      });
    }),
  );
});

test('a link that lost any one character is refused as cut', async () => {
  for (let at = 0; at < KNOWN.fragment.length; at += 1)
    await refusedAs('cut', `#${KNOWN.fragment.slice(0, at)}${KNOWN.fragment.slice(at + 1)}`);
});

test('a link that lost its end or its beginning is refused as cut', async () => {
  for (let at = 1; at < KNOWN.fragment.length; at += 1) {
    await refusedAs('cut', `#${KNOWN.fragment.slice(0, at)}`);
    await refusedAs('cut', `#${KNOWN.fragment.slice(0, at)}.`);
    await refusedAs('cut', `#${KNOWN.fragment.slice(0, at)}…`);
    await refusedAs('cut', KNOWN.fragment.slice(at));
  }
});

test('a link with any one character replaced is refused as cut', async () => {
  for (let at = 0; at < KNOWN.fragment.length; at += 1) {
    for (const other of [...LETTERS, '.', '+', '/', '=', ' ', '%', 'æ', '\0', '\n', '#'].filter(
      (letter) => letter !== KNOWN.fragment[at],
    )) {
      await refusedAs('cut', `#${KNOWN.fragment.slice(0, at)}${other}${KNOWN.fragment.slice(at + 1)}`);
    }
  }
});

test('any link with one character inserted, deleted, replaced or swapped is refused as cut', async () => {
  const damage = fc.tuple(
    fc.constantFrom('insert', 'delete', 'replace', 'swap'),
    fc.nat({ max: 70 }),
    fc.constantFrom(...LETTERS, '.'),
  );
  await fc.assert(
    fc.asyncProperty(anyLink, damage, async ([id, key], [how, at, letter]) => {
      const whole = await fragmentOf(toBase64url(id), key);
      const next = whole[at + 1] ?? '';
      const middle = {
        insert: letter + whole[at] + next,
        delete: next,
        replace: letter + next,
        swap: next + whole[at],
      }[how];
      const damaged = whole.slice(0, at) + middle + whole.slice(at + 2);
      // An identical character, or one appended to the whole link, does no harm.
      if (damaged.startsWith(whole)) return;
      await refusedAs('cut', damaged);
    }),
    { numRuns: 500 },
  );
});

const TAILS = [
  '.',
  ',',
  ')',
  '>',
  ']',
  '}',
  '!',
  '?',
  ';',
  ':',
  '"',
  "'",
  '»',
  '”',
  '’',
  '…',
  '*',
  '_',
  '**',
  '_)',
  '/',
  '|',
  '`',
  ' ',
  '\n',
  '\r\n',
  '\u00a0',
  '\u200b',
  '\u200e',
  '\ufeff',
  ').',
  '>.',
  '." ',
  '%20',
  '%0A',
  '%0D%0A',
  '%3E',
  '%22%3E',
  '%29.',
  '%C2%A0',
  '%E2%80%8B',
  '%E2%80%A6',
  '😊',
];
test('what messengers and punctuation append to a link does no harm', async () => {
  for (const tail of TAILS) {
    assert.deepEqual(await readFragment(`#${KNOWN.fragment}${tail}`), WANTED, tail);
    await refusedAs('cut', `#${KNOWN.fragment.slice(0, -1)}${tail}`);
  }
});

test('a percent-encoded link is the same link', async () => {
  const hex = (letter) => `%${letter.charCodeAt(0).toString(16)}`;
  for (const fragment of [
    KNOWN.fragment.replaceAll('.', '%2E'),
    KNOWN.fragment.replaceAll('-', '%2D').replaceAll('_', '%5f'),
    `%23${KNOWN.fragment}`,
    [...`#${KNOWN.fragment}`].map(hex).join(''),
  ]) {
    assert.deepEqual(await readFragment(fragment), WANTED, fragment);
  }
});

test('a link followed by a letter or digit is refused as cut', async () => {
  for (const tail of [
    'A',
    '9',
    '.A',
    ' og',
    '&utm_source=x',
    '%41',
    'æ',
    ' 9',
    '%2520',
    '%',
    '%2',
    '%ff',
    `#${KNOWN.fragment}`,
    ` ${'.'.repeat(500)}`,
  ])
    await refusedAs('cut', `#${KNOWN.fragment}${tail}`);
});

test('an empty fragment is missing, not cut', async () => {
  for (const fragment of ['', '#', '# ', '#%20', '\n']) await refusedAs('missing', fragment);
  for (const fragment of ['#A', '#indhold', '#..', '#.', '##', '#%', 'https://host/d#'])
    await refusedAs('cut', fragment);
});

test('a very long fragment is refused without being parsed', async () => {
  await refusedAs('cut', `#${KNOWN.fragment}${' '.repeat(1_000_000)}`);
  await refusedAs('cut', '%'.repeat(1_000_000));
});
