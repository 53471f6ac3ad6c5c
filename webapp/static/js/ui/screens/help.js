// The help screen needs no script beyond what every screen runs.

/** Starts the screen. */
export function start() {}
