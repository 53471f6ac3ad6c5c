// A meeting for the tests of merging, and merges checked on both phones.
import { LATER, agreement, meetingWith, question } from './meetings.js';
import assert from 'node:assert/strict';
import { mergeMeeting } from '../../webapp/static/js/core/meeting/merge.js';

export const BASE = meetingWith({
  at: '2026-11-26T10:00',
  place: 'Risskov',
  about: 'Medicin. Bolig.',
  companion: 'Ida',
  questions: [question('a', 'Hvor længe?'), question('b', 'Hvem ringer?'), question('c', 'Hvad nu?')],
  agreements: [agreement('a', { who: 'Lægen', what: 'ringer' })],
});
const freeze = (value) => {
  if (value && typeof value === 'object') Object.values(Object.freeze(value)).forEach(freeze);
  return value;
};
const membersReversed = (document) =>
  JSON.parse(JSON.stringify(document), (_, value) =>
    value && typeof value === 'object' && !Array.isArray(value)
      ? Object.fromEntries(Object.entries(value).reverse())
      : value,
  );

/**
 * The merge of two edits, checked to give the same bytes whichever side is mine and in whatever order the
 * members are. The inputs are frozen, so none is changed in place.
 */
export function both(base, a, b) {
  const [from, mine, theirs] = [base, a, b].map((side) => freeze(structuredClone(side)));
  const next = mergeMeeting(from, mine, theirs);
  for (const other of [
    mergeMeeting(from, theirs, mine),
    mergeMeeting(from && membersReversed(from), membersReversed(theirs), mine),
  ]) {
    assert.equal(JSON.stringify(other), JSON.stringify(next), 'the same bytes on both');
  }
  return next;
}
/** Merge two edits of `from`. The second was made later. */
export const edits = (a, b, from = BASE) => both(from, { ...from, ...a }, { ...from, updated: LATER, ...b });
export const textsOf = (items) => items.map(({ id, text }) => `${id} ${text}`);
