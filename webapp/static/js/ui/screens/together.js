// "Skriv sammen".
import { start } from '../app.js';

start(() => {});
