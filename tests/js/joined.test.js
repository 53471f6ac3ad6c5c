// Joined sentences: the ranges that marks cover, how they are stored, how long they last, and what uses them.
import { Phone } from './vault_phones.js';
import { Network, ModelServer } from './vault_server_model.js';
import { meetingWith } from './meetings.js';
import { NOW, partsOf, statementWith } from './texts.js';
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { writeCopy } from '../../webapp/static/js/core/backup/copy_file.js';
import { readCopy } from '../../webapp/static/js/core/backup/read_copy.js';
import { carryTicks, tickedLines } from '../../webapp/static/js/core/sharing/what_is_shared.js';
import { JOINED_EDITS_MAX } from '../../webapp/static/js/core/statement/joined.js';
import { carryMarks, markOf } from '../../webapp/static/js/core/statement/marks.js';
import { lineKey } from '../../webapp/static/js/core/meeting/fields.js';
import { mergeStatement } from '../../webapp/static/js/core/statement/merge.js';
import { documentText, readDocument } from '../../webapp/static/js/core/sync/document.js';
import { chooseText } from '../../webapp/static/js/data/documents/conflicts.js';
import {
  saveStatement,
  snapshotsOf,
  takeBack,
} from '../../webapp/static/js/data/documents/save_statement.js';
import { getStatement } from '../../webapp/static/js/data/documents/statements.js';

const part = 'help';
const SECRET = 'Min bror slår mig.';
const APART = `Jeg bor i Vejle. ${SECRET} Børnene er hos min mor.`;
const JOINED = 'Jeg bor i Vejle. Min bror slår mig f. Børnene er hos min mor.';
const AGAIN = 'Jeg bor i Vejle. Min bror slår mig for tiden. Børnene er hos min mor.';
const marks = [{ part, text: SECRET, mark: 'private' }];
const withHelp = (help, fields = {}) => statementWith({ parts: partsOf(['', '', help, '']), ...fields });
const joined = () => carryMarks(APART, JOINED, marks, part);
const hiddenIn = (text, own) => own.filter((mark) => text.includes(mark.text)).map((mark) => mark.text);

test('a separate sentence has no ranges; a joined one stores where the marked sentence is', () => {
  const [entry] = joined();
  assert.equal(entry.text, 'Min bror slår mig f. Børnene er hos min mor.');
  assert.deepEqual(
    entry.joined.ranges.map(({ start, end, mark }) => [entry.text.slice(start, end).trim(), mark]),
    [['Min bror slår mig f.', 'private']],
  );
  assert.deepEqual(carryMarks(JOINED, AGAIN, joined(), part), [
    { part, text: 'Min bror slår mig for tiden.', mark: 'private' },
  ]);
});

test('ranges survive a vault and a copy; if an app drops them, the whole sentence is hidden', () => {
  const statement = withHelp(JOINED, {
    marks: joined(),
    first: { part, text: joined()[0].text, joined: joined()[0].joined },
  });
  const meeting = meetingWith({
    left_out: joined().map(({ text, joined: own }) => ({ part, text, joined: own })),
    left_from: statement.parts,
  });
  for (const [kind, document] of [
    ['statement', statement],
    ['meeting', meeting],
  ])
    assert.deepEqual(readDocument(documentText(kind, document), document.id).document, document);
  const copy = readCopy(
    writeCopy(
      { statements: [statement], versions: [], meetings: [meeting], explorations: [], settings: {} },
      NOW,
    ),
  );
  assert.deepEqual([copy.statements, copy.meetings], [[statement], [meeting]]);
  const dropped = joined().map(({ text, mark }) => ({ part, text, mark }));
  assert.deepEqual(hiddenIn(AGAIN, carryMarks(JOINED, AGAIN, dropped, part)).sort(), [
    'Børnene er hos min mor.',
    'Min bror slår mig for tiden.',
  ]);
});

