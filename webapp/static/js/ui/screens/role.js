// The role card, for the one whom the person brings. It holds nobody's words.
import { start } from '../app.js';
import { keepAwake } from '../wake_lock.js';

start(keepAwake);
