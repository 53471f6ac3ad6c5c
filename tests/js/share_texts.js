// Shares for tests: what a link shows.
import fc from 'fast-check';
import { PARTS, KINDS } from '../../webapp/static/js/core/statement/fields.js';
import { anyText, NOW } from './texts.js';

/** A public key in canonical base64url: the generator of P-256. */
export const POINT =
  'BGsX0fLhLEJH-Lzm5WOkQPJ3A32BLeszoPShOUXYmMKWT-NC4v4af5uO5-tKfA-eFivOM1drMV7Oy7ZAaDe_UfU';

export const sharedWith = (fields = {}) => ({
  lang: 'da',
  from: 'Bo',
  title: 'Til lægen',
  parts: [
    { part: 'help', text: 'Jeg vil gerne hjem.' },
    { part: 'introduce', text: 'Jeg hedder Bo.\nJeg er 40.' },
  ],
  meeting: {
    kind: 'doctor',
    at: '2026-11-26T10:00',
    place: 'Risskov',
    people: 'Anne',
    about: 'medicin',
    questions: ['Hvor længe?', 'Hvem ringer?'],
  },
  made: NOW,
  ...fields,
});

const PLAIN = { noNullPrototype: true };
const withText = anyText.filter((text) => text.trim());
export const anyShared = fc.record(
  {
    lang: fc.constantFrom('da', 'en', 'sv', 'ckb', 'zh-Hant-TW'),
    from: anyText,
    title: anyText,
    parts: fc
      .shuffledSubarray([...PARTS])
      .chain((parts) => fc.tuple(...parts.map((part) => withText.map((text) => ({ part, text }))))),
    meeting: fc.option(
      fc.record(
        {
          kind: fc.constantFrom('', ...KINDS),
          at: fc.constantFrom('', '2026-11-26', '2026-11-26T10:00'),
          place: anyText,
          people: anyText,
          about: anyText,
          questions: fc.array(anyText, { maxLength: 5 }),
        },
        PLAIN,
      ),
    ),
    made: fc.constant(NOW),
  },
  PLAIN,
);
