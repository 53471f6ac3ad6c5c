// A statement as plain text: laid out as on paper, with every word as the person wrote it.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { catalogue } from '../../webapp/static/js/core/language/catalogue.js';
import { statementText } from '../../webapp/static/js/core/backup/plain_statement.js';
import { plainText } from '../../webapp/static/js/core/backup/plain_text.js';
import { anyText, oddText, partsOf, statementWith } from './texts.js';

const words = (lang, table = {}) => catalogue({ lang, version: 'x', paths: {}, switch: {}, words: table });
const DANISH = words('da');
const UPDATED = '2026-11-22T12:00:00.000Z';
const LINE = '\n\n— — —\n\n';

test('a statement becomes its title, kind and date, then its four parts under their headings', () => {
  const statement = statementWith({
    title: 'Til jobcentret',
    kind: 'job_centre',
    updated: UPDATED,
    parts: partsOf(['Jeg hedder Amir.', 'gå langsomt frem.', 'at finde ud af det.', 'arbejde.\nOg hvile.']),
  });
  assert.equal(
    statementText(statement, DANISH),
    [
      'Til jobcentret · Jobcenter · 22. november 2026',
      'Sådan vil jeg introducere mig selv\nJeg hedder Amir.',
      'Det er vigtigt for mig at…\ngå langsomt frem.',
      'Jeg vil gerne have hjælp til\nat finde ud af det.',
      'Så jeg kan\narbejde.\nOg hvile.',
    ].join('\n\n'),
  );
});

test('blank parts and a blank kind are left out, and a blank title is replaced', () => {
  const statement = statementWith({ updated: UPDATED, parts: partsOf(['', ' \n', 'sove.']) });
  assert.equal(
    statementText(statement, DANISH),
    'Uden titel · 22. november 2026\n\nJeg vil gerne have hjælp til\nsove.',
  );
});

test('the headings and the date are in the language of the reader', () => {
  const english = words('en', {
    'Så jeg kan': 'So that I can',
    'Egen læge': 'My doctor',
    'Uden titel': 'No title',
  });
  const statement = statementWith({
    kind: 'doctor',
    updated: UPDATED,
    parts: partsOf(['', '', '', 'sleep.']),
  });
  assert.equal(
    statementText(statement, english),
    'No title · My doctor · 22 November 2026\n\nSo that I can\nsleep.',
  );
});

test('the parts are in the order of the sheet, whatever order the person says them in', () => {
  const parts = partsOf(['a', 'b', 'c', 'd']);
  const turned = statementWith({ parts, order: ['so_that', 'help', 'important', 'introduce'] });
  assert.equal(statementText(turned, DANISH), statementText(statementWith({ parts }), DANISH));
});

test('hidden sentences and marks change nothing, because this is a copy and not a view', () => {
  const plain = statementWith({ parts: partsOf(['Jeg er her. Og der.']) });
  const marked = {
    ...plain,
    marks: [{ part: 'introduce', text: 'Og der.', mark: 'hidden' }],
    spoken_words: 1,
  };
  assert.equal(statementText(marked, DANISH), statementText(plain, DANISH));
});

test('every part with text appears character for character, in order', () => {
  fc.assert(
    fc.property(
      fc.array(fc.oneof(anyText, oddText), { minLength: 4, maxLength: 4 }),
      oddText,
      (texts, title) => {
        const text = statementText(statementWith({ parts: partsOf(texts), title }), DANISH);
        assert.ok(text.startsWith(title.trim() ? title : 'Uden titel'));
        let at = 0;
        for (const part of texts.filter((part) => part.trim())) {
          const found = text.indexOf(`\n${part}`, at);
          assert.ok(found >= 0);
          at = found + part.length + 1;
        }
      },
    ),
  );
});

test('statements follow one another with a rule between them, and the text ends with a newline', () => {
  const statements = ['a', 'b', 'c'].map((text) => statementWith({ title: text, parts: partsOf([text]) }));
  assert.equal(
    plainText(statements, DANISH),
    `${statements.map((statement) => statementText(statement, DANISH)).join(LINE)}\n`,
  );
  assert.equal(plainText(statements, DANISH).split(LINE).length, 3);
  assert.equal(plainText([], DANISH), '\n');
});
