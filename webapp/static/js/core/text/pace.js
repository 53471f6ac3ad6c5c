// How long it takes to read words aloud.

/** Words a minute: the default, and the range a person can choose from. */
export const PACE_DEFAULT = 110;
export const PACE_MIN = 90;
export const PACE_MAX = 150;

const LEARNED_MIN = 60;
const LEARNED_MAX = 200;
/** A shorter reading gives no reliable pace. */
const TRUSTED_WORDS = 20;
const TRUSTED_SECONDS = 5;

/** Whole seconds. @param {number} words @param {number} [pace] words a minute */
export function secondsFor(words, pace = PACE_DEFAULT) {
  return Math.round((words * 60) / (pace > 0 ? pace : PACE_DEFAULT));
}

/**
 * The pace of one reading aloud, or null when too little was read.
 * @param {number} words @param {number} seconds
 * @returns {number | null}
 */
export function learnPace(words, seconds) {
  if (!(words >= TRUSTED_WORDS && seconds >= TRUSTED_SECONDS)) return null;
  return Math.min(LEARNED_MAX, Math.max(LEARNED_MIN, Math.round((words * 60) / seconds)));
}

/**
 * A time as people say it: "ca. 40 sekunder", "ca. 1½ minut". Rounded to 5 seconds below a minute, to half
 * minutes above.
 * @param {number} seconds
 * @returns {{value: number, unit: 'seconds' | 'minutes', half: boolean}}
 */
export function roundedTime(seconds) {
  const fives = seconds > 0 ? Math.max(5, Math.round(seconds / 5) * 5) : 0;
  if (fives < 60) return { value: fives, unit: 'seconds', half: false };
  const halves = Math.round(seconds / 30);
  return { value: Math.floor(halves / 2), unit: 'minutes', half: halves % 2 === 1 };
}
