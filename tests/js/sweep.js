// How much of a long sweep runs: random stories and merges, where more runs find more faults.

/** 1 is the whole sweep, as in `bench/run stories`. */
const SHARE = process.env.RUNS ? Number(process.env.RUNS) : null;

/**
 * @param {number} whole runs of the whole sweep
 * @param {number} [inTests] runs in `bin/test`
 */
export const runsOf = (whole, inTests = whole / 4) => Math.ceil(SHARE === null ? inTests : whole * SHARE);
