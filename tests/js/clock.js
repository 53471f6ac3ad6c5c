// A clock for the app that only goes where it is told to. Imported after the phones.
import { mock } from 'node:test';

export const DAY_MS = 86_400_000;

mock.timers.enable({ apis: ['Date'], now: Date.parse('2026-11-26T09:00:00.000Z') });

/** @param {string | number} at */
export const setClock = (at) => mock.timers.setTime(typeof at === 'number' ? at : Date.parse(at));

/** The app is opened once a day at the same hour, for so many days after today. @param {number} days @param {() => Promise<unknown>} look */
export async function seenOn(days, look) {
  for (let day = 0; day < days; day += 1) {
    setClock(Date.now() + DAY_MS);
    await look();
  }
}
