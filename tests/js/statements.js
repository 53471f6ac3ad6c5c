// Statements for tests: a full one by hand, and any at all.
import fc from 'fast-check';
import { KINDS, PARTS } from '../../webapp/static/js/core/statement/fields.js';
import { NOW, anyText, oddText, partsOf, statementWith } from './texts.js';

const text = fc.oneof(anyText, oddText);
const part = fc.constantFrom(...PARTS);
const alternatives = fc.array(
  fc.record({ part: fc.constantFrom('title', ...PARTS), text }, { noNullPrototype: true }),
  { maxLength: 3 },
);
/** Any statement, with odd texts too. */
export const anyStatement = fc
  .record({
    title: text,
    kind: fc.constantFrom('', ...KINDS),
    texts: fc.array(text, { minLength: 4, maxLength: 4 }),
    marks: fc.array(
      fc.record(
        { part, text, mark: fc.constantFrom('always', 'hidden', 'private') },
        { noNullPrototype: true },
      ),
      { maxLength: 3 },
    ),
    order: fc.shuffledSubarray([...PARTS], { minLength: 4 }),
    first: fc.option(fc.record({ part, text }, { noNullPrototype: true })),
    spoken_words: fc.integer({ min: 1, max: 550 }),
    alternatives,
    deleted: fc.constantFrom(null, NOW),
  })
  .map(({ texts, ...fields }) => statementWith({ ...fields, parts: partsOf(texts) }));

export const FULL = statementWith({
  title: 'Til lægen',
  kind: 'doctor',
  parts: partsOf(['Jeg hedder Bo.', 'ro.', 'at sove.', '']),
  first: { part: 'help', text: 'at sove.' },
  marks: [{ part: 'help', text: 'at sove.', mark: 'always' }],
  alternatives: [
    { part: 'help', text: 'at spise.' },
    { part: 'title', text: 'Til Bo' },
  ],
});

/** The same value with its members in another order, at every level. */
export function turned(value) {
  if (Array.isArray(value)) return value.map(turned);
  if (!value || typeof value !== 'object') return value;
  return Object.fromEntries(
    Object.entries(value)
      .reverse()
      .map(([name, inner]) => [name, turned(inner)]),
  );
}
