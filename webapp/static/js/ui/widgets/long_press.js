// A button that acts when it is held, so that a stray tap by someone else does nothing.

const HOLD_MS = 1200;
/** For input that cannot hold a button (switches, screen readers): this many presses within this time. */
const PRESSES = 3;
const PRESSES_MS = 6000;

/** @param {HTMLElement} button @param {() => void} act */
export function onLongPress(button, act) {
  let timer = 0;
  /** @type {number[]} */
  let presses = [];
  const begin = () => {
    if (timer) return;
    button.dataset.holding = '';
    timer = setTimeout(act, HOLD_MS);
  };
  const end = () => {
    clearTimeout(timer);
    timer = 0;
    delete button.dataset.holding;
  };
  const isKey = (/** @type {KeyboardEvent} */ { key }) => key === 'Enter' || key === ' ';
  button.addEventListener('pointerdown', begin);
  for (const name of ['pointerup', 'pointerleave', 'pointercancel', 'blur'])
    button.addEventListener(name, end);
  button.addEventListener('keydown', (event) => {
    if (!isKey(event)) return;
    event.preventDefault();
    begin();
  });
  button.addEventListener('keyup', (event) => isKey(event) && end());
  button.addEventListener('contextmenu', (event) => event.preventDefault());
  button.addEventListener('click', ({ detail, timeStamp }) => {
    if (detail !== 0) return; // a pointer can hold the button
    presses = [...presses.filter((at) => timeStamp - at < PRESSES_MS), timeStamp];
    if (presses.length >= PRESSES) act();
  });
}
