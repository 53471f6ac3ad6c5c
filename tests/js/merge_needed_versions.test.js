// Two versions stand side by side only where both sides changed the same sentence.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { mergeText } from '../../webapp/static/js/core/text/merge.js';
import { segment } from '../../webapp/static/js/core/text/sentences.js';
import { sync } from '../../webapp/static/js/data/vault/sync.js';
import { randomEdits } from './random_edits.js';
import { runsOf } from './sweep.js';
import { DONE, another, begun, help, idAt } from './vault_begun.js';
import { statementsHere, write } from './vault_phones.js';

const MERGES = 40_000;
const sentences = (text) => segment(text).map((sentence) => sentence.text);
const isUnique = (list) => new Set(list).size === list.length;

/** @param {string} base @param {string} side @returns {Set<string>} sentences of the base that it lacks */
function changedIn(base, side) {
  const left = new Set(sentences(side));
  return new Set(sentences(base).filter((sentence) => !left.has(sentence)));
}

/** Whether both sides changed a sentence of the base, or both began with nothing. */
function overlap({ base, mine, theirs }) {
  const other = changedIn(base, theirs);
  return [...changedIn(base, mine)].some((sentence) => other.has(sentence));
}

test('an added sentence between sentences that the other side rewrote makes no second version', () => {
  for (const [base, mine, theirs, text] of [
    ['Vi går. Ud nu.', 'Vi går. Bo er med. Ud nu.', 'Vi går ud nu.', 'Vi går ud nu. Bo er med.'],
    ['Vi går. Ud nu.', 'Vi går ud nu.', 'Vi går. Bo er med. Ud nu.', 'Vi går ud nu. Bo er med.'],
  ])
    assert.deepEqual(mergeText(base, mine, theirs), { text, clash: false, other: null });
});

test('a random merge has two versions only where both sides changed one sentence, and loses none', () => {
  let clashes = 0;
  for (const [at, edits] of randomEdits(runsOf(MERGES), 7).entries()) {
    const { base, mine, theirs } = edits;
    const { clash, text, other } = mergeText(base, mine, theirs);
    const swapped = mergeText(base, theirs, mine);
    assert.equal(swapped.clash, clash);
    assert.deepEqual([swapped.text, swapped.other], clash ? [other, text] : [text, null]);
    if (!clash || ![base, mine, theirs].every((side) => isUnique(sentences(side)))) continue;
    clashes += 1;
    assert.ok(overlap(edits), `${at} ${JSON.stringify({ ...edits, text, other })}`);
  }
  assert.ok(clashes > 0);
});

for (const [name, edit] of [
  ['another sentence', 'Jeg vil hjem i dag. Bo er med.'],
  ['the same sentence', 'Jeg vil hjem i dag, sammen med Bo.'],
])
  test(`a lost answer and then an edit of ${name} on another phone make no second version`, async () => {
    const world = await begun(1);
    const second = await another(world);
    await world.phone.take();
    await write(help('Jeg vil hjem i dag.'), idAt(0));
    world.network.plan('POST', 'unanswered');
    await sync();
    world.network.next = () => 'fine';
    await second.take();
    assert.deepEqual(await sync(), DONE);
    await write(help(edit), idAt(0));
    assert.deepEqual(await sync(), DONE);
    for (const phone of [world.phone, second, world.phone]) {
      await phone.take();
      assert.deepEqual(await sync(), DONE);
      const [{ parts, alternatives }] = await statementsHere();
      assert.deepEqual([parts.help, alternatives], [edit, []]);
    }
  });
