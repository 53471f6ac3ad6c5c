// Tabs tell each other that a statement or a meeting changed. Only its id is said, never a word of it.

const NAME = 'egne-ord';
const open = () => ('BroadcastChannel' in globalThis ? new BroadcastChannel(NAME) : null);

/**
 * What tells of its own changes and hears of all others'. A channel is heard by every other one, also on its own page: so the screen hears
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
  tell(id) {
    this.#open()?.postMessage({ changed: id });
  }

  /** @param {(id: string) => void} heard */
  listen(heard) {
    this.#open()?.addEventListener('message', ({ data }) => {
      if (typeof data?.changed === 'string') heard(data.changed);
    });
  }
}

const screen = new Party();
export const vaultParty = new Party();

/** Every other page and the vault hear of it, and this screen does not. @param {string} id */
export const tell = (id) => screen.tell(id);

/** @param {(id: string) => void} heard for this screen */
export const listen = (heard) => screen.listen(heard);

/** Also those who listen on this page. @param {string} id */
export function tellHereToo(id) {
  const other = open();
  other?.postMessage({ changed: id });
  other?.close();
}
