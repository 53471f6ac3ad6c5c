// How much of a long sweep is run: random stories and merges, of which more find more.

/** A quarter, unless `RUNS` says otherwise: 1 is the whole sweep, as `bench/run stories` runs it. */
const SHARE = Number(process.env.RUNS ?? 0.25);

/** @param {number} whole how many runs the whole sweep has */
export const runsOf = (whole) => Math.ceil(whole * SHARE);
