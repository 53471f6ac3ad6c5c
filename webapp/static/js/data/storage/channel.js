// Tabs tell each other that a statement or a meeting changed. Only its id is said, never a word of it.

const NAME = 'egne-ord';
const open = () => ('BroadcastChannel' in globalThis ? new BroadcastChannel(NAME) : null);

/**
 * What tells of its own changes and hears of all others'. A channel is listener by every other one, also on its own page: so the screen hears
 * what the vault took in, and the vault what the screen saved, and neither hears itself.
 */
class Party {
  /** Made when it is first used: most pages have no vault. @type {BroadcastChannel | null | undefined} */
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

const screen = new Party();
export const vaultParty = new Party();

/** Every other page and the vault hear of it, and this screen does not. @param {string} id */
export const broadcast = (id) => screen.broadcast(id);

/** @param {(id: string) => void} listener for this screen */
export const listen = (listener) => screen.listen(listener);

/** Also those who listen on this page. @param {string} id */
export function broadcastHereToo(id) {
  const other = open();
  other?.postMessage({ changed: id });
  other?.close();
}
