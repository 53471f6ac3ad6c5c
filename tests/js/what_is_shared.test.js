// What a link shares: exactly the ticked lines, character for character, and never a private one.
import { meetingWith, question } from './meetings.js';
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { codeText, layerText } from '../../webapp/static/js/core/statement/essence_text.js';
import { forMeeting, leaveOut } from '../../webapp/static/js/core/meeting/lines_left_out.js';
import {
  LINES_MAX,
  fieldsToShare,
  isEmptyShare,
  linesToShare,
  sharedOf,
} from '../../webapp/static/js/core/sharing/what_is_shared.js';
import { PARTS } from '../../webapp/static/js/core/statement/fields.js';
import { segment } from '../../webapp/static/js/core/text/sentences.js';
import { NOW, anyText, partsOf, statementWith } from './texts.js';

const part = 'help';
const line = (text) => ({ part, text });
const marked = (text, mark) => ({ ...line(text), mark });
const withHelp = (help, marks = []) =>
  statementWith({ title: 'Til lægen', parts: partsOf(['', '', help, '']), marks });
const choice = { lines: [], fields: [], from: '', lang: 'da', now: NOW };
const ticked = (source) =>
  linesToShare(source).parts.flatMap(({ lines }) => lines.filter(({ isOn }) => isOn));
const shared = (statement, meeting = null, more = {}) =>
  sharedOf(
    { statement, meeting },
    {
      ...choice,
      lines: ticked({ statement, meeting }),
      fields: [...fieldsToShare(meeting), 'title'],
      ...more,
    },
  );

test('private lines are not offered; lines marked "Ikke her" or left out are offered unticked', () => {
  const statement = withHelp('Jeg drikker. Jeg vil sove. Jeg vil hjem. Ro.', [
    marked('Jeg drikker.', 'private'),
    marked('Jeg vil hjem.', 'hidden'),
    marked('Ro.', 'always'),
  ]);
  const meeting = leaveOut(meetingWith(), statement, line('Jeg vil sove.'), true);
  const offered = (source) =>
    linesToShare(source)
      .parts.flatMap(({ lines }) => lines)
      .map(({ text, isOn }) => [text, isOn]);
  assert.deepEqual(offered({ statement, meeting: null }), [
    ['Jeg vil sove.', true],
    ['Jeg vil hjem.', false],
    ['Ro.', true],
  ]);
  assert.deepEqual(offered({ statement, meeting }), [
    ['Jeg vil sove.', false],
    ['Jeg vil hjem.', false],
    ['Ro.', true],
  ]);
  assert.deepEqual(shared(statement, meeting).parts, [line('Ro.')]);
});

test('ticked lines are shared exactly as written, in the order of the parts', () => {
  fc.assert(
    fc.property(
      fc.array(anyText, { minLength: 4, maxLength: 4 }),
      fc.array(fc.boolean(), { minLength: 8, maxLength: 8 }),
      fc.constantFrom('private', 'hidden', 'always'),
      (texts, picks, mark) => {
        const parts = partsOf(texts);
        const order = [...PARTS].reverse();
        const all = order.flatMap((name) => segment(parts[name]).map(({ text }) => ({ part: name, text })));
        const statement = statementWith({
          parts,
          order,
          marks: all.filter((_, i) => i % 5 === 1).map((entry) => ({ ...entry, mark })),
        });
        const offered = linesToShare({ statement, meeting: null }).parts.flatMap(({ lines }) => lines);
        const lines = offered.filter((_, i) => picks[i % picks.length]);
        const { parts: seen } = sharedOf({ statement, meeting: null }, { ...choice, lines });
        const isTicked = (name, text) => lines.some((ticked) => ticked.part === name && ticked.text === text);
        assert.deepEqual(
          seen.map(({ part: name }) => name),
          order.filter((name) => seen.some((sharedPart) => sharedPart.part === name)),
        );
        for (const name of PARTS) {
          const wanted = segment(parts[name])
            .filter(({ text }) => isTicked(name, text))
            .map(({ text }) => text);
          const found = seen.find((sharedPart) => sharedPart.part === name)?.text ?? '';
          const bare = (/** @type {string} */ text) => text.replace(/\s/g, '');
          assert.equal(bare(found), bare(wanted.join('')), 'only white space between sentences');
          assert.ok(wanted.every((text) => found.includes(text)));
          if (wanted.length === segment(parts[name]).length && wanted.length)
            assert.equal(
              seen.find((sharedPart) => sharedPart.part === name)?.text,
              parts[name],
              'whole, with its line breaks',
            );
        }
      },
    ),
    { numRuns: 500 },
  );
});

