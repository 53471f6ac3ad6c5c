// A clock that moves only when a test sets it. Import it after the phones.
import { mock } from 'node:test';

export const DAY_MS = 86_400_000;

mock.timers.enable({ apis: ['Date'], now: Date.parse('2026-11-26T09:00:00.000Z') });

/** @param {string | number} at */
export const setClock = (at) => mock.timers.setTime(typeof at === 'number' ? at : Date.parse(at));

/**
 * Open the app on `times` later days, at this hour.
 * @param {number} times
 * @param {() => Promise<unknown>} visit what the app does each time
 * @param {number} [apart] days between two visits
 */
export async function seenOn(times, visit, apart = 1) {
  for (let time = 0; time < times; time += 1) {
    setClock(Date.now() + apart * DAY_MS);
    await visit();
  }
}
