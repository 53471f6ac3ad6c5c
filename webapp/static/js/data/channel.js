// Tabs tell each other that a statement or a meeting changed. Only its id is said, never a word of it.

/** @type {BroadcastChannel | null} */
const channel = 'BroadcastChannel' in globalThis ? new BroadcastChannel('egne-ord') : null;

/** @param {string} id */
export function tell(id) {
  channel?.postMessage({ changed: id });
}

/** @param {(id: string) => void} heard */
export function listen(heard) {
  channel?.addEventListener('message', ({ data }) => {
    if (typeof data?.changed === 'string') heard(data.changed);
  });
}
