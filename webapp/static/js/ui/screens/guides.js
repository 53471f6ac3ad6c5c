// "Læs mere": opens the guide that the address names.

/** Starts the screen. */
export function start() {
  const named = document.getElementById(location.hash.slice(1));
  if (!(named instanceof HTMLDetailsElement)) return;
  named.open = true;
  named.scrollIntoView();
}
