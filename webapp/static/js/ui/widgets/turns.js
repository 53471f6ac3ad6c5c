// Turns cards: a tap anywhere or an arrow key goes on, a swipe or the other arrow goes back.

/** A finger that moves less than this far sideways has tapped. */
const SWIPE_PX = 40;
/** A second press this soon is a trembling hand, and skips no sentence. */
const AGAIN_MS = 350;
const CONTROLS = 'a, button, summary, [role=button]';

/** 1 where text runs from left to right, else -1. */
const way = () => (getComputedStyle(document.body).direction === 'rtl' ? -1 : 1);

/**
 * Call `turn` with 1 to go on and -1 to go back. Presses on controls do not count.
 * @param {(by: number) => void} turn
 */
export function onTurns(turn) {
  /** @type {{x: number, y: number} | null} */
  let from = null;
  let turned = -AGAIN_MS;
  /** @param {number} by @param {Event} event */
  const go = (by, { timeStamp }) => {
    if (timeStamp - turned < AGAIN_MS) return;
    turned = timeStamp;
    turn(by);
  };
  const isFree = (/** @type {Event} */ { target }) => target instanceof Element && !target.closest(CONTROLS);
  document.addEventListener('pointerdown', (event) => {
    from = event.isPrimary && isFree(event) ? { x: event.clientX, y: event.clientY } : null;
  });
  document.addEventListener('pointercancel', () => (from = null));
  document.addEventListener('pointerup', (event) => {
    const [x, y] = from ? [event.clientX - from.x, event.clientY - from.y] : [0, 0];
    from = null;
    if (Math.abs(x) > SWIPE_PX && Math.abs(x) > 2 * Math.abs(y)) go(x * way() > 0 ? -1 : 1, event);
  });
  document.addEventListener('click', (event) => isFree(event) && go(1, event));
  document.addEventListener('keydown', (event) => {
    const by = { ArrowRight: way(), ArrowLeft: -way() }[event.key];
    if (by && !event.repeat) turn(by);
  });
}
