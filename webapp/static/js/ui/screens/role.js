// The role card, for the one whom the person brings. It holds nobody's words.
export { keepAwake as start } from '../widgets/wake_lock.js';
