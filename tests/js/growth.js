// Measures how much longer one piece of work takes than another, on any machine and beside other programs.
import assert from 'node:assert/strict';

/** The system clock is too coarse below this, so work is repeated until it takes this long. */
const MEASURABLE_MICROSECONDS = 10_000;
const ROUNDS_MIN = 3;
const ROUNDS_MAX = 7;

/** Processor time of this thread. Time in which other programs run does not count. */
function spent() {
  const { user, system } = process.threadCpuUsage();
  return user + system;
}

/**
 * @param {() => void} work
 * @param {number} times
 * @returns {number} microseconds of all runs together
 */
function timeOf(work, times) {
  const from = spent();
  for (let i = 0; i < times; i += 1) work();
  return spent() - from;
}

/** The best time of one piece of work, in microseconds, over all measurements so far. */
class Meter {
  #work;
  #times = 1;
  best = Infinity;

  /** Warm up the work, and find how often to repeat it for one measurement. @param {() => void} work */
  constructor(work) {
    this.#work = work;
    let took;
    while ((took = timeOf(work, this.#times)) < MEASURABLE_MICROSECONDS) this.#times *= 2;
    this.best = took / this.#times;
  }

  measure() {
    this.best = Math.min(this.best, timeOf(this.#work, this.#times) / this.#times);
  }
}

/**
 * Assert that `work` takes at most `limit` times as long as `baseline`. No time is absolute: both are
 * measured in this run, in processor time and in turns, and the best of each counts. So other programs slow
 * both or neither. A ratio below half the limit passes at once, one below the limit from the third round on.
 * After seven rounds it fails.
 *
 * For growth, `baseline` is the same work on a tenth of the text and the limit is 30: linear work takes ten
 * times as long, quadratic work a hundred times.
 * @param {number} limit
 * @param {() => void} work
 * @param {() => void} baseline
 * @param {string} about what is measured, for the failure
 */
export function assertCosts(limit, work, baseline, about) {
  const [small, large] = [new Meter(baseline), new Meter(work)];
  const ratio = () => large.best / small.best;
  for (let round = 1; ratio() > (round < ROUNDS_MIN ? limit / 2 : limit); round += 1) {
    if (round > ROUNDS_MAX) assert.fail(`${about}: ${ratio().toFixed(1)} times the baseline, above ${limit}`);
    small.measure();
    large.measure();
  }
}

/**
 * Assert that ten times the text costs at most thirty times as much.
 * @param {(text: string) => () => void} workOn prepares the work on a text; what it returns is measured
 * @param {string} unit repeated up to 5,000 and to 50,000 characters
 */
export function assertGrowsWithText(workOn, unit) {
  const workOf = (length) => workOn(unit.repeat(Math.ceil(length / unit.length)));
  assertCosts(30, workOf(50_000), workOf(5_000), `ten times ${JSON.stringify(unit)}`);
}
