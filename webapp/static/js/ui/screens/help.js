// Help needs no script of its own beyond what every screen does.

/** Starts the screen. */
export function start() {}
