// Every parser of what comes from outside, fed with valid input that is changed a little: it reads it or
// refuses it with a code, never throws another error, and four of five inputs get past its first check.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { writeCopy } from '../../webapp/static/js/core/backup/copy_file.js';
import { readCopy } from '../../webapp/static/js/core/backup/read_copy.js';
import { calendarFile } from '../../webapp/static/js/core/meeting/calendar_file.js';
import { readShare } from '../../webapp/static/js/core/sharing/document.js';
import { textToSend } from '../../webapp/static/js/core/sharing/text_to_send.js';
import { wordsToSecret } from '../../webapp/static/js/core/sync/recovery_words.js';
import { readerApi, shareApi } from '../../webapp/static/js/data/share/api.js';
import { vaultApi } from '../../webapp/static/js/data/vault/api.js';
import { assertCosts, assertGrowsWithText } from './growth.js';
import { random } from './mutations.js';
import { LISTS } from './recovery_word_lists.js';
import { FULL } from './statements.js';
import { runsOf } from './sweep.js';
import { NOW } from './texts.js';
import { COPY, ID, PARSERS, json } from './fuzzed_parsers.js';

const SEED = Number(process.env.SEED ?? 1);
/** At least this share of the inputs gets past the parser's first check. */
const REACHED = 0.8;

/** The result of one input, or the code of its error. Fails for an error of another kind. */
async function outcome({ read, errors }, input) {
  try {
    return (await read(input)) ?? {};
  } catch (error) {
    const isKnown =
      errors.some((kind) => error instanceof kind) && error.code && error.message === error.code;
    assert.ok(isKnown, `${error?.stack}\n${JSON.stringify(input).slice(0, 2_000)}`);
    return { code: error.code, error };
  }
}

for (const [what, parser] of Object.entries(PARSERS))
  test(`${what} is read or refused with a code, whatever was changed in it`, async () => {
    const [next, runs] = [random(SEED), runsOf(parser.whole, parser.whole / 10)];
    let reached = 0;
    for (let run = 0; run < runs; run += 1) {
      const input = await parser.make(next);
      if (parser.reached(input, await outcome(parser, input))) reached += 1;
    }
    assert.ok(reached >= REACHED * runs, `${reached} of ${runs}`);
  });

test('a changed copy that is read loses nothing when it is saved again, and can be shown', () => {
  const next = random(SEED);
  let taken = 0;
  for (let run = 0; run < runsOf(20_000, 1_000); run += 1) {
    let found;
    try {
      found = readCopy(json(next, COPY));
    } catch {
      continue; // the test above looks at these
    }
    taken += 1;
    const again = readCopy(writeCopy({ ...found, settings: {} }, NOW));
    assert.deepEqual(again, found);
    for (const { at: wall, zone, place: title, about: description } of found.meetings.filter(
      ({ at }) => at,
    )) {
      const file = calendarFile({
        uid: ID,
        title,
        description,
        wall,
        zone,
        minutes: 45,
        alarms: [],
        stamp: NOW,
      });
      assert.equal(file.match(/^BEGIN:VEVENT\r$/gm)?.length, 1, file);
    }
    for (const statement of found.statements)
      textToSend(statement, found.meetings[0] ?? null, { t: (text) => text, lang: 'da' });
  }
  assert.ok(taken > 10, `${taken} were read`);
});

test('an answer without a body is a bad answer', async () => {
  const send = async () => new Response(null, { status: 204 });
  const share = shareApi({ id: ID, token: 't' }, send);
  const calls = [
    () => vaultApi({ name: ID, token: 't' }, send).pull(0),
    () => vaultApi({ name: ID, token: 't' }, send).push([{ id: ID, base: 0, sealed: 'A' }]),
    () => readerApi(ID, send).look(),
    () => share.notes(),
    () => share.make('A', 3600),
  ];
  for (const call of calls) await assert.rejects(call, { code: 'bad-answer' });
});

test('ten times the input takes about ten times as long', () => {
  assertGrowsWithText((text) => () => assert.throws(() => wordsToSecret(text, LISTS)), 'ord ');
  assertGrowsWithText((text) => () => assert.throws(() => readShare(text)), '{"');
  const copyOf = (count) => {
    const statements = Array.from({ length: count }, (_, i) => ({ ...FULL, id: `${i}`.padStart(22, 'A') }));
    return writeCopy({ ...COPY, statements, versions: [] }, NOW);
  };
  const [small, large] = [copyOf(20), copyOf(200)];
  assertCosts(
    30,
    () => readCopy(large),
    () => readCopy(small),
    'a copy of 200 statements',
  );
});
