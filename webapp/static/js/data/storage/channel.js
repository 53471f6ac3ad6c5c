// Tabs tell each other which statement or meeting changed: by its id, never by a word of it.

const NAME = 'egne-ord';
const open = () => ('BroadcastChannel' in globalThis ? new BroadcastChannel(NAME) : null);

/**
 * Sends its own changes and receives those of all others. A BroadcastChannel reaches every other one, also on
 * its own page. So the screen hears what the vault pulled, the vault hears what the screen saved, and neither
 * hears itself.
 */
class Peer {
  /** Opened on first use: most pages have no vault. @type {BroadcastChannel | null | undefined} */
  #channel;

  #open() {
    this.#channel ??= open();
    return this.#channel;
  }

  /** @param {string} id */
  broadcast(id) {
    this.#open()?.postMessage({ changed: id });
  }

  /** @param {(id: string) => void} listener */
  listen(listener) {
    this.#open()?.addEventListener('message', ({ data }) => {
      if (typeof data?.changed === 'string') listener(data.changed);
    });
  }
}

const screen = new Peer();
export const vaultParty = new Peer();

/** Tell every other page and the vault, but not this screen. @param {string} id */
export const broadcast = (id) => screen.broadcast(id);

/** @param {(id: string) => void} listener for this screen */
export const listen = (listener) => screen.listen(listener);

/** Tell every listener, also those on this page. @param {string} id */
export function broadcastHereToo(id) {
  const other = open();
  other?.postMessage({ changed: id });
  other?.close();
}
