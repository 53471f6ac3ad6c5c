// A private or left-out sentence while it is being rewritten, with a save after every letter: nothing of it is seen at any save, its mark is
// never lost, and no neighbour gets it. 5,000 edits with LETTERS=1, a quarter of them otherwise.
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
import { partsOf, statementWith } from './texts.js';

const part = 'help';
const EACH = Math.ceil((process.env.LETTERS ? 5000 : 1250) / Object.keys(KINDS).length);
const said = (help, fields = {}) =>
  statementWith({ parts: partsOf(['Jeg hedder Bo.', '', help, '']), ...fields });
const marked = (text, mark) => [{ part, text, mark }];

/** Every sentence of the part that anybody else could see: folded ones too, in every layer, with its tick in a link, and on paper. */
function seen(statement, meeting = null, isOnPaper = true) {
  const shown = LAYERS.flatMap((layer) => shortView(forMeeting(statement, meeting), { layer }).parts)
    .flatMap((one) => (one.part === part ? one.runs : []))
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

/** What is wrong after the edits of `pen`, saved every `every` letters. `views(saves)` gives the statement and the meeting at each. */
function faults(pen, every, begin, next, isOnPaper = true) {
  const found = [];
  let now = begin(pen.saves[0]);
  for (let save = 0; ; save = Math.min(save + every, pen.saves.length - 1)) {
    if (save) now = next(now, pen.saves[save]);
    const sight = seen(now.statement, now.meeting, isOnPaper);
    for (const text of secretsOf(pen, save)) if (sight.has(text)) found.push(`shown: ${text}`);
    if (save < pen.saves.length - 1) continue;
    // In the end the neighbours are as free as they were.
    for (const text of othersOf(pen, save)) if (!sight.has(text)) found.push(`spread: ${text}`);
    return found;
  }
}

const privately = (mark) => (pen, every) =>
  faults(
    pen,
    every,
    (text) => ({ statement: said(text, { marks: marked(pen.secret, mark) }) }),
    ({ statement }, text) => ({
      statement: said(text, { marks: carryMarks(statement.parts[part], text, statement.marks, part) }),
    }),
    mark === 'private',
  );

/** Left out of one meeting, which follows at each save as data/documents/lines_left_out.js has it, or is looked at only now and then. */
const leftOut = (isCarried) => (pen, every) =>
  faults(
    pen,
    every,
    (text) => ({
      statement: said(text),
      meeting: leaveOut(
        meetingWith({ statement: said(text).id }),
        said(text),
        { part, text: pen.secret },
        true,
      ),
    }),
    ({ meeting }, text) => ({
      statement: said(text),
      meeting: isCarried ? withLinesCarried(meeting, said(text)) : meeting,
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
  test(`a private sentence is neither lost, spread nor shown at any save: ${kind}`, () =>
    sweep(privately('private'), 1, [kind]));
}

test('nor with a save after every second or third letter', () => {
  sweep(privately('private'), 2);
  sweep(privately('private'), 3);
});

test('"Ikke her", which is not for the five minutes but on paper, goes the same way', () =>
  sweep(privately('hidden')));

test('so do the lines left out of a meeting', () => sweep(leftOut(true)));

test('"Altid privat", "Sig altid", the first line and a tick follow the sentence while words are added', () => {
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
        ticks = carryTicks(ticks, said(before), said(text));
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

test('the sentence of the report: typed in before its stop, it stays private, and its neighbour is free', () => {
  let now = 'Jeg bor i Vejle. Min bror slår mig. Børnene er hos min mor.';
  let marks = marked('Min bror slår mig.', 'private');
  const at = now.indexOf('. Børnene');
  for (const [i, letter] of [...' når han drikker'].entries()) {
    const text = now.slice(0, at + i) + letter + now.slice(at + i);
    marks = carryMarks(now, text, marks, part);
    now = text;
    assert.equal(
      [...seen(said(now, { marks }))].some((one) => one.includes('bror')),
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
