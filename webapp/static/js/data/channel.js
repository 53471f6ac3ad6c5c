// Tabs tell each other that a statement or a meeting changed. Only its id is said, never a word of it.

const NAME = 'egne-ord';
/** @type {BroadcastChannel | null} */
const channel = 'BroadcastChannel' in globalThis ? new BroadcastChannel(NAME) : null;

/** @param {string} id */
export function tell(id) {
  channel?.postMessage({ changed: id });
}

/** Also those who listen on this page: a channel is heard by every other one. @param {string} id */
export function tellHereToo(id) {
  if (!channel) return;
  const other = new BroadcastChannel(NAME);
  other.postMessage({ changed: id });
  other.close();
}

/** @param {(id: string) => void} heard */
export function listen(heard) {
  channel?.addEventListener('message', ({ data }) => {
    if (typeof data?.changed === 'string') heard(data.changed);
  });
}
