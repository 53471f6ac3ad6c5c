// Copies for tests: arbitrary ones, one by hand, and that one with a single value changed.
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { writeCopy } from '../../webapp/static/js/core/backup/copy_file.js';
import { CopyError, readCopy } from '../../webapp/static/js/core/backup/read_copy.js';
import { KINDS, PARTS, SPOKEN_WORDS_MAX } from '../../webapp/static/js/core/statement/fields.js';
import { noteWith } from './explorations.js';
import { meetingWith, question } from './meetings.js';
import { anyText, NOW, oddText, statementWith } from './texts.js';

const BASE64URL = [...'ABCXYZabcxyz0189-_'];
export const text = fc.oneof(
  anyText,
  oddText,
  fc.constantFrom('"}]}', '\\', '\\u0000', '\u2028', '__proto__', '</script>'),
);
/** Objects as JSON.parse makes them, with a prototype. */
const record = (shape) => fc.record(shape, { noNullPrototype: true });
const part = fc.constantFrom(...PARTS);
export const time = fc
  .date({ min: new Date('2000-01-01'), max: new Date('2099-01-01'), noInvalidDate: true })
  .map((day) => day.toISOString());
const statement = record({
  id: fc.string({ unit: fc.constantFrom(...BASE64URL), minLength: 22, maxLength: 22 }),
  title: text,
  kind: fc.constantFrom('', ...KINDS),
  parts: record(Object.fromEntries(PARTS.map((name) => [name, text]))),
  marks: fc.array(record({ part, text, mark: fc.constantFrom('always', 'hidden', 'private') }), {
    maxLength: 4,
  }),
  order: fc.shuffledSubarray([...PARTS], { minLength: 4 }),
  first: fc.option(record({ part, text })),
  spoken_words: fc.integer({ min: 1, max: SPOKEN_WORDS_MAX }),
  alternatives: fc.array(record({ part: fc.constantFrom('title', ...PARTS), text }), { maxLength: 3 }),
  created: time,
  updated: time,
  deleted: fc.option(time),
});
export const statements = fc.uniqueArray(statement, { maxLength: 4, selector: ({ id }) => id });
export const version = fc
  .tuple(statement, time)
  .map(([document, at]) => ({ statement: document.id, at, document }));

export const SAMPLE = statementWith({
  title: 'Til "lægen" 😊',
  kind: 'doctor',
  marks: [{ part: 'help', text: 'Ja.', mark: 'always' }],
  first: { part: 'help', text: 'Ja.' },
  alternatives: [{ part: 'title', text: 'Til Bo' }],
  deleted: NOW,
});
export const MEETING = meetingWith({ place: 'Risskov', questions: [question('a', 'Hvor længe?')] });
export const EXPLORATION = noteWith({ text: 'Jeg sover ikke. 😊' });
export const copyOf = (some, more = {}) =>
  writeCopy({ statements: some, versions: [], meetings: [], explorations: [], settings: {}, ...more }, NOW);
export const sampleFile = () =>
  JSON.parse(
    copyOf([SAMPLE], {
      versions: [{ statement: SAMPLE.id, at: NOW, document: SAMPLE }],
      meetings: [MEETING],
      explorations: [EXPLORATION],
      settings: { pace: 90 },
    }),
  );
export const refusedAs = (code, source, why = '') =>
  assert.throws(
    () => readCopy(source),
    (error) => error instanceof CopyError && error.code === code,
    why || source.slice(0, 80),
  );

/** The sample copy with the value at `path` replaced; undefined deletes the member. */
export function changed(path, value) {
  const file = sampleFile();
  const last = path.at(-1);
  const place = path.slice(0, -1).reduce((inner, name) => inner[name], file);
  if (value === undefined) delete place[last];
  else place[last] = value;
  return JSON.stringify(file);
}
