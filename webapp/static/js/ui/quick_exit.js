// "Hurtig ud": blank at once, then what is written is saved, then a neutral page of the phone's own.
import { blank, countExit } from './elsewhere.js';
import { all } from './dom.js';

/** The quick exit waits no longer than this for a save, however slow the phone is. */
const LEAVING_MS = 500;
const PRESSES = 3;
/** From the first press of Shift to the third. */
const PRESSES_MS = 1_500;

/** @param {() => Promise<unknown>} save @returns {() => void} leaves this page: every tab does so */
export const leaver = (save) => () => {
  blank();
  const leave = () => location.replace(document.documentElement.dataset.out ?? '/ud');
  void Promise.race([save(), new Promise((wake) => setTimeout(wake, LEAVING_MS))]).then(leave, leave);
};

/** @param {() => void} leave */
export function offerQuickExit(leave) {
  const exit = () => {
    blank();
    document.title = ' ';
    countExit();
    leave();
  };
  for (const link of all('[data-way-out]')) {
    link.addEventListener('click', (event) => {
      event.preventDefault();
      exit();
    });
  }
  /** @type {number[]} */
  let shifts = [];
  document.addEventListener('keydown', ({ key, repeat, timeStamp }) => {
    if (repeat) return;
    shifts = key === 'Shift' ? [...shifts.filter((at) => timeStamp - at < PRESSES_MS), timeStamp] : [];
    if (shifts.length >= PRESSES) exit();
  });
}
