import assert from 'node:assert/strict';
import { test } from 'node:test';
import { stemFor } from '../../webapp/static/js/core/stems.js';

/** @type {[part: string, text: string, lang: string, stem: string, inline: boolean][]} */
const CASES = [
  ['introduce', 'Jeg hedder Bo.', 'da', '', false],
  ['important', 'sove godt.', 'da', 'Det er vigtigt for mig at', true],
  ['important', 'Ro.', 'da', 'Det er vigtigt for mig at', false],
  ['important', 'at sove godt.', 'da', 'Det er vigtigt for mig', true],
  ['important', 'At sove godt.', 'da', 'Det er vigtigt for mig', false],
  ['important', 'atomkraft', 'da', 'Det er vigtigt for mig at', true],
  ['important', 'Det er vigtigt for mig at sove.', 'da', '', false],
  ['important', 'det er  vigtigt\nfor mig, at sove.', 'da', '', false],
  ['important', 'Det er vigtigt for mig … ro', 'da', '', false],
  ['important', 'Det er vigtigt for migselv', 'da', 'Det er vigtigt for mig at', false],
  ['important', 'It is important to me to sleep.', 'da', '', false],
  ['important', 'to sleep.', 'en', 'It is important to me', true],
  ['help', 'at få ro.', 'da', 'Jeg vil gerne have hjælp til', true],
  ['help', 'til at få ro.', 'da', 'Jeg vil gerne have hjælp', true],
  ['help', 'hjælp til at få ro.', 'da', 'Jeg vil gerne have', true],
  ['help', 'Jeg vil gerne have hjælp med at sove.', 'en', '', false],
  ['help', 'Jeg vil gerne sove.', 'da', 'Jeg vil gerne have hjælp til', false],
  ['so_that', 'arbejde.', 'da', 'Så jeg kan', true],
  ['so_that', 'jeg kan arbejde.', 'da', 'Så', true],
  ['so_that', 'SÅ JEG KAN… arbejde.', 'da', '', false],
  ['so_that', 'work.', 'en', 'So that I can', true],
  ['so_that', '', 'da', 'Så jeg kan', true],
  ['so_that', 'arbejde.', 'xx', 'Så jeg kan', true],
];

for (const [part, text, lang, stem, inline] of CASES) {
  test(`stem of ${part} in ${lang} before ${JSON.stringify(text)}`, () => {
    assert.deepEqual(stemFor(part, text, lang), { stem, inline });
  });
}
