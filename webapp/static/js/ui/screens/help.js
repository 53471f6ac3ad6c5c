// Help needs no script of its own beyond what every screen does.
import { start } from '../app.js';

start(() => {});
