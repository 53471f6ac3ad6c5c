// One meeting and merges of its edits.
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
const turned = (one) =>
  JSON.parse(JSON.stringify(one), (_, value) =>
    value && typeof value === 'object' && !Array.isArray(value)
      ? Object.fromEntries(Object.entries(value).reverse())
      : value,
  );

/** What both phones hold: each meeting is `mine` once, and none is changed in place. */
export function both(base, a, b) {
  const [from, one, two] = [base, a, b].map((side) => freeze(structuredClone(side)));
  const next = mergeMeeting(from, one, two);
  for (const other of [mergeMeeting(from, two, one), mergeMeeting(from && turned(from), turned(two), one)]) {
    assert.equal(JSON.stringify(other), JSON.stringify(next), 'the same bytes on both');
  }
  return next;
}
/** The first edit was made before the second. */
export const edits = (a, b, from = BASE) => both(from, { ...from, ...a }, { ...from, updated: LATER, ...b });
export const textsOf = (items) => items.map(({ id, text }) => `${id} ${text}`);
