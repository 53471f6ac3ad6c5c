// The copy: what is written is read back.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { FORMAT, FORMAT_VERSION, writeCopy } from '../../webapp/static/js/core/backup/copy_file.js';
import { readCopy } from '../../webapp/static/js/core/backup/read_copy.js';
import { EXPLORATION, FILE, MEETING, SAMPLE, copyOf, statements, time, version } from './copy_samples.js';
import { anyNote } from './explorations.js';
import { anyMeeting } from './meetings.js';
import { NOW } from './texts.js';

test('whatever is written is read back exactly', () => {
  fc.assert(
    fc.property(
      statements,
      fc.array(version, { maxLength: 3 }),
      fc.array(anyMeeting, { maxLength: 1 }),
      fc.array(anyNote, { maxLength: 1 }),
      time,
      (some, versions, meetings, explorations, saved) => {
        assert.deepEqual(
          readCopy(
            writeCopy({ statements: some, versions, meetings, explorations, settings: { pace: 110 } }, saved),
          ),
          { statements: some, versions, meetings, explorations },
        );
      },
    ),
  );
});

test('it is readable, and says what it is and when it was saved', () => {
  const source = copyOf([SAMPLE], { settings: { language: 'da' } });
  const { statements: inside, ...head } = JSON.parse(source);
  assert.deepEqual(head, {
    format: FORMAT,
    version: FORMAT_VERSION,
    saved: NOW,
    versions: [],
    meetings: [],
    explorations: [],
    settings: { language: 'da' },
  });
  assert.ok(source.endsWith('\n') && source.includes('\n      "title": "Til \\"lægen\\" 😊",\n'));
  assert.equal(inside.length, 1);
});

test('white space and a byte order mark around it do no harm', () => {
  assert.equal(readCopy(`\ufeff \r\n${JSON.stringify(FILE())}\n\n`).statements.length, 1);
});

test('what a newer app added is kept, at every level, and odd names are left out', () => {
  const file = FILE();
  const statement = {
    ...file.statements[0],
    more: 1,
    parts: { ...SAMPLE.parts, fifth: 'x' },
    marks: [{ ...SAMPLE.marks[0], colour: 1 }],
    first: { ...SAMPLE.first, x: 1 },
  };
  const read = readCopy(
    JSON.stringify({
      ...file,
      notes: [],
      explorations: [{ ...EXPLORATION, more: 1 }],
      meetings: [{ ...MEETING, more: 1 }],
      statements: [statement],
      versions: [{ ...file.versions[0], by: 'x', document: statement }],
    }),
  );
  assert.deepEqual(read.statements, [statement]);
  assert.deepEqual(
    [read.explorations[0].more, read.meetings[0].more, Object.keys(read)],
    [1, 1, ['statements', 'versions', 'meetings', 'explorations']],
  );
  const source = copyOf([SAMPLE]).replace('"title"', '"__proto__": {"deleted": null}, "title"');
  assert.deepEqual(readCopy(source).statements, [SAMPLE]);
});

test('a copy from before there were meetings is read, and has none', () => {
  const { meetings: _, ...old } = { ...FILE(), version: 1 };
  const { statements: inside, versions, meetings } = readCopy(JSON.stringify(old));
  assert.deepEqual([inside, versions.length, meetings], [[SAMPLE], 1, []]);
  assert.deepEqual(
    readCopy(JSON.stringify({ ...old, meetings: 'x' })).meetings,
    [],
    'then it was a member that nobody knew',
  );
});

test('a copy from before there were notes without a goal is read, and has none', () => {
  const { explorations: _, ...old } = { ...FILE(), version: 2 };
  const { meetings, explorations } = readCopy(JSON.stringify(old));
  assert.deepEqual([meetings, explorations], [[MEETING], []]);
  assert.deepEqual(
    readCopy(JSON.stringify({ ...old, explorations: 'x' })).explorations,
    [],
    'then it was a member that nobody knew',
  );
});
