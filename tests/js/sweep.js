// How much of a long sweep runs: random stories and merges, where more runs find more faults.

/** A quarter, unless `RUNS` says otherwise; 1 is the whole sweep, as in `bench/run stories`. */
const SHARE = Number(process.env.RUNS ?? 0.25);

/** @param {number} whole runs of the whole sweep */
export const runsOf = (whole) => Math.ceil(whole * SHARE);
