// The tables of fields: documents of every earlier version open, and members of a newer version are kept.
import assert from 'node:assert/strict';
import { namesOf } from '../../webapp/static/js/core/documents/fields.js';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import fc from 'fast-check';
import { writeCopy } from '../../webapp/static/js/core/backup/copy_file.js';
import { EXPLORATION_FIELDS, blankExploration } from '../../webapp/static/js/core/exploration/fields.js';
import { blank, canonical, withMissingFields, text } from '../../webapp/static/js/core/documents/fields.js';
import { isBlankMeeting } from '../../webapp/static/js/core/meeting/is_blank.js';
import { MEETING_FIELDS, blankMeeting } from '../../webapp/static/js/core/meeting/fields.js';
import { STATEMENT_FIELDS, blankStatement } from '../../webapp/static/js/core/statement/fields.js';
import { readCopy } from '../../webapp/static/js/core/backup/read_copy.js';
import { readFields } from '../../webapp/static/js/core/documents/read_fields.js';
import {
  DOCUMENT_KINDS,
  KIND_NAMES,
  documentText,
  readDocument,
  versionOf,
} from '../../webapp/static/js/core/sync/document.js';
import { reconcile } from '../../webapp/static/js/core/sync/reconcile.js';

/** Documents that the app wrote at each version of the copy file, without and with joined sentences. */
const WRITTEN = JSON.parse(readFileSync(new URL('../vectors/documents.json', import.meta.url), 'utf-8'));
/** The fields of the first version of each document. Any later field must set `isAdded`. */
const FIRST = {
  statement: 'id title kind parts marks order first spoken_words created updated deleted',
  meeting:
    'id kind at zone statement place people about companion questions left_out left_from ' +
    'asked said heard agreements my_goal their_goal next_time alternatives created updated deleted',
  exploration: 'id chance text in_vault created updated deleted',
};
const NOW = '2026-02-01T10:00:00.000Z';
const LATER = '2026-02-02T10:00:00.000Z';
const ID = 'A'.repeat(22);
const BLANK = {
  statement: blankStatement(ID, NOW),
  meeting: blankMeeting(ID, NOW, 'Europe/Copenhagen'),
  exploration: { ...blankExploration(ID, 'helps', NOW), in_vault: true },
};

for (const [version, { copy, records }] of Object.entries(WRITTEN)) {
  test(`what the app wrote at ${version} opens, and is written back byte for byte`, () => {
    const read = readCopy(JSON.stringify(copy));
    const again = JSON.parse(writeCopy({ ...read, settings: copy.settings }, copy.saved));
    for (const name of ['statements', 'versions', 'meetings', 'explorations']) {
      if (copy[name]) assert.equal(JSON.stringify(again[name]), JSON.stringify(copy[name]), name);
    }
    for (const [kind, sealed] of Object.entries(records)) {
      const { document } = readDocument(sealed, JSON.parse(sealed)[kind].id);
      assert.equal(documentText(kind, document), sealed);
    }
  });
}

test('a field added later sets isAdded, because older documents lack it', () => {
  for (const kind of KIND_NAMES) {
    const first = FIRST[kind].split(' ');
    assert.deepEqual(
      first.filter((name) => !(name in DOCUMENT_KINDS[kind].fields)),
      [],
    );
    const careless = Object.entries(DOCUMENT_KINDS[kind].fields).filter(
      ([name, { isAdded }]) => !first.includes(name) && !isAdded,
    );
    assert.deepEqual(
      careless.map(([name]) => name),
      [],
      kind,
    );
  }
});

test('the blank document, its canonical form and its version follow from the table', () => {
  for (const kind of KIND_NAMES) {
    assert.deepEqual(canonical(DOCUMENT_KINDS[kind].fields, BLANK[kind]), BLANK[kind]);
    assert.deepEqual(
      Object.keys(
        canonical(DOCUMENT_KINDS[kind].fields, Object.fromEntries(Object.entries(BLANK[kind]).reverse())),
      ),
      namesOf(DOCUMENT_KINDS[kind].fields).filter(
        (name) => DOCUMENT_KINDS[kind].fields[name].blank() !== undefined,
      ),
    );
    assert.deepEqual(
      readFields(DOCUMENT_KINDS[kind].fields, JSON.parse(JSON.stringify(BLANK[kind]))),
      BLANK[kind],
    );
    assert.equal(versionOf(DOCUMENT_KINDS[kind].fields, BLANK[kind]), 1);
  }
  assert.equal(
    versionOf(STATEMENT_FIELDS, {
      ...BLANK.statement,
      marks: [{ part: 'help', text: 'x', mark: 'private' }],
    }),
    2,
  );
  assert.ok(isBlankMeeting(BLANK.meeting));
  for (const name of Object.keys(MEETING_FIELDS)) {
    const [value] = [['x'], 'x'].filter(
      (candidate) => Array.isArray(candidate) === Array.isArray(BLANK.meeting[name]),
    );
    const isContent = [
      'kind',
      'at',
      'place',
      'people',
      'about',
      'companion',
      'questions',
      'said',
      'heard',
      'agreements',
      'my_goal',
      'their_goal',
      'next_time',
    ].includes(name);
    assert.equal(isBlankMeeting({ ...BLANK.meeting, [name]: value }), !isContent, name);
  }
});

