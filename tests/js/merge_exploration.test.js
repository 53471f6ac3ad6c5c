// Merging two edits of one note: the same bytes on both devices, and every sentence of both in the one text.
import { LATER, anyNote, noteWith } from './explorations.js';
import { NOW, danishText, isKept } from './texts.js';
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import {
  EXPLORATION_FIELDS,
  livingNotes,
  canonicalExploration,
} from '../../webapp/static/js/core/exploration/fields.js';
import { mergeExploration, appendMissing } from '../../webapp/static/js/core/exploration/merge.js';
import { readFields } from '../../webapp/static/js/core/documents/read_fields.js';
import { CopyError } from '../../webapp/static/js/core/documents/validation.js';
import { segment } from '../../webapp/static/js/core/text/sentences.js';

const BASE = noteWith({ text: 'Jeg sover. Min søster ringer. Jeg spiser.' });
const sentencesOf = (text) => segment(text).map((sentence) => sentence.text);

/** The merge, checked to give the same bytes on both phones. */
function both(base, a, b) {
  const next = mergeExploration(base, a, b);
  assert.equal(JSON.stringify(mergeExploration(base, b, a)), JSON.stringify(next));
  assert.deepEqual(readFields(EXPLORATION_FIELDS, next), next);
  return next;
}
const edits = (a, b, from = BASE) => both(from, { ...from, ...a }, { ...from, updated: LATER, ...b });

test('a change by one side is taken', () => {
  assert.equal(edits({ text: 'Jeg sover. Min søster ringer.' }, {}).text, 'Jeg sover. Min søster ringer.');
  assert.deepEqual(edits({ chance: 'matters' }, { text: 'Ja.' }), {
    ...BASE,
    chance: 'matters',
    text: 'Ja.',
    updated: LATER,
  });
  assert.equal(edits({ chance: 'matters' }, { chance: 'happened' }).chance, 'happened');
});

test('edits of different sentences are both in, each in its place', () => {
  assert.equal(
    edits(
      { text: 'Jeg sover godt. Min søster ringer. Jeg spiser.' },
      { text: 'Jeg sover. Min søster ringer. Jeg spiser lidt. Og går.' },
    ).text,
    'Jeg sover godt. Min søster ringer. Jeg spiser lidt. Og går.',
  );
});

test('a sentence edited by both: the later one in its place, the earlier below a blank line', () => {
  const next = edits(
    { text: 'Jeg sover. Min bror ringer. Jeg spiser.' },
    { text: 'Jeg sover. Min mor ringer. Jeg spiser.' },
  );
  assert.equal(next.text, 'Jeg sover. Min mor ringer. Jeg spiser.\n\nMin bror ringer.');
  assert.equal(
    edits({ text: 'Min bror' }, { text: 'Min mor' }, noteWith({ text: 'Min' })).text,
    'Min mor\n\nMin bror',
  );
  assert.equal(
    edits({ text: 'Min mor' }, { text: 'Min mor ringer' }, noteWith({ text: 'Min' })).text,
    'Min mor ringer',
    'one continues the other',
  );
});

test('sentences that followed each other stay together, with their white space', () => {
  const next = edits(
    { text: 'Jeg går.\n- ud\n- hjem\nJeg løber.' },
    { text: 'Jeg svømmer.' },
    noteWith({ text: 'Jeg sover.' }),
  );
  assert.equal(next.text, 'Jeg svømmer.\n\nJeg går.\n- ud\n- hjem\nJeg løber.');
});

test('an edit by either side beats the bin; a tick does not', () => {
  assert.equal(edits({ deleted: LATER }, { text: 'Ja.' }).deleted, null);
  assert.equal(edits({ text: 'Ja.' }, { deleted: LATER }).deleted, null);
  assert.equal(edits({ deleted: LATER }, { in_vault: true }).deleted, LATER);
  assert.equal(edits({ deleted: LATER }, { deleted: NOW }).deleted, NOW, 'the later edit decides when');
  assert.equal(edits({ deleted: null }, {}, { ...BASE, deleted: NOW }).deleted, null, 'restored');
});

test('the side that changed the vault tick decides, even to remove the note', () => {
  const ticked = { ...BASE, in_vault: true };
  assert.equal(edits({ in_vault: false }, { text: 'Ja.' }, ticked).in_vault, false);
  assert.equal(edits({ text: 'Ja.' }, { in_vault: false }, ticked).in_vault, false);
  assert.equal(edits({ in_vault: true }, { text: 'Ja.' }).in_vault, true);
  assert.equal(both(null, BASE, { ...ticked, updated: LATER }).in_vault, true, 'ticked anew');
});

test('any three notes: no sentence is lost, and merging again adds nothing', () => {
  fc.assert(
    fc.property(fc.option(anyNote), anyNote, anyNote, (base, a, b) => {
      const next = both(base, a, b);
      const old = new Set(base ? sentencesOf(base.text) : []);
      for (const { text } of [a, b])
        for (const sentence of sentencesOf(text)) assert.ok(isKept(sentence, old, next.text), sentence);
      assert.equal(both(next, next, next).text, next.text);
      for (const note of [a, b]) assert.equal(both(note, note, next).text, next.text);
      if (base) assert.equal(both(base, next, base).text, next.text);
    }),
    { numRuns: 500 },
  );
});

test('a text added below another is there once, however often it is added', () => {
  fc.assert(
    fc.property(danishText, danishText, (text, other) => {
      const next = appendMissing(text, other);
      assert.equal(appendMissing(next, other), next);
      assert.equal(appendMissing(next, text), next);
      for (const sentence of [...sentencesOf(text), ...sentencesOf(other)])
        assert.ok(next.includes(sentence), sentence);
    }),
    { numRuns: 500 },
  );
});

test('living notes have words and are not in the bin, in order of creation', () => {
  const notes = [
    noteWith({ id: 'b', text: 'B', created: LATER }),
    noteWith({ id: 'x', text: ' \n' }),
    noteWith({ id: 'y', text: 'Y', deleted: NOW }),
    noteWith({ id: 'a', text: 'A' }),
  ];
  assert.deepEqual(
    livingNotes(notes).map(({ id }) => id),
    ['a', 'b'],
  );
});

test('a note is read strictly, and members of a newer app are kept', () => {
  assert.deepEqual(readFields(EXPLORATION_FIELDS, { ...BASE, more: 1 }), { ...BASE, more: 1 });
  assert.deepEqual(Object.keys(canonicalExploration({ more: 1, ...BASE })), [
    'id',
    'chance',
    'text',
    'in_vault',
    'created',
    'updated',
    'deleted',
    'more',
  ]);
  const wrong = {
    id: ['', 'a'.repeat(23), 7],
    chance: ['', 'Helps', 'toString', null],
    text: [null, 7, 'a'.repeat(1_000_001)],
    in_vault: [null, 'true', 1],
    created: ['', null],
    updated: ['i går', null],
    deleted: ['', false],
  };
  for (const [name, values] of Object.entries(wrong)) {
    for (const value of [...values, undefined])
      assert.throws(
        () => readFields(EXPLORATION_FIELDS, { ...BASE, [name]: value }),
        (error) => error instanceof CopyError && error.code === 'damaged',
        `${name} ${value}`,
      );
  }
  for (const value of [null, [], 'x', undefined])
    assert.throws(() => readFields(EXPLORATION_FIELDS, value), CopyError);
});
