// The steps of two people writing at one phone, and where they resume.
import assert from 'node:assert/strict';
import test from 'node:test';
import {
  BEGINNING,
  STEPS,
  statementToResume,
  nextOf,
  startingPlace,
  stepFrom,
} from '../../webapp/static/js/core/statement/together.js';
import { toHtml } from '../../webapp/static/js/core/markup/tree.js';
import { whichWords } from '../../webapp/static/js/core/views/together.js';
import { words } from './every_view.js';
import { partsOf, statementWith } from './texts.js';

/** @type {import('../../webapp/static/js/core/statement/together.js').Place} */
const HELP = { statement: 'a', step: 'help', pen: 'other', paused: true };

test('the steps go from the guide through the four parts to the reading, and stop at both ends', () => {
  assert.deepEqual(STEPS, ['guide', 'introduce', 'important', 'help', 'so_that', 'read']);
  assert.equal(stepFrom('guide', 1), 'introduce');
  assert.equal(stepFrom('read', 1), 'read');
  assert.equal(stepFrom('guide', -1), 'guide');
});

test('the first question follows the last one, and one that no longer exists', () => {
  assert.equal(nextOf(['a', 'b'], 'a'), 'b');
  assert.equal(nextOf(['a', 'b'], 'b'), 'a');
  assert.equal(nextOf(['a', 'b'], 'x'), 'a');
});

test('step, pen and pause are resumed only for the same statement', () => {
  assert.deepEqual(startingPlace(HELP, 'a', false), HELP);
  assert.deepEqual(startingPlace(HELP, 'b', true), { ...BEGINNING, statement: 'b' });
  assert.deepEqual(startingPlace(undefined, '', true), BEGINNING);
});

test('a statement that is not written yet is resumed too', () => {
  const unwritten = { ...HELP, statement: '' };
  assert.deepEqual(startingPlace(unwritten, '', true), unwritten);
  assert.deepEqual(startingPlace(unwritten, 'a', false), { ...BEGINNING, statement: 'a' });
});

test('after the reading it starts over with the same pen, unless the address still names it', () => {
  const read = { ...HELP, step: /** @type {const} */ ('read') };
  assert.deepEqual(startingPlace(read, 'a', true), read);
  assert.deepEqual(startingPlace(read, 'a', false), { ...read, step: 'guide', paused: false });
});

test('without a statement in the address, the unfinished one is resumed', () => {
  assert.equal(statementToResume(undefined), '');
  assert.equal(statementToResume(HELP), 'a');
  assert.equal(statementToResume({ ...HELP, step: 'read' }), '');
});

test('a step that this version does not know becomes the guide', () => {
  const later = /** @type {typeof HELP} */ ({ ...HELP, step: /** @type {'help'} */ ('later') });
  assert.deepEqual(startingPlace(later, 'a', true), { ...BEGINNING, statement: 'a' });
});

test('the first step warns of private words that both will see, while they are in the text', () => {
  const warnsOfPrivateWords = (mark, help) => {
    const statement = statementWith({
      parts: partsOf(['', '', help, '']),
      marks: [{ part: 'help', text: 'Min bror slår mig.', mark }],
    });
    return toHtml(whichWords(statement, words)).includes('gjort privat. Her kan I begge se det.');
  };
  assert.equal(warnsOfPrivateWords('private', 'Jeg bor i Vejle. Min bror slår mig.'), true);
  assert.equal(warnsOfPrivateWords('hidden', 'Jeg bor i Vejle. Min bror slår mig.'), false);
  assert.equal(warnsOfPrivateWords('private', 'Jeg bor i Vejle.'), false, 'the private sentence was deleted');
  assert.equal(warnsOfPrivateWords('private', ''), false);
});
