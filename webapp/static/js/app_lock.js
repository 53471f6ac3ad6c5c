// The app lock's code: a phone without the lock loads it only to turn it on.
export { unseal } from './ui/lock/unseal.js';
export { start as lock } from './ui/screens/lock.js';
