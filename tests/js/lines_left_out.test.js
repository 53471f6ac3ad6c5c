// "Kun disse linjer i dag": lines that are left out or private are never shown, whatever is edited.
import { LATER, meetingWith } from './meetings.js';
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import {
  withLinesCarried,
  forMeeting,
  leaveOut,
  leftOutNow,
  shownText,
} from '../../webapp/static/js/core/meeting/lines_left_out.js';
import { carryMarks } from '../../webapp/static/js/core/statement/marks.js';
import { mergeMeeting } from '../../webapp/static/js/core/meeting/merge.js';
import { mergeText } from '../../webapp/static/js/core/text/merge.js';
import { segment } from '../../webapp/static/js/core/text/sentences.js';
import { LAYERS, shortView } from '../../webapp/static/js/core/statement/short_view.js';
import { anyText, partsOf, plainSentence, statementWith } from './texts.js';

const part = 'help';
const withHelp = (help, marks = []) => statementWith({ parts: partsOf(['', '', help, '']), marks });
const line = (text) => ({ part, text });
const meetingOf = (statement, ...texts) =>
  texts.reduce(
    (meeting, text) => leaveOut(meeting, statement, line(text), true),
    meetingWith({ statement: statement.id }),
  );
const leftOutIn = (meeting, statement) => {
  const out = new Set(leftOutNow(meeting, statement).map(({ text }) => text));
  return segment(statement.parts.help)
    .map(({ text }) => text)
    .filter((text) => out.has(text));
};
/** Everything of the statement that is shown at the meeting, in every layer and on paper. */
const seen = (statement, meeting) =>
  [
    ...LAYERS.flatMap((layer) => shortView(forMeeting(statement, meeting), { layer }).parts).flatMap(
      ({ runs }) =>
        runs.filter(({ shown }) => shown).flatMap(({ sentences }) => sentences.map(({ text }) => text)),
    ),
    shownText(statement, part, leftOutNow(meeting, statement)),
    shownText(forMeeting(statement, meeting), part, leftOutNow(meeting, statement)),
  ].join('\n');

test('a line can be left out and put back, and the given meeting is not changed', () => {
  const statement = withHelp('Jeg vil sove. Jeg vil hjem.');
  const meeting = Object.freeze(meetingOf(statement, 'Jeg vil sove.'));
  assert.deepEqual([meeting.left_out, meeting.left_from], [[line('Jeg vil sove.')], statement.parts]);
  assert.equal(shownText(statement, part, meeting.left_out), 'Jeg vil hjem.');
  assert.deepEqual(leaveOut(meeting, statement, line('Jeg vil sove.'), false).left_out, []);
});

test('with no line left out, the same statement object comes back', () => {
  const statement = withHelp('Jeg vil sove.\n\nJeg vil hjem. ');
  for (const meeting of [null, undefined, meetingWith()])
    assert.equal(forMeeting(statement, meeting), statement);
  assert.equal(withLinesCarried(meetingWith(), statement).left_from, null);
  fc.assert(fc.property(anyText, (text) => assert.equal(shownText(withHelp(text), part), text)));
});

test('a left-out line follows its sentence through edits, letter by letter and all at once', () => {
  const before = withHelp('Jeg drikker. Jeg vil sove.');
  const after = withHelp('Jeg drikker for meget. Jeg vil sove.');
  let meeting = meetingOf(before, 'Jeg drikker.');
  assert.deepEqual(leftOutIn(meeting, after), ['Jeg drikker for meget.']);
  for (let end = 11; end <= 21; end += 1)
    meeting = withLinesCarried(meeting, withHelp(`${after.parts.help.slice(0, end)}. Jeg vil sove.`));
  assert.deepEqual(leftOutIn(meeting, after), ['Jeg drikker for meget.']);
  assert.equal(withLinesCarried(meeting, after), meeting, 'no change');
});

test('a private line stays private when it is also left out', () => {
  const statement = withHelp('Jeg drikker. Jeg vil sove.', [{ ...line('Jeg drikker.'), mark: 'private' }]);
  const meeting = meetingOf(statement, 'Jeg drikker.');
  assert.deepEqual(forMeeting(statement, meeting).marks, statement.marks);
  assert.equal(shownText(forMeeting(statement, meeting), part), 'Jeg vil sove.');
});

test('an always-said line is not said at a meeting that leaves it out', () => {
  const statement = {
    ...withHelp('Jeg drikker. Jeg vil sove.', [{ ...line('Jeg drikker.'), mark: 'always' }]),
    first: line('Jeg drikker.'),
  };
  assert.equal(seen(statement, meetingOf(statement, 'Jeg drikker.')).includes('drikker'), false);
});

const unique = fc.uniqueArray(plainSentence, { minLength: 2, maxLength: 8 });
const chosen = fc.array(fc.tuple(fc.nat(), fc.constantFrom('out', 'private')), {
  minLength: 1,
  maxLength: 4,
});

/** A statement and its meeting, with some sentences left out and some private, and a list of those. */
function sampleWith(sentences, gap, choices) {
  const picked = new Map(choices.map(([i, how]) => [sentences[i % sentences.length], how]));
  const pickedAs = (how) => [...picked].filter(([, choice]) => choice === how).map(([text]) => text);
  const statement = withHelp(
    sentences.join(gap),
    pickedAs('private').map((text) => ({ ...line(text), mark: 'private' })),
  );
  return { statement, meeting: meetingOf(statement, ...pickedAs('out')), hidden: [...picked.keys()] };
}
/**
 * The statement after an edit of its text, with its marks carried as by
 * ui/editing/statement_draft.js.
 */
