// What a statement without a title is called, on every screen that names statements.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { bin } from '../../webapp/static/js/core/views/history.js';
import { called } from '../../webapp/static/js/core/statement/called.js';
import { openingLine } from '../../webapp/static/js/core/statement/short_view.js';
import { toHtml } from '../../webapp/static/js/core/markup/tree.js';
import { whichWords } from '../../webapp/static/js/core/views/together.js';
import { words } from './every_view.js';
import { anyStatement } from './statements.js';
import { partsOf, statementWith } from './texts.js';

const SCREENS = {
  'the bin': (statement) => bin({ statements: [{ ...statement, days: 3 }], meetings: [], notes: [] }, words),
  'writing together': (statement) => whichWords(statement, words),
};

test('a statement is called by its title, else by its first line, and never by what is private', () => {
  fc.assert(
    fc.property(anyStatement, (statement) => {
      const line = openingLine(statement, 'da')?.text ?? '';
      const { title } = called(statement, 'da');
      assert.equal(title, statement.title.trim() ? statement.title : line);
    }),
  );
});

for (const [screen, view] of Object.entries(SCREENS))
  test(`${screen} calls a statement untitled only when it has no words to name it by`, () => {
    const shown = (fields) => toHtml(view(statementWith({ title: '', ...fields })));
    assert.match(shown({ parts: partsOf(['Jeg er Bo.']) }), /Jeg er Bo\.<\/(h2|bdi)>/);
    assert.doesNotMatch(shown({ parts: partsOf(['Jeg er Bo.']) }), /Uden titel/);
    assert.match(shown({ parts: partsOf(['', '', '', '']) }), /Uden titel/);
    const marks = [{ part: 'introduce', text: 'Jeg er Bo.', mark: 'private' }];
    assert.match(shown({ parts: partsOf(['Jeg er Bo.']), marks }), /Uden titel/);
  });
