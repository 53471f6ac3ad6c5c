// The app lock's code: a phone without the lock loads it only to turn it on.
export { lockScreen as lock } from './ui/lock/lock_screen.js';
export { unseal } from './ui/lock/unseal.js';
