// The text to send: every word as written, in the order of the person, and nothing that is private or left out.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { textToSend } from '../../webapp/static/js/core/sharing/text_to_send.js';
import { meetingWith } from './meetings.js';
import { words } from './every_view.js';
import { oddText, partsOf, plainSentence, statementWith } from './texts.js';

const PARTS = partsOf(['Jeg hedder Åse. Jeg er mor.', '', 'sove.\nOg spise.', 'gå en tur.']);

test('it is laid out as on paper, in the order of the person, without blank parts', () => {
  const statement = statementWith({
    title: 'Til lægen',
    parts: PARTS,
    order: ['help', 'introduce', 'important', 'so_that'],
  });
  assert.equal(
    textToSend(statement, null, words),
    [
      'Til lægen',
      'Jeg vil gerne have hjælp til\nsove.\nOg spise.',
      'Sådan vil jeg introducere mig selv\nJeg hedder Åse. Jeg er mor.',
      'Så jeg kan\ngå en tur.',
    ].join('\n\n'),
  );
});

test('private sentences and those left out of the meeting are not in it; hidden ones are', () => {
  fc.assert(
    fc.property(fc.uniqueArray(plainSentence, { minLength: 4, maxLength: 6 }), (sentences) => {
      const [secret, left, hidden, ...others] = sentences;
      const statement = statementWith({
        parts: partsOf(['', sentences.join(' '), '', '']),
        marks: [
          { part: 'important', text: secret, mark: 'private' },
          { part: 'important', text: hidden, mark: 'hidden' },
        ],
      });
      const meeting = meetingWith({ left_out: [{ part: 'important', text: left }] });
      const body = textToSend(statement, meeting, words).split('\n').at(-1);
      assert.equal(body, [hidden, ...others].join(' '));
      assert.ok(textToSend(statement, null, words).includes(left));
      assert.ok(!textToSend(statement, null, words).includes(secret));
    }),
  );
});

test('without a mark each part is in it byte for byte', () => {
  fc.assert(
    fc.property(oddText, oddText, (first, last) => {
      const text = textToSend(statementWith({ parts: partsOf([first, '', '', last]) }), null, words);
      for (const part of [first, last]) if (part.trim()) assert.ok(text.includes(`\n${part}`));
    }),
  );
});

test('nothing to show is nothing to send, whatever the title', () => {
  const parts = partsOf(['', 'Det er mit.', ' \n', '']);
  const marks = [{ part: 'important', text: 'Det er mit.', mark: 'private' }];
  assert.equal(textToSend(statementWith({ title: 'Til lægen', parts, marks }), null, words), '');
});
