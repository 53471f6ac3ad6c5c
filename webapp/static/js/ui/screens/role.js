// The role card for the companion whom the person brings. It holds none of the person's words.
export { keepAwake as start } from '../widgets/wake_lock.js';
