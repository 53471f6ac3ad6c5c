// A clock for the app that only goes where it is told to. Imported after the phones.
import { mock } from 'node:test';

export const DAY_MS = 86_400_000;

mock.timers.enable({ apis: ['Date'], now: Date.parse('2026-11-26T09:00:00.000Z') });

/** @param {string | number} at */
export const setClock = (at) => mock.timers.setTime(typeof at === 'number' ? at : Date.parse(at));

/**
 * The app is opened so many times after today, at the same hour, each day or with some days between.
 * @param {number} times @param {() => Promise<unknown>} look @param {number} [apart] in days
 */
export async function seenOn(times, look, apart = 1) {
  for (let time = 0; time < times; time += 1) {
    setClock(Date.now() + apart * DAY_MS);
    await look();
  }
}
