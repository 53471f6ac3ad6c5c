// The letters of one pairing, through the server's shares: sends them, waits for the other device's, and
// removes them at the end (docs/protocol-pairing.md).
import { ApiError } from '../http/api_client.js';
import { SealedError } from '../sealing/sealed_body.js';
import { toBase64url } from '../sealing/base64url.js';
import { readerApi, shareApi } from '../share/api.js';
import { openShare, sealShare } from '../share/sealed_share.js';
import { letterId, letterKey } from './pair_keys.js';
import { PairingError } from './pairing_error.js';

/** @typedef {Uint8Array<ArrayBuffer>} Bytes */
/**
 * What a pairing needs of its surroundings. `clock` and `pause` are in ms; `isSlow` hears whether the network
 * or the server keeps it waiting; `signal` ends the pairing.
 * @typedef {{
 *   signal: AbortSignal, isSlow?: (slow: boolean) => void, send?: typeof fetch, clock?: () => number,
 *   pause?: (ms: number) => Promise<unknown>
 * }} Surroundings
 */

/** @type {{HERE: 0, ANSWER: 1, REVEAL: 2, SECRET: 3}} */
export const LETTER = { HERE: 0, ANSWER: 1, REVEAL: 2, SECRET: 3 };
/** A pairing ends after this long. */
export const LIFE_MS = 10 * 60_000;
/** The shortest that a server keeps a share; a device removes its letters long before. */
const EXPIRES_SECONDS = 3_600;
const FIRST_MS = 1_000;
const SLOWER = 1.15;
const PAUSE_MAX_MS = 4_000;
/** However long a server asks to wait. */
const RETRY_MAX_MS = 60_000;
const TOKEN_BYTES = 32;
/** Errors that may pass by themselves. */
const PASSING = new Set(['offline', 'later', 'bad-answer', 'no-room']);

const rest = (/** @type {number} */ ms) => new Promise((wake) => setTimeout(wake, ms));
const now = () => performance.now();

/** @param {unknown} error @returns {unknown} what ends the pairing */
function endOf(error) {
  if (error instanceof SealedError || error instanceof SyntaxError) return new PairingError('changed');
  if (!(error instanceof ApiError)) return error;
  return new PairingError(error.code === 'unauthorized' ? 'used' : 'failed');
}

/** The letters of one pairing, for one of its two devices. */
export class Letters {
  #seed;
  #signal;
  #isSlow;
  #send;
  #clock;
  #pause;
  #end;
  #isClosed = false;
  /** Wakes whoever waits when this device ends the pairing. */
  #ended;
  #token = toBase64url(crypto.getRandomValues(new Uint8Array(TOKEN_BYTES)));
  /** Ids of what this device sent. @type {string[]} */
  #sent = [];

  /** @param {Bytes} seed @param {Surroundings} surroundings */
  constructor(seed, { signal, isSlow = () => {}, send = fetch, clock = now, pause = rest }) {
    this.#seed = seed;
    this.#signal = signal;
    this.#isSlow = isSlow;
    this.#send = (/** @type {[any, any]} */ ...call) => send(...call);
    this.#clock = clock;
    this.#pause = pause;
    this.#end = clock() + LIFE_MS;
    this.#ended = new Promise((wake) => signal.addEventListener('abort', wake, { once: true }));
  }

  /**
   * Try until there is a result, at most to the end of this pairing.
   * @template Found @param {() => Promise<Found | undefined>} attempt @returns {Promise<Found>}
   * @throws {PairingError}
   */
  async #until(attempt) {
    for (let ms = FIRST_MS; this.#clock() < this.#end; ms = Math.min(ms * SLOWER, PAUSE_MAX_MS)) {
      let least = 0;
      try {
        this.#check();
        const found = await attempt();
        this.#check();
        this.#isSlow(false);
        if (found !== undefined) return found;
      } catch (error) {
        if (!(error instanceof ApiError && PASSING.has(error.code))) throw endOf(error);
        this.#isSlow(true);
        least = Math.min(error.retryAfter * 1000, RETRY_MAX_MS);
      }
      await Promise.race([this.#pause(Math.max(ms, least)), this.#ended]);
    }
    throw new PairingError('silent');
  }

  #check() {
    if (this.#isClosed || this.#signal.aborted) throw new PairingError('ended');
  }

  /** @param {number} letter @returns {Promise<string | undefined>} sealed; undefined while it is not there */
  async #look(letter) {
    const api = readerApi(await letterId(this.#seed, letter), this.#send);
    const found = await api.look().catch((error) => {
      if (error instanceof ApiError && error.code === 'gone') return undefined;
      throw error;
    });
    return found?.sealed;
  }

  /** @param {number} letter @returns {Promise<boolean>} */
  isThere = (letter) => this.#until(async () => (await this.#look(letter)) !== undefined);

  /** Wait until the other device has removed a letter. @param {number} letter @returns {Promise<boolean>} */
  gone = (letter) => this.#until(async () => ((await this.#look(letter)) === undefined ? true : undefined));

  /**
   * @param {number} letter @param {object} document @param {Bytes} [key] of letter 3 @returns {Promise<void>}
   * @throws {PairingError} `used` if somebody else has sent this letter
   */
  async post(letter, document, key) {
    const id = await letterId(this.#seed, letter);
    const sealed = await sealShare(
      id,
      key ?? (await letterKey(this.#seed, letter)),
      JSON.stringify(document),
    );
    this.#sent.push(id);
    await this.#until(() => shareApi({ id, token: this.#token }, this.#send).make(sealed, EXPIRES_SECONDS));
  }

  /**
   * Wait for a letter of the other device.
   * @param {number} letter @param {Bytes} [key] of letter 3 @returns {Promise<any>} its document
   * @throws {PairingError} `stopped` if the other device has removed its letter before
   */
  async take(letter, key) {
    const before = letter - 2;
    const sealed = await this.#until(async () => {
      const found = await this.#look(letter);
      if (!found && before >= 0 && !(await this.#look(before))) throw new PairingError('stopped');
      return found;
    });
    const id = await letterId(this.#seed, letter);
    try {
      return JSON.parse(await openShare(id, key ?? (await letterKey(this.#seed, letter)), sealed));
    } catch (error) {
      throw endOf(error);
    }
  }

  /** End, and remove what this device sent; what cannot be removed now, the server removes at its end. */
  async close() {
    this.#isClosed = true;
    const removed = this.#sent.map((id) => shareApi({ id, token: this.#token }, this.#send).remove());
    await Promise.allSettled(removed);
  }
}
