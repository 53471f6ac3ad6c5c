// Links that are out: what this phone keeps of each, to show it, withdraw it and read what came back.

/**
 * `waiting`: made here, not on the server yet; `withdrawing`: to be taken back as soon as there is a network; `over`: no more.
 * @typedef {'waiting'|'live'|'withdrawing'|'over'} ShareState
 */
/** What somebody answered; `sealed` tells two of them apart. Times are ISO 8601 in UTC. @typedef {{sealed: string, text: string, at: string}} Note */
/**
 * One link. `token` as base64url, `expires_in` in seconds, `expires` and `made` ISO 8601 in UTC. What opens the link (`key`, `token`,
 * `sealed`, `notes_key`) is wiped when it is over; the notes stay until the person lets go of the row.
 * @typedef {{
 *   id: string, name: string, made: string, expires_in: number, expires: string | null, state: ShareState,
 *   over: 'expired'|'withdrawn'|'refused'|null, wait: 'offline'|'later'|null,
 *   key: Uint8Array<ArrayBuffer> | null, token: string, sealed: string, notes_key: JsonWebKey | null, notes_to: string | null,
 *   notes: Note[], unreadable: number
 * }} Share
 */

export {};