test('a copy with an invalid range is refused', () => {
  for (const ranges of [
    [{ start: 3, end: 3, mark: 'private' }],
    [{ start: -1, end: 3, mark: 'private' }],
    [{ start: 0, end: 3, mark: 'x' }],
    [{ start: 0, end: 3, mark: 'private', again: 1 }],
    'x',
  ]) {
    const statement = withHelp(JOINED, {
      marks: joined().map((entry) => ({ ...entry, joined: { edits: 1, ranges } })),
    });
    assert.throws(() =>
      readCopy(
        writeCopy(
          { statements: [statement], versions: [], meetings: [], explorations: [], settings: {} },
          NOW,
        ),
      ),
    );
  }
});

test('after too many edits the whole joined sentence stays hidden', () => {
  const withoutStop = APART.replace('mig.', 'mig');
  const hiddenAfter = (edits) => {
    let [now, own] = [withoutStop, carryMarks(APART, withoutStop, marks, part)];
    for (let i = 0; i < edits; i += 1) {
      const next = i % 2 ? withoutStop : withoutStop.replace('mig', 'migg');
      own = carryMarks(now, next, own, part);
      now = next;
    }
    return markOf(carryMarks(now, APART, own, part), part, 'Børnene er hos min mor.');
  };
  assert.deepEqual([hiddenAfter(JOINED_EDITS_MAX - 2), hiddenAfter(JOINED_EDITS_MAX + 2)], [null, 'private']);
});

test('a merge that cannot follow the words keeps them hidden, and a removed mark stays removed', () => {
  const base = withHelp(APART, { marks });
  const far = withHelp(`Helt nyt. ${JOINED} Og mere til.`, {
    marks: carryMarks(APART, `Helt nyt. ${JOINED} Og mere til.`, marks, part),
  });
  const other = withHelp(APART.replace('Vejle', 'Vejen, langt ude'), { marks });
  for (const [a, b] of [
    [far, other],
    [other, far],
  ])
    assert.ok(
      mergeStatement(base, a, b).statement.marks.some(
        ({ text, mark }) => text.startsWith('Min bror') && mark === 'private',
      ),
    );
  const shown = withHelp(APART, { marks: [], updated: '2025-03-02T10:00:00.000Z' });
  assert.deepEqual(mergeStatement(base, shown, other).statement.marks, []);
});

test('an unticked line stays unticked while it is edited elsewhere', () => {
  const off = [{ part, text: SECRET, mark: 'hidden' }];
  const [before, between, after] = [APART, JOINED, AGAIN].map((help) => withHelp(help));
  const now = carryTicks(carryTicks(off, before, between), between, after);
  assert.deepEqual([...tickedLines(now)], [[lineKey({ part, text: 'Min bror slår mig for tiden.' }), false]]);
  const on = carryTicks([{ part, text: SECRET, mark: 'always' }], before, between);
  assert.deepEqual([...tickedLines(on)], [], 'the joined sentence is not ticked by it');
  assert.deepEqual(
    [...tickedLines(carryTicks(on, between, after))],
    [[lineKey({ part, text: 'Min bror slår mig for tiden.' }), true]],
  );
});

test('restoring an earlier or conflicting version shows nothing that is private now', async () => {
  await new Phone(new Network(new ModelServer())).take();
  const first = (await saveStatement(null, withHelp('Min bror slår mig hårdt. Jeg sover.'))).statement;
  const other = { part, text: 'Jeg sover. Min bror slår mig for tiden.' };
  const now = (
    await saveStatement(first, {
      ...first,
      parts: partsOf(['', '', `${SECRET} Jeg sover.`, '']),
      marks,
      alternatives: [other],
    })
  ).statement;
  await chooseText(now.id, other, other.text);
  assert.equal(markOf((await getStatement(now.id)).marks, part, 'Min bror slår mig for tiden.'), 'private');
  for (const { key, document } of await snapshotsOf(now.id)) {
    await takeBack(key);
    const { marks: own, parts } = await getStatement(now.id);
    assert.equal(parts.help, document.parts.help);
    assert.deepEqual(
      hiddenIn(parts.help, own).filter((text) => text.startsWith('Min bror')).length,
      1,
      parts.help,
    );
  }
});