test('members of a newer app survive a copy, a vault and a merge', () => {
  for (const kind of KIND_NAMES) {
    const newer = { ...BLANK[kind], colour: { deep: [1, { a: null }] }, zebra: 'x' };
    const sealed = documentText(kind, newer);
    const { document } = readDocument(sealed, ID);
    assert.deepEqual(document, newer);
    assert.equal(documentText(kind, document), sealed);
    const mine = {
      ...document,
      updated: LATER,
      ...(kind === 'statement' ? { title: 'Her' } : kind === 'meeting' ? { place: 'Her' } : { text: 'Her' }),
    };
    const theirs = { ...document, colour: 'blue', updated: NOW };
    for (const merged of [reconcile(kind, document, mine, theirs), reconcile(kind, document, theirs, mine)]) {
      assert.deepEqual(
        [merged.colour, merged.zebra, merged.title ?? merged.place ?? merged.text],
        ['blue', 'x', 'Her'],
      );
    }
  }
  const everything = {
    statements: [{ ...BLANK.statement, more: 1 }],
    versions: [],
    meetings: [{ ...BLANK.meeting, more: [2] }],
    explorations: [],
    settings: {},
  };
  const { statements, meetings } = readCopy(writeCopy(everything, NOW));
  assert.deepEqual([statements[0].more, meetings[0].more], [1, [2]]);
});

test('an older app that drops an unknown member empties it nowhere', () => {
  for (const kind of KIND_NAMES) {
    const agreed = { ...BLANK[kind], more: 'ord' };
    const dropped = {
      ...BLANK[kind],
      updated: LATER,
      ...(kind === 'statement' ? { kind: 'other' } : kind === 'meeting' ? { place: 'Der' } : { text: 'Der' }),
    };
    assert.equal(reconcile(kind, agreed, { ...agreed, updated: NOW }, dropped).more, 'ord');
  }
});

/** Run `trial` with a new field in the table, as CONTRIBUTING.md says. @param {() => void} trial */
function withRow(table, row, trial) {
  table.phone = row;
  try {
    trial();
  } finally {
    delete table.phone;
  }
}

test('a new field is one row', () => {
  for (const kind of KIND_NAMES) {
    const { fields } = DOCUMENT_KINDS[kind];
    const old = documentText(kind, BLANK[kind]);
    withRow(fields, text({ isAdded: true, says: true }), () => {
      const lacking = readDocument(old, ID).document;
      assert.equal(withMissingFields(fields, lacking).phone, '', 'an older document has the blank value');
      assert.equal(blank(fields, {}).phone, '');
      const mine = { ...BLANK[kind], phone: '22 33', updated: LATER };
      assert.equal(readDocument(documentText(kind, mine), ID).document.phone, '22 33');
      assert.equal(
        reconcile(kind, { ...BLANK[kind], phone: '' }, mine, { ...BLANK[kind], phone: '', created: NOW })
          .phone,
        '22 33',
      );
      assert.equal(
        reconcile(kind, mine, mine, { ...lacking, updated: LATER, deleted: LATER }).phone,
        '22 33',
        'after an edit by an older app',
      );
    });
    assert.equal(documentText(kind, BLANK[kind]), old);
  }
});

test('a document gets exactly the fields that it lacks', () => {
  const members = fc.record(
    { title: fc.string(), by: fc.constant('abcdefgh'), deleted: fc.constant(null), later: fc.constant(null) },
    { requiredKeys: [] },
  );
  for (const kind of KIND_NAMES) {
    const { fields } = DOCUMENT_KINDS[kind];
    const names = Object.keys(BLANK[kind]);
    const property = (base, more, lacked) => {
      const all = { ...BLANK[kind], ...more };
      const document = Object.fromEntries(Object.entries(all).filter(([name]) => !lacked.includes(name)));
      const filled = withMissingFields(fields, document, base);
      const expected = { ...blank(fields, base ?? {}), ...document };
      assert.deepEqual(filled, expected);
      const isWhole = Object.keys(expected).every((name) => name in document);
      assert.equal(filled === document, isWhole, 'a whole document is not copied');
    };
    const some = fc.oneof(fc.constant([]), fc.subarray(names));
    fc.assert(fc.property(fc.option(members), members, some, property));
  }
});

test('there are golden documents of every version', () => {
  assert.deepEqual(Object.keys(WRITTEN), ['v1', 'v2', 'v3', 'v3-joined']);
  assert.equal(EXPLORATION_FIELDS.in_vault.blank(), false);
});
