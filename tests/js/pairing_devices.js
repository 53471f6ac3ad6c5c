// Two devices that pair, the server between them, and time that passes only when a device pauses.
import { ShareServer } from './share_server_model.js';
import { receiveSecret, sendSecret } from '../../webapp/static/js/data/pairing/pairing.js';

export const ORIGIN = 'https://ord.example';
export const SECRET = Uint8Array.from({ length: 16 }, (_, i) => i * 7 + 3);
/** Long enough for every request of a pairing that goes well. */
const TURN_MS = 0;

export class Pairing {
  server = new ShareServer();
  /** Every body that reached the server. */
  bodies = [];
  /** What happens to a request instead, or undefined. @type {(request: any) => [number, any] | undefined | null} */
  meddle = () => undefined;
  /** ms that the pauses of the devices add up to. */
  now = 0;

  /** A fetch; `null` from `meddle` is a lost request. */
  send = async (path, { method, headers, body }) => {
    const token = headers.Authorization?.slice('Bearer '.length);
    const request = { method, path, token, body: body && JSON.parse(body) };
    if (body) this.bodies.push(body);
    const [status, answer] = this.#answer(request);
    return new Response(answer && JSON.stringify(answer), { status });
  };

  #answer(request) {
    const instead = this.meddle(request);
    if (instead === null) throw new TypeError('the network is gone');
    return instead ?? this.server.answer(request);
  }

  surroundings(signal = new AbortController().signal) {
    const pause = async (ms) => {
      this.now += ms / 2; // two devices pause at the same time
      await new Promise((wake) => setTimeout(wake, TURN_MS)); // fixed wait: between two looks
    };
    return { signal, send: this.send, clock: () => this.now, pause };
  }

  /** A new device; `code` is what it shows, `words` what it asks about. */
  receive({ compare = async () => {}, signal } = {}) {
    const shown = Promise.withResolvers();
    const asked = Promise.withResolvers();
    const secret = receiveSecret(ORIGIN, {
      ...this.surroundings(signal),
      show: shown.resolve,
      compare: (words, list) => {
        asked.resolve({ words, list });
        return compare(words, list);
      },
    });
    secret.catch(shown.reject);
    secret.catch(asked.reject);
    for (const promise of [secret, shown.promise, asked.promise]) promise.catch(() => {});
    return { secret, code: shown.promise, words: asked.promise };
  }

  /** An old device that answers a code. */
  answer(code, { compare = async () => {}, signal, secret = async () => SECRET } = {}) {
    const asked = Promise.withResolvers();
    const events = [];
    const done = sendSecret(code, ORIGIN, {
      ...this.surroundings(signal),
      list: 'da',
      compare: (words, list) => {
        asked.resolve({ words, list });
        return compare(words, list);
      },
      secret: () => {
        events.push('read');
        return secret();
      },
      sent: () => events.push('sent'),
    });
    done.catch(asked.reject);
    for (const promise of [done, asked.promise]) promise.catch(() => {});
    return { done, words: asked.promise, events };
  }
}

/** The number of a letter by its id on the server, in the order of sending. */
export const lettersOf = (pairing) => [...pairing.server.shares.keys()];
