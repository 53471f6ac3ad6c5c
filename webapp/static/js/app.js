// The one script of every page: starts the screen that the page says it is.
import { startMore } from './ui/more_screen.js';

/** @type {Record<string, () => Promise<unknown>>} */
const SCREENS = {
  start: () => import('./ui/screens/start.js'),
  write: () => import('./ui/screens/write.js'),
  five: () => import('./ui/screens/five.js'),
  handover: () => import('./ui/screens/handover.js'),
  print: () => import('./ui/screens/print.js'),
  settings: () => import('./ui/screens/settings.js'),
  install: () => import('./ui/screens/install.js'),
  help: () => import('./ui/screens/help.js'),
  guides: () => import('./ui/screens/guides.js'),
};

const screen = document.documentElement.dataset.screen ?? '';
void (SCREENS[screen]?.() ?? startMore(screen));
