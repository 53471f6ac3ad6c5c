// The start screen's views: a day in plain words, each sheet named by its first line exactly as it was written,
// nothing private on a sheet, and an answer that came back.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { catalogue, formatSoon, formatWhen } from '../../webapp/static/js/core/language/catalogue.js';
import { PARTS } from '../../webapp/static/js/core/statement/fields.js';
import { openingLine } from '../../webapp/static/js/core/statement/short_view.js';
import { segment } from '../../webapp/static/js/core/text/sentences.js';
import { startList, whenAndWhere } from '../../webapp/static/js/core/views/start_list.js';
import { words } from './every_view.js';
import { meetingWith } from './meetings.js';
import { anyStatement } from './statements.js';
import { partsOf, statementWith } from './texts.js';

const NOW = '2026-11-26T09:15';
const ENGLISH = catalogue({ lang: 'en', version: '', paths: words.paths, switch: {}, words: {} });
const NOTHING = { statements: [], next: null, over: null, now: NOW };

/** The elements of a tree that have this class, in order. */
function* withClass(child, name) {
  if (Array.isArray(child)) for (const node of child) yield* withClass(node, name);
  else if (child && typeof child === 'object') {
    if (
      String(child.attrs.class ?? '')
        .split(' ')
        .includes(name)
    )
      yield child;
    yield* withClass(child.children, name);
  }
}
const text = (child) =>
  Array.isArray(child)
    ? child.map(text).join('')
    : child && typeof child === 'object'
      ? text(child.children)
      : String(child || '');
const first = (tree, name) => [...withClass(tree, name)][0];
/** Whether the element is a piece of the person's own words. */
const isOwn = (child) =>
  String(child?.attrs?.class ?? '')
    .split(' ')
    .includes('words');

test('a meeting today or tomorrow is said so, and any other by its date', () => {
  assert.equal(formatSoon('2026-11-26T13:00', 'da', NOW), 'i dag kl.\u00a013.00');
  assert.equal(formatSoon('2026-11-27T08:30', 'da', NOW), 'i morgen kl.\u00a008.30');
  assert.equal(formatSoon('2026-11-26', 'da', NOW), 'i dag');
  assert.equal(formatSoon('2026-11-26T13:00', 'en', NOW), 'today at\u00a013:00');
  assert.equal(formatSoon('2026-11-27', 'en', NOW), 'tomorrow');
  for (const at of ['2026-11-25T13:00', '2026-11-28T13:00', '2027-11-26', '2026-12-26T08:00'])
    for (const lang of ['da', 'en']) assert.equal(formatSoon(at, lang, NOW), formatWhen(at, lang));
});

test('the days that have names are found across months and years', () => {
  assert.equal(formatSoon('2027-01-01T10:00', 'da', '2026-12-31T23:59'), 'i morgen kl.\u00a010.00');
  assert.equal(
    formatSoon('2026-12-31T10:00', 'da', '2027-01-01T00:00'),
    formatWhen('2026-12-31T10:00', 'da'),
  );
  assert.equal(formatSoon('2028-03-01', 'da', '2028-02-28T12:00'), formatWhen('2028-03-01', 'da'));
});

test('the next meeting stands with its day in plain words and one way to its five minutes', () => {
  const next = meetingWith({ at: '2026-11-26T13:00', kind: 'job_centre', place: 'Nørre Allé 4' });
  const tree = startList({ ...NOTHING, next }, words);
  assert.equal(text(first(tree, 'next-when')), 'I dag kl.\u00a013.00');
  assert.match(text(first(tree, 'next-name')), /^Jobcenter · Nørre Allé 4$/);
  const mains = [...withClass(tree, 'main')];
  assert.deepEqual(
    mains.map(({ attrs }) => attrs.href),
    [`/da/five#${next.id}`],
  );
  assert.equal(text(first(startList({ ...NOTHING, next }, ENGLISH), 'next-when')), 'Today at\u00a013:00');
});

