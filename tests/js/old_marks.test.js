// Marks from an older version of the app, which divided sentences otherwise.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import {
  forMeeting,
  leaveOut,
  leftOutNow,
  shownText,
} from '../../webapp/static/js/core/meeting/lines_left_out.js';
import { linesToShare } from '../../webapp/static/js/core/sharing/what_is_shared.js';
import { carryMarks, markOf, setMark } from '../../webapp/static/js/core/statement/marks.js';
import { blankMeeting } from '../../webapp/static/js/core/meeting/fields.js';
import { marksNow, withOldMarks, withoutOldMarks } from '../../webapp/static/js/core/statement/old_marks.js';
import { segment } from '../../webapp/static/js/core/text/sentences.js';
import { shortView } from '../../webapp/static/js/core/statement/short_view.js';
import { NOW, anyText, partsOf, statementWith } from './texts.js';

const part = 'help';
const mark = (text, name = 'private') => ({ part, text, mark: name });
const statementOf = (text, marks) => statementWith({ parts: partsOf(['', '', text]), marks });
const shownOf = (statement) => {
  const view = shortView(statement, { layer: 'spoken' });
  return [
    ...view.parts.flatMap(({ runs }) => runs.flatMap(({ sentences }) => sentences.map(({ text }) => text))),
    ...linesToShare({ statement, meeting: null }).parts.flatMap(({ lines }) => lines.map(({ text }) => text)),
    shownText(statement, part),
  ];
};

/**
 * Each stretch gets a marker word at "@". An app that divides otherwise may make one sentence of several, or
 * cut one at "tidl.".
 */
const STRETCHES = [
  'jeg @ sover ikke..',
  'Jeg @ drikker.',
  'Min tidl. @ mand slog mig.',
  'jeg @ er glad 😊',
  'hun @ ringede :)',
  'Bo @ er her.Jeg også.',
  'Det @ sker 2 gange pr. måned!',
];
const oldApp = fc
  .array(fc.tuple(fc.constantFrom(...STRETCHES), fc.boolean()), { minLength: 1, maxLength: 7 })
  .chain((chosen) => {
    const whole = chosen.map(([text], i) => text.replace('@', `ord${i}x`)).join(' ');
    const ends = [...whole.matchAll(/(?:\.\.|[.!]|😊|:\))(?= |$)/gu)].map(
      ({ index, 0: stop }) => index + stop.length,
    );
    return fc.subarray(ends).map((cuts) => {
      const all = [...new Set([...cuts, whole.length])];
      return {
        whole,
        sentences: all.map((end, i) => whole.slice(all[i - 1] ?? 0, end).trim()).filter(Boolean),
      };
    });
  });

test('text that an older app marked private is never shown, even after an edit elsewhere', () => {
  fc.assert(
    fc.property(oldApp, fc.nat(), ({ whole, sentences }, i) => {
      const secret = sentences[i % sentences.length];
      const words = secret.match(/ord\d+x|sover ikke|slog mig|måned/g) ?? [];
      const hidden = words.filter((word) => whole.split(word).length === 2);
      const check = (statement) => {
        for (const shown of shownOf(statement))
          for (const word of hidden) assert.ok(!shown.includes(word), `${word} is shown: ${shown}`);
      };
      check(statementOf(whole, [mark(secret)]));
      const longer = `${whole}\nNoget nyt her.`;
      check(statementOf(longer, carryMarks(whole, longer, [mark(secret)], part)));
      const statement = statementOf(whole, []);
      for (const left_from of [null, { ...statement.parts }]) {
        const meeting = { left_out: [{ part, text: secret }], left_from };
        const view = shortView(forMeeting(statement, meeting), { layer: 'spoken' });
        const shown = JSON.stringify(view) + shownText(statement, part, leftOutNow(meeting, statement));
        for (const word of hidden) assert.ok(!shown.includes(word), `${word} is shown: ${shown}`);
      }
    }),
    { numRuns: 500 },
  );
});

test('a mark covers only sentences that contain its words', () => {
  fc.assert(
    fc.property(oldApp, fc.nat(), ({ whole, sentences }, i) => {
      const secret = sentences[i % sentences.length];
      const words = secret.match(/ord\d+x/g) ?? [];
      for (const { text } of withOldMarks(whole, [mark(secret)], part).slice(1)) {
        assert.ok(
          text.includes(secret) ||
            secret.includes(text) ||
            words.some((word) => text.includes(word)) ||
            /pr\.|tidl\./.test(text),
          text,
        );
      }
    }),
    { numRuns: 300 },
  );
});

test('marks on current sentences come back as the same list', () => {
  fc.assert(
    fc.property(anyText, (text) => {
      const marks = segment(text).map((sentence) => mark(sentence.text, 'hidden'));
      assert.equal(withOldMarks(text, marks, part), marks);
      const gone = [...marks, mark('Det står her ikke mere.')];
      assert.equal(withOldMarks(text, gone, part), gone);
    }),
    { numRuns: 200 },
  );
});

test('a dormant mark does not wake inside a longer sentence', () => {
  for (const [text, old] of [
    ['Jeg vil ikke sige nej tak.', 'nej'],
    ['Jeg sover ikke, siger han.', 'Jeg sover ikke'],
    ['Han kan ikke. Ja.', 'kan ikke.'],
  ]) {
    assert.equal(withOldMarks(text, [mark(old)], part).length, 1, text);
  }
});

test('reading the marks twice gives the same list', () => {
  fc.assert(
    fc.property(oldApp, ({ whole, sentences }) => {
      const once = marksNow(
        sentences.map((text) => mark(text)),
        partsOf(['', '', whole]),
      );
      assert.equal(marksNow(once, partsOf(['', '', whole])), once);
    }),
  );
});

test('the person may show one of the sentences, and the others stay hidden', () => {
  const text = 'Jeg har det ok. jeg sover ikke.. jeg drikker.. jeg græder.';
  const marks = [mark('jeg sover ikke.. jeg drikker.. jeg græder.')];
  const shown = setMark(
    withoutOldMarks(withOldMarks(text, marks, part), text, part, 'jeg drikker..'),
    part,
    'jeg drikker..',
    null,
  );
  assert.equal(shownText(statementOf(text, shown), part), 'Jeg har det ok. jeg drikker..');
  assert.equal(markOf(shown, part, 'jeg sover ikke..'), 'private');
});

test('of a left-out line that is now two sentences, one can be put back', () => {
  const text = 'Jeg er her. jeg sover ikke.. jeg drikker.';
  const statement = statementOf(text, []);
  const meeting = {
    ...blankMeeting('B'.repeat(22), NOW),
    left_out: [{ part, text: 'jeg sover ikke.. jeg drikker.' }],
    left_from: { ...statement.parts },
  };
  assert.equal(shownText(statement, part, leftOutNow(meeting, statement)), 'Jeg er her.');
  const next = leaveOut(meeting, statement, { part, text: 'jeg sover ikke..' }, false);
  assert.equal(shownText(statement, part, leftOutNow(next, statement)), 'Jeg er her. jeg sover ikke..');
});

test('a picked first line that is now several sentences is the first of them', () => {
  const statement = {
    ...statementOf('Jeg er her. jeg vil hjem.. jeg er træt.', []),
    first: { part, text: 'jeg vil hjem.. jeg er træt.' },
  };
  const view = shortView(statement, { layer: 'spoken' });
  const first = view.parts
    .flatMap(({ runs }) => runs.flatMap(({ sentences }) => sentences))
    .find((sentence) => sentence.first);
  assert.equal(first.text, 'jeg vil hjem..');
});
