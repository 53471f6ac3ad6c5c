// A small chart of whether the person felt heard (yes, a little, no) over the months. It has no sums and no
// averages; the list below it says the same in words.
import { formatOf } from '../language/catalogue.js';
import { h } from '../markup/tree.js';

/** @typedef {import('../meeting/fields.js').Meeting} Meeting */
/** @typedef {import('../language/catalogue.js').Catalogue} Catalogue */

const LEFT = 96;
const RIGHT = 306;
const ROWS = { yes: 16, partly: 50, no: 84 };
/** The room that the name of a month needs. */
const MONTH_WIDTH = 44;
const ANSWERS_MIN = 2;
const MONTHS_MAX = 600;
/**
 * A day as a number, so that the distance between dots is the real time between meetings.
 * @param {string} at
 */
const dayNumber = (at) => Date.parse(`${at.slice(0, 10)}T12:00:00Z`) / 86_400_000;

/**
 * The days to label with a month: the first day, and the first of each month where there is room.
 * @param {number} from day number
 * @param {number} to day number
 * @param {(day: number) => number} x
 */
function namedMonths(from, to, x) {
  const labelled = [from];
  const start = new Date(from * 86_400_000);
  for (let i = 1; i < MONTHS_MAX; i += 1) {
    const day = Date.UTC(start.getUTCFullYear(), start.getUTCMonth() + i, 1, 12) / 86_400_000;
    if (day > to) break;
    if (x(day) - x(labelled.at(-1) ?? from) >= MONTH_WIDTH) labelled.push(day);
  }
  return labelled;
}

/**
 * @param {Meeting[]} meetings @param {Catalogue} words
 * @returns {import('../markup/tree.js').Child}
 */
export function heardPicture(meetings, { t, lang }) {
  const answered = meetings
    .flatMap(({ at, heard }) => (at && heard ? [{ day: dayNumber(at), heard }] : []))
    .sort((a, b) => a.day - b.day);
  const [first, last] = [answered[0], answered.at(-1)];
  if (!first || !last || answered.length < ANSWERS_MIN) return null;
  const span = Math.max(1, last.day - first.day);
  const x = (/** @type {number} */ day) =>
    Math.round((LEFT + ((day - first.day) / span) * (RIGHT - LEFT)) * 10) / 10;
  const name = formatOf(lang, { month: 'short', timeZone: 'UTC' });
  const label = (/** @type {string} */ text, /** @type {number} */ y) => h('text', { x: 0, y: y + 6 }, text);
  return h(
    'figure',
    { class: 'heard' },
    h('figcaption', {}, t('Følte du dig hørt?')),
    h(
      'svg',
      { viewBox: '0 0 320 124', 'aria-hidden': 'true' },
      label(t('Ja'), ROWS.yes),
      label(t('Lidt'), ROWS.partly),
      label(t('Nej'), ROWS.no),
      Object.values(ROWS).map((y) => h('path', { class: 'heard-line', d: `M${LEFT - 8} ${y}H320` })),
      answered.map(({ day, heard }) =>
        h('circle', { class: 'heard-dot', cx: x(day), cy: ROWS[heard], r: 6 }),
      ),
      namedMonths(first.day, last.day, x).map((day) =>
        h('text', { class: 'heard-month', x: x(day), y: 118 }, name.format(day * 86_400_000)),
      ),
    ),
  );
}