test('a line that occurs twice has one tick for both places', () => {
  const statement = withHelp('Ro. Sove. Ro.');
  assert.deepEqual(
    linesToShare({ statement, meeting: null }).parts[0].lines.map(({ text }) => text),
    ['Ro.', 'Sove.'],
  );
  assert.deepEqual(shared(statement, null, { lines: [line('Sove.')] }).parts, [line('Sove.')]);
});

test('a very long text is cut, because a line without a tick box is not shared', () => {
  const statement = withHelp(Array.from({ length: LINES_MAX + 5 }, (_, i) => `Linje ${i}.`).join(' '));
  const { parts, isCut } = linesToShare({ statement, meeting: null });
  assert.deepEqual([parts[0].lines.length, isCut], [LINES_MAX, true]);
  assert.ok(!shared(statement).parts[0].text.includes(`Linje ${LINES_MAX}.`));
});

test('only ticked fields of a meeting are shared, and none of it if nothing is ticked', () => {
  const meeting = meetingWith({
    kind: 'psychiatry',
    at: '2026-11-26T10:00',
    place: 'Skejby',
    companion: 'Anna',
    my_goal: 'Sove.',
    questions: [question('a', 'Hvor længe?'), question('b', ' ')],
  });
  const statement = withHelp('Ro.');
  assert.deepEqual(fieldsToShare(meeting), ['at', 'place', 'questions']);
  assert.deepEqual(shared(statement, meeting).meeting, {
    kind: 'psychiatry',
    at: '2026-11-26T10:00',
    place: 'Skejby',
    people: '',
    about: '',
    questions: ['Hvor længe?'],
  });
  assert.deepEqual(shared(statement, meeting, { fields: ['place'] }).meeting, {
    kind: 'psychiatry',
    at: '',
    place: 'Skejby',
    people: '',
    about: '',
    questions: [],
  });
  const none = shared(statement, meeting, { fields: [] });
  assert.equal(none.meeting, null);
  assert.ok(
    !JSON.stringify(shared(statement, meeting)).match(/Anna|Sove/),
    'the companion and the notes for afterwards are never offered',
  );
});

test("the title is shared if ticked and only with lines, the sender's name only if given", () => {
  const statement = withHelp('Ro.');
  assert.deepEqual(
    [shared(statement), shared(statement, null, { lines: [] }), shared(statement, null, { fields: [] })].map(
      ({ title }) => title,
    ),
    ['Til lægen', '', ''],
  );
  assert.equal(shared(statement, meetingWith({ place: 'Skejby' }), { fields: ['title'] }).meeting, null);
  assert.deepEqual([shared(statement).from, shared(statement, null, { from: ' Åse ' }).from], ['', 'Åse']);
  assert.equal(isEmptyShare(shared(statement, null, { lines: [] })), true);
  assert.equal(isEmptyShare(shared(statement)), false);
  assert.equal(isEmptyShare(shared(null, meetingWith({ place: 'Skejby' }))), false);
  assert.deepEqual(linesToShare({ statement: null, meeting: null }), { parts: [], isCut: false });
});

test('a QR code holds the essence and its stems as the five minutes say it, and nothing hidden', () => {
  const statement = statementWith({
    parts: partsOf([
      'Jeg hedder Åse. Jeg drikker.',
      'Ro på.',
      'at sove.',
      'Se min søster igen, gå en tur om morgenen og lave mad til os alle sammen.',
    ]),
    marks: [{ part: 'introduce', text: 'Jeg drikker.', mark: 'private' }],
  });
  const text =
    'Jeg hedder Åse.\n\nDet er vigtigt for mig at… Ro på.\n\nJeg vil gerne have hjælp til at sove.\n\n' +
    'Så jeg kan… Se min søster igen, gå en tur om morgenen og lave mad til os alle sammen.';
  assert.equal(layerText(statement, 'essence', 'da'), text);
  const meeting = leaveOut(meetingWith(), statement, { part: 'important', text: 'Ro på.' }, true);
  assert.ok(!layerText(forMeeting(statement, meeting), 'essence', 'da').includes('Ro'));
  assert.deepEqual(
    codeText(statement, 'da', () => true),
    { text, layer: 'essence' },
  );
  assert.deepEqual(
    codeText(statement, 'da', (candidate) => candidate.length < 60),
    { text: 'Jeg vil gerne have hjælp til at sove.', layer: 'first_line' },
  );
  assert.equal(codeText(statement, 'da', () => false).text, '');
  assert.equal(codeText(statementWith(), 'da', () => true).text, '');
});
