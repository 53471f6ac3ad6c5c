// "Uden mål".
import { start } from '../app.js';

start(() => {});
