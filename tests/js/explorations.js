// Notes without a goal for tests: one with given fields, and arbitrary ones.
import fc from 'fast-check';
import { NOW, danishText, oddText } from './texts.js';
import { CHANCES, blankExploration } from '../../webapp/static/js/core/exploration/fields.js';

export const LATER = '2025-03-02T10:00:00.000Z';

/** @param {Partial<import('../../webapp/static/js/core/exploration/fields.js').Exploration>} [fields] */
export const noteWith = (fields = {}) => ({ ...blankExploration('E'.repeat(22), 'helps', NOW), ...fields });

const shortText = fc.constantFrom(
  '',
  'Jeg sover.',
  'Jeg sover. Min søster ringer.',
  'Jeg sover ikke. Min søster ringer.',
  'Min søster ringer. Jeg sover. Kaffe',
  'Kaffe\n\nJeg sover.',
);

/** An arbitrary note. Its text often shares sentences with another's. */
export const anyNote = fc
  .record(
    {
      chance: fc.constantFrom(...CHANCES),
      text: fc.oneof(shortText, danishText, oddText),
      in_vault: fc.boolean(),
      updated: fc.constantFrom(NOW, LATER),
      deleted: fc.constantFrom(null, null, null, LATER),
    },
    { noNullPrototype: true },
  )
  .map(noteWith);