test('the meeting to look back on is named by its day', () => {
  const named = (at, table = words) =>
    text(first(startList({ ...NOTHING, over: meetingWith({ at }) }, table), 'card-label'));
  assert.equal(named('2026-11-26T08:00'), 'Efter mødet i dag');
  assert.equal(named('2026-11-25'), 'Efter mødet i går');
  assert.equal(named('2026-11-23T13:00'), 'Efter mødet mandag den 23. november');
  const english = catalogue({
    ...ENGLISH,
    version: '',
    switch: {},
    words: { 'Efter mødet {day}': 'After {day}', 'Efter mødet {date}': 'After {date}' },
  });
  assert.equal(named('2026-11-25T13:00', english), 'After yesterday');
  assert.equal(named('2026-11-23T13:00', english), 'After Monday 23 November');
});

test('a sheet shows its first line letter for letter, and nothing private or left out', () => {
  fc.assert(
    fc.property(anyStatement, fc.nat(), (made, pick) => {
      const sentences = PARTS.flatMap((part) =>
        segment(made.parts[part]).map((sentence) => ({ part, text: sentence.text })),
      );
      const gone = sentences[pick % Math.max(1, sentences.length)];
      const statement = gone ? { ...made, marks: [...made.marks, { ...gone, mark: 'private' }] } : made;
      const tree = startList({ ...NOTHING, statements: [statement] }, words);
      const line = openingLine(statement, 'da');
      const pieces = [...withClass(tree, 'card-line')].flatMap(({ children }) =>
        children.flat().filter(isOwn),
      );
      assert.deepEqual(pieces.map(text), line ? [line.text] : []);
      if (line) assert.ok(segment(statement.parts[line.part]).some((one) => one.text === line.text));
      const isElsewhere = (one) => one.text === gone?.text && one.part === line?.part;
      if (gone && line && line.part === gone.part) assert.ok(!isElsewhere(line));
    }),
  );
});

test('a line left out of the meeting today is not on the sheet that the meeting uses', () => {
  const parts = partsOf(['', '', 'at sove. at spise.', '']);
  const [mine, other] = ['A', 'B'].map((id) => statementWith({ id: id.repeat(22), parts }));
  const left_out = [{ part: 'help', text: 'at sove.' }];
  const lines = (today) =>
    [...withClass(startList({ ...NOTHING, statements: [mine, other], today }, words), 'card-line')].map(text);
  const stem = 'Jeg vil gerne have hjælp til';
  assert.deepEqual(lines(meetingWith({ statement: mine.id, left_out })), [
    `${stem}… at spise.`,
    `${stem} at sove.`,
  ]);
  assert.deepEqual(lines(null), [`${stem} at sove.`, `${stem} at sove.`]);
});

test('a statement is called untitled only when it has no words to name it by', () => {
  const named = (fields) =>
    text(first(startList({ ...NOTHING, statements: [statementWith(fields)] }, words), 'card-title'));
  assert.equal(named({ title: 'Til lægen', parts: partsOf(['Jeg er Bo.']) }), 'Til lægen');
  assert.equal(named({ title: ' ', parts: partsOf(['Jeg er Bo.']) }), 'Jeg er Bo.');
  assert.equal(named({ title: '', parts: partsOf(['', '', '', '']) }), 'Uden titel');
});

test('an answer to a link is told without a number, also where there is nothing else', () => {
  assert.equal(startList(NOTHING, words), false);
  const tree = startList({ ...NOTHING, answered: true }, words);
  const told = first(tree, 'answer-came');
  assert.ok(text(told).length > 0);
  assert.doesNotMatch(text(told), /\d/);
});

test('behind a name a day has a small letter, and at the head of a line a large one', () => {
  const meeting = meetingWith({ at: '2026-11-26T13:00', place: 'Rådhuset' });
  assert.match(text(whenAndWhere(meeting, words)), /^Torsdag den 26\. november .* · Rådhuset$/);
  assert.match(
    text(whenAndWhere(meeting, words, 'Jobcenter')),
    /^Jobcenter · torsdag den 26\. .* · Rådhuset$/,
  );
});