const edited = (statement, help) => ({
  ...withHelp(help),
  marks: carryMarks(statement.parts.help, help, statement.marks, part),
});

test('left-out and private sentences are never shown, whatever is inserted or deleted around them', () => {
  const edit = fc.record({
    at: fc.nat(),
    cut: fc.nat({ max: 2 }),
    put: fc.array(plainSentence, { maxLength: 2 }),
  });
  fc.assert(
    fc.property(
      unique,
      fc.constantFrom(' ', '\n', '\n\n'),
      chosen,
      fc.array(edit, { maxLength: 4 }),
      fc.boolean(),
      (sentences, gap, choices, edits, isCarried) => {
        let { statement, meeting, hidden } = sampleWith(sentences, gap, choices);
        let now = sentences;
        for (const { at, cut, put } of edits) {
          now = now.toSpliced(at % (now.length + 1), cut, ...put);
          statement = edited(statement, now.join(gap));
          if (isCarried) meeting = withLinesCarried(meeting, statement);
          for (const text of hidden) assert.equal(seen(statement, meeting).includes(text), false, text);
        }
      },
    ),
    { numRuns: 200 },
  );
});

test('text typed anywhere inside a left-out or private sentence is never shown', () => {
  fc.assert(
    fc.property(
      unique,
      fc.nat(),
      fc.nat(),
      fc.constantFrom('out', 'private'),
      (sentences, which, where, how) => {
        const {
          statement,
          meeting,
          hidden: [secret],
        } = sampleWith(sentences, ' ', [[which, how]]);
        const words = secret.split(' ');
        const longer = words.toSpliced(1 + (where % (words.length - 1)), 0, 'xyz').join(' ');
        const after = edited(statement, sentences.map((text) => (text === secret ? longer : text)).join(' '));
        assert.equal(seen(after, meeting).includes('xyz'), false);
        assert.equal(seen(after, withLinesCarried(meeting, after)).includes('xyz'), false);
      },
    ),
    { numRuns: 200 },
  );
});

test('after any edit, a sentence with the exact words left out is not shown', () => {
  fc.assert(
    fc.property(anyText, anyText, fc.array(fc.nat(), { maxLength: 4 }), (before, after, picks) => {
      const from = withHelp(before);
      const all = segment(before).map(({ text }) => text);
      const out = all.length ? picks.map((i) => all[i % all.length]) : [];
      const meeting = meetingOf(from, ...out);
      for (const current of [meeting, withLinesCarried(meeting, withHelp(after))]) {
        const shown = new Set(
          LAYERS.flatMap((layer) => shortView(forMeeting(withHelp(after), current), { layer }).parts).flatMap(
            ({ runs }) =>
              runs.filter((run) => run.shown).flatMap(({ sentences }) => sentences.map(({ text }) => text)),
          ),
        );
        for (const text of out) assert.equal(shown.has(text), false, text);
      }
    }),
    { numRuns: 200 },
  );
});

test('after a merge, lines that either phone left out are not shown', () => {
  const edit = fc.record({
    at: fc.nat(),
    put: fc.array(plainSentence, { maxLength: 1 }),
    cut: fc.nat({ max: 1 }),
    out: fc.array(fc.nat(), { maxLength: 2 }),
  });
  fc.assert(
    fc.property(unique, chosen, edit, edit, (sentences, choices, myEdit, theirEdit) => {
      const base = sampleWith(sentences, ' ', choices);
      const [here, there] = [myEdit, theirEdit].map(({ at, put, cut, out }, i) => {
        const now = sentences.toSpliced(at % (sentences.length + 1), cut, ...put);
        const statement = withHelp(now.join(' '));
        const lines = now.length ? out.map((n) => now[n % now.length]) : [];
        const meeting = lines.reduce(
          (all, text) => leaveOut(all, statement, line(text), true),
          withLinesCarried(base.meeting, statement),
        );
        return { statement, meeting: { ...meeting, updated: i ? LATER : meeting.updated } };
      });
      const { text } = mergeText(
        base.statement.parts.help,
        there.statement.parts.help,
        here.statement.parts.help,
      );
      const statement = withHelp(text);
      const meeting = mergeMeeting(base.meeting, here.meeting, there.meeting);
      const out = [...here.meeting.left_out, ...there.meeting.left_out];
      const sentencesNow = new Set(segment(text).map((sentence) => sentence.text));
      for (const kept of [meeting, withLinesCarried(meeting, statement)]) {
        for (const { text: secret } of out)
          assert.ok(!sentencesNow.has(secret) || leftOutIn(kept, statement).includes(secret), secret);
      }
    }),
    { numRuns: 300 },
  );
});

test('a paragraph break stays when the sentence before or after it is left out', () => {
  const shownOf = (text, ...out) => shownText(withHelp(text), part, out.map(line));
  assert.equal(shownOf('Et. To.\n\nTre. Fire.', 'To.'), 'Et.\n\nTre. Fire.');
  assert.equal(shownOf('Et. To.\n\nTre. Fire.', 'Tre.'), 'Et. To.\n\nFire.');
  assert.equal(shownOf('Et. To.\n\nTre.\nFire.', 'To.', 'Tre.'), 'Et.\n\nFire.');
  assert.equal(shownOf('Et.\r\nTo. Tre.', 'Et.', 'Tre.'), 'To.');
  assert.equal(shownOf('Et. To. Tre.', 'To.'), 'Et. Tre.');
});
