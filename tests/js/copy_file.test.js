// The copy file: whatever is written is read back, and files of older and newer versions are read.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { FORMAT, FORMAT_VERSION, writeCopy } from '../../webapp/static/js/core/backup/copy_file.js';
import { readCopy } from '../../webapp/static/js/core/backup/read_copy.js';
import {
  EXPLORATION,
  sampleFile,
  MEETING,
  SAMPLE,
  copyOf,
  statements,
  time,
  version,
} from './copy_samples.js';
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

test('the file is readable JSON that names its format, version and time', () => {
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

test('white space and a byte order mark around the file are ignored', () => {
  assert.equal(readCopy(`\ufeff \r\n${JSON.stringify(sampleFile())}\n\n`).statements.length, 1);
});

test('members of a newer app are kept at every level, and __proto__ is dropped', () => {
  const file = sampleFile();
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

test('a copy of version 1, from before meetings, is read without any', () => {
  const { meetings: _, ...old } = { ...sampleFile(), version: 1 };
  const { statements: inside, versions, meetings } = readCopy(JSON.stringify(old));
  assert.deepEqual([inside, versions.length, meetings], [[SAMPLE], 1, []]);
  assert.deepEqual(
    readCopy(JSON.stringify({ ...old, meetings: 'x' })).meetings,
    [],
    'in that version it is an unknown member',
  );
});

test('a copy of version 2, from before notes without a goal, is read without any', () => {
  const { explorations: _, ...old } = { ...sampleFile(), version: 2 };
  const { meetings, explorations } = readCopy(JSON.stringify(old));
  assert.deepEqual([meetings, explorations], [[MEETING], []]);
  assert.deepEqual(
    readCopy(JSON.stringify({ ...old, explorations: 'x' })).explorations,
    [],
    'in that version it is an unknown member',
  );
});
