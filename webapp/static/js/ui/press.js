// Runs what a press asks for: its message stands beside what was pressed, and the focus goes on to what comes
// next.

/** Screen readers announce a text that comes this long after its line. */
const FILL_MS = 100;
const CONTROLS = 'a[href], button:enabled, summary';

/** What started the acts in progress, the newest last. @type {HTMLElement[]} */
const pressed = [];
/** What the message stands beside. @type {HTMLElement | null} */
let anchor = null;
/** The message of the last press. @type {HTMLElement | null} */
let line = null;
/** @type {Promise<unknown>} */
let filling = Promise.resolve();

const main = () => /** @type {HTMLElement} */ (document.querySelector('main'));
const controls = () => /** @type {HTMLElement[]} */ ([...document.querySelectorAll(CONTROLS)]);
const isSeen = (/** @type {Element | null} */ element) => element?.getClientRects().length;
const nameOf = (/** @type {HTMLElement} */ { dataset }) => dataset.key ?? JSON.stringify(dataset);

/** A control, or the same one after its place was drawn again. @param {HTMLElement} control */
const drawnNow = (control) =>
  isSeen(control)
    ? control
    : /** @type {HTMLElement[]} */ ([...document.querySelectorAll('[data-key], [data-act]')]).find(
        (other) => nameOf(other) === nameOf(control) && isSeen(other),
      );

/** The row of a control: a message can follow it. @param {Element} control */
function rowOf(control) {
  let row = control.closest('p, label') ?? control;
  for (let outer = row.parentElement; outer?.matches('main *'); outer = row.parentElement) {
    if (!outer.matches('ul, ol') && /^(block|list)/.test(getComputedStyle(outer).display)) break;
    row = outer;
  }
  return row;
}

/** Stand the message beside its control or, when that is gone, at the lower edge of the screen. */
function stand() {
  const near = (anchor && drawnNow(anchor)) ?? document.activeElement?.closest('main *');
  if (!line || (near && line.contains(near))) return;
  line.classList.toggle('in-sight', !near);
  if (near) rowOf(near).after(line);
  else main().append(line);
}

function newLine() {
  const made = document.createElement('p');
  made.className = 'status said';
  made.id = 'said';
  made.setAttribute('role', 'status');
  return made;
}

/** Take the message away. */
export const unsay = () => line?.remove();

/**
 * Say something beside what was pressed.
 * @param {(line: HTMLElement) => void} fill puts the message into its line
 * @returns {boolean} false when no act is in progress
 */
export function sayBeside(fill) {
  const newest = pressed.at(-1);
  if (!newest) return false;
  anchor = newest;
  const here = (line ??= newLine());
  stand();
  filling = new Promise((done) => {
    setTimeout(() => {
      here.replaceChildren(); // so that the same message is announced again
      fill(here);
      here.scrollIntoView({ block: 'nearest' });
      done(null);
    }, FILL_MS);
  });
  return true;
}

/**
 * Before a place is drawn again.
 * @param {Element} place
 * @returns {() => void} call after: keeps the message that stood there, and the focus
 */
export function hold(place) {
  const active = /** @type {HTMLElement | null} */ (document.activeElement);
  const hadFocus = place.contains(active);
  const hadLine = place.contains(line);
  return () => {
    if (hadLine) stand();
    if (active && hadFocus) drawnNow(active)?.focus();
  };
}

/**
 * An act begins.
 * @param {HTMLElement} element what was pressed
 * @returns {(next: unknown) => Promise<void>} call when the act has ended, with what comes next if that is known
 */
export function begin(element) {
  const at = controls().indexOf(element);
  const hadFocus = element === document.activeElement;
  pressed.push(element);
  return async (next) => {
    pressed.splice(pressed.indexOf(element), 1);
    await filling;
    const { activeElement, body } = document;
    if (!hadFocus || (activeElement !== body && isSeen(activeElement))) return;
    const following =
      /** @type {HTMLElement | null | undefined} */ (line?.querySelector(CONTROLS)) ??
      controls().slice(at).find(isSeen);
    (next instanceof HTMLElement ? next : (drawnNow(element) ?? following ?? main())).focus();
  };
}

/**
 * @param {HTMLElement} element what was pressed
 * @param {(element: HTMLElement) => unknown} act what it does; may return the element that comes next
 * @param {(error: unknown) => unknown} failed
 */
export async function press(element, act, failed) {
  const end = begin(element);
  await end(
    await Promise.resolve()
      .then(() => act(element))
      .catch(failed),
  );
}
