// "Mine links".
import { start } from '../app.js';

start(() => {});
