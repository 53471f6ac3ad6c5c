// A private or left-out sentence is rewritten with a save after every letter: at no save is any of it shown,
// its mark is never lost, and no neighbour gets the mark. 5,000 edits in `bench/run stories`, 500 in
// `bin/test`.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  withLinesCarried,
  forMeeting,
  leaveOut,
  leftOutNow,
  shownText,
} from '../../webapp/static/js/core/meeting/lines_left_out.js';
import { carryTicks, linesToShare, tickedLines } from '../../webapp/static/js/core/sharing/what_is_shared.js';
import { carryFirst, carryMarks, markOf } from '../../webapp/static/js/core/statement/marks.js';
import { lineKey } from '../../webapp/static/js/core/meeting/fields.js';
import { segment } from '../../webapp/static/js/core/text/sentences.js';
import { LAYERS, shortView } from '../../webapp/static/js/core/statement/short_view.js';
import { meetingWith } from './meetings.js';
import { KINDS, edited } from './pen.js';
import { runsOf } from './sweep.js';
import { partsOf, statementWith } from './texts.js';

const part = 'help';
const EACH = Math.ceil(runsOf(5000, 500) / Object.keys(KINDS).length);
const withHelp = (help, fields = {}) =>
  statementWith({ parts: partsOf(['Jeg hedder Bo.', '', help, '']), ...fields });
const marked = (text, mark) => [{ part, text, mark }];

/** The sentences of the part that others could see: in any layer (even folded), in a link, and on paper. */
function seen(statement, meeting = null, isOnPaper = true) {
  const shown = LAYERS.flatMap((layer) => shortView(forMeeting(statement, meeting), { layer }).parts)
    .flatMap((viewPart) => (viewPart.part === part ? viewPart.runs : []))
    .flatMap(({ sentences }) => sentences.map(({ text }) => text));
  const shared = linesToShare({ statement, meeting }).parts.flatMap(({ lines }) =>
    lines.filter((line) => line.part === part && line.isOn).map(({ text }) => text),
  );
  const paper = segment(shownText(statement, part, meeting ? leftOutNow(meeting, statement) : [])).map(
    ({ text }) => text,
  );
  return new Set([...shown, ...shared, ...(isOnPaper ? paper : [])]);
}

const secretsOf = (pen, save) =>
  pen
    .at(save)
    .filter(({ isSecret }) => isSecret)
    .map(({ text }) => text);
const othersOf = (pen, save) =>
  pen
    .at(save)
    .filter(({ isOther }) => isOther)
    .map(({ text }) => text);

/**
 * What is wrong during the edits of `pen`, with a save every `every` letters. `begin` and `next` give the
 * statement and the meeting at each save.
 */
function faults(pen, every, begin, next, isOnPaper = true) {
  const found = [];
  let now = begin(pen.saves[0]);
  for (let save = 0; ; save = Math.min(save + every, pen.saves.length - 1)) {
    if (save) now = next(now, pen.saves[save]);
    const shown = seen(now.statement, now.meeting, isOnPaper);
    for (const text of secretsOf(pen, save)) if (shown.has(text)) found.push(`shown: ${text}`);
    if (save < pen.saves.length - 1) continue;
    // After the last save every neighbour is shown again.
    for (const text of othersOf(pen, save)) if (!shown.has(text)) found.push(`spread: ${text}`);
    return found;
  }
}

const asMarked = (mark) => (pen, every) =>
  faults(
    pen,
    every,
    (text) => ({ statement: withHelp(text, { marks: marked(pen.secret, mark) }) }),
    ({ statement }, text) => ({
      statement: withHelp(text, { marks: carryMarks(statement.parts[part], text, statement.marks, part) }),
    }),
    mark === 'private',
  );

/**
 * Left out of a meeting, its lines carried at each save as by data/documents/lines_left_out.js, or
 * never.
 */
const leftOut = (isCarried) => (pen, every) =>
  faults(
    pen,
    every,
    (text) => ({
      statement: withHelp(text),
      meeting: leaveOut(
        meetingWith({ statement: withHelp(text).id }),
        withHelp(text),
        { part, text: pen.secret },
        true,
      ),
    }),
    ({ meeting }, text) => ({
      statement: withHelp(text),
      meeting: isCarried ? withLinesCarried(meeting, withHelp(text)) : meeting,
    }),
  );

const sweep = (check, every = 1, kinds = Object.keys(KINDS)) => {
  for (const kind of kinds) {
    for (let seed = 1; seed <= EACH; seed += 1) {
      const pen = edited(kind, seed);
      assert.deepEqual(check(pen, every), [], `${kind} ${seed}: ${pen.saves.join(' | ')}`);
    }
  }
};

for (const kind of Object.keys(KINDS)) {
  test(`a private sentence is never shown, and its mark neither lost nor spread: ${kind}`, () =>
    sweep(asMarked('private'), 1, [kind]));
}

test('the same holds with a save after every second or third letter', () => {
  sweep(asMarked('private'), 2);
  sweep(asMarked('private'), 3);
});

test('the same holds for "Ikke her", which hides in the five minutes but not on paper', () =>
  sweep(asMarked('hidden')));

test('the same holds for lines left out of a meeting', () => sweep(leftOut(true)));

test('"Sig altid", the first line and a tick follow the sentence while words are added', () => {
  for (const kind of ['add', 'dictation', 'autocorrect', 'change the stop']) {
    for (let seed = 1; seed <= EACH; seed += 1) {
      const pen = edited(kind, seed);
      let [marks, first, ticks] = [
        marked(pen.secret, 'always'),
        { part, text: pen.secret },
        marked(pen.secret, 'hidden'),
      ];
      pen.saves.forEach((text, i) => {
        if (!i) return;
        const before = pen.saves[i - 1];
        marks = carryMarks(before, text, marks, part);
        first = carryFirst(before, text, first);
        ticks = carryTicks(ticks, withHelp(before), withHelp(text));
        for (const secret of secretsOf(pen, i))
          assert.equal(
            tickedLines(ticks).get(lineKey({ part, text: secret })),
            false,
            `${kind} ${seed}: ${secret}`,
          );
      });
      const last = pen.saves.length - 1;
      const secrets = secretsOf(pen, last);
      assert.ok(secrets.includes(first.text), `${kind} ${seed}: ${first.text} of ${secrets}`);
      for (const text of secrets)
        assert.equal(markOf(marks, part, text), 'always', `${kind} ${seed}: ${text}`);
      for (const text of othersOf(pen, last)) {
        assert.equal(markOf(marks, part, text), null, `${kind} ${seed}: ${text}`);
        assert.equal(tickedLines(ticks).has(lineKey({ part, text })), false, `${kind} ${seed}: ${text}`);
      }
    }
  }
});

test('regression: words typed before a full stop stay private, and the neighbour stays free', () => {
  let now = 'Jeg bor i Vejle. Min bror slår mig. Børnene er hos min mor.';
  let marks = marked('Min bror slår mig.', 'private');
  const at = now.indexOf('. Børnene');
  for (const [i, letter] of [...' når han drikker'].entries()) {
    const text = now.slice(0, at + i) + letter + now.slice(at + i);
    marks = carryMarks(now, text, marks, part);
    now = text;
    assert.equal(
      [...seen(withHelp(now, { marks }))].some((sentence) => sentence.includes('bror')),
      false,
      now,
    );
  }
  assert.deepEqual(
    marks.filter(({ joined }) => joined),
    [],
  );
  assert.equal(markOf(marks, part, 'Min bror slår mig når han drikker.'), 'private');
  assert.equal(markOf(marks, part, 'Børnene er hos min mor.'), null);
});
