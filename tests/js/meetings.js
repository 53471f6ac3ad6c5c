// Meetings for tests: one with given fields, and arbitrary ones.
import fc from 'fast-check';
import { NOW, danishText, partsOf } from './texts.js';
import { TEXT_FIELDS, blankMeeting } from '../../webapp/static/js/core/meeting/fields.js';

export const LATER = '2025-03-02T10:00:00.000Z';
export const ZONE = 'Europe/Copenhagen';

/** @param {Partial<import('../../webapp/static/js/core/meeting/fields.js').Meeting>} [fields] */
export const meetingWith = (fields = {}) => ({ ...blankMeeting('M'.repeat(22), NOW, ZONE), ...fields });
export const question = (id, text) => ({ id, text });
export const agreement = (id, fields = {}) => ({ id, who: '', what: '', when: '', done: false, ...fields });

const few = (length) => ({ maxLength: length });
const ids = fc.constantFrom('a', 'b', 'c', 'd');
const shortText = fc.constantFrom(
  '',
  'Risskov',
  'Aarhus',
  'Aarhus, 2. sal',
  'Jeg vil hjem.',
  'Jeg vil sove. Jeg vil hjem.',
);
const fieldText = fc.oneof(shortText, danishText);
const lines = fc.subarray([
  { part: 'help', text: 'at sove.' },
  { part: 'help', text: 'at spise.' },
  { part: 'important', text: 'ro.' },
]);
const unique = { selector: ({ id }) => id };

/** An arbitrary meeting. Its ids and texts are often the same as another's. */
export const anyMeeting = fc
  .record(
    {
      kind: fc.constantFrom('', 'doctor', 'other'),
      at: fc.constantFrom('', '2026-11-26', '2026-11-26T10:00', '2026-12-01T08:30'),
      zone: fc.constantFrom(ZONE, 'America/Nuuk'),
      statement: fc.constantFrom('', 'A'.repeat(22)),
      texts: fc.record(Object.fromEntries(TEXT_FIELDS.map((field) => [field, fieldText])), {
        noNullPrototype: true,
      }),
      questions: fc.uniqueArray(
        fc.tuple(ids, shortText).map(([id, text]) => question(id, text)),
        { ...few(4), ...unique },
      ),
      agreements: fc.uniqueArray(
        fc
          .tuple(ids, shortText, shortText, fc.constantFrom('', '2026-11-30'), fc.boolean())
          .map(([id, who, what, when, done]) => agreement(id, { who, what, when, done })),
        { ...few(3), ...unique },
      ),
      left_out: lines,
      left_from: fc.constantFrom(
        null,
        partsOf(['', 'ro.', 'at sove. at spise.', '']),
        partsOf(['', 'ro.', 'at sove godt. at spise.', '']),
      ),
      asked: fc.constantFrom(null, NOW, LATER),
      said: fc.constantFrom('', 'yes', 'no'),
      heard: fc.constantFrom('', 'partly'),
      alternatives: fc.subarray([
        { field: 'at', text: '2026-11-27' },
        { field: 'place', text: 'Skejby.' },
        { field: 'place', text: 'Viby.' },
      ]),
      updated: fc.constantFrom(NOW, LATER),
      deleted: fc.constantFrom(null, null, null, LATER),
    },
    { noNullPrototype: true },
  )
  .map(({ texts, ...fields }) => meetingWith({ ...texts, ...fields }));
