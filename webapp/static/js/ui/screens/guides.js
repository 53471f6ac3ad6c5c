// "Læs mere": opens the page that the address names.
import { start } from '../app.js';

start(() => {
  const named = document.getElementById(location.hash.slice(1));
  if (!(named instanceof HTMLDetailsElement)) return;
  named.open = true;
  named.scrollIntoView();
});
