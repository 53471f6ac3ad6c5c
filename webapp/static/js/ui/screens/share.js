// "Del med én".
import { start } from '../app.js';

start(() => {});
