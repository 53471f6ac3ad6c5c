// The entry of every page but a shared link's: starts the screen that the page names.
import { background } from './background.js';
import { here } from './lazy.js';
import { openScreen } from './ui/lifecycle.js';
import { loadScreen } from './ui/lazy_screen.js';
import { start as five } from './ui/screens/five.js';
import { start as guides } from './ui/screens/guides.js';
import { start as handover } from './ui/screens/handover.js';
import { start as help } from './ui/screens/help.js';
import { start as install } from './ui/screens/install.js';
import { start as more } from './ui/screens/more.js';
import { start as print } from './ui/screens/print.js';
import { start } from './ui/screens/start.js';
import { start as write } from './ui/screens/write.js';

/** @typedef {import('./ui/lifecycle.js').Screen} Screen */

/**
 * Every screen, by the name in its shell. A first visit may need the first of them; null: secondary.js has
 * it.
 * @type {Record<string, Screen | null>}
 */
const SCREENS = {
  start,
  write,
  five,
  handover,
  print,
  install,
  more,
  help,
  guides,
  say: null,
  meetings: null,
  meeting: null,
  remind: null,
  ready: null,
  role: null,
  rehearse: null,
  after: null,
  settings: null,
  sheets: null,
  together: null,
  explore: null,
  share: null,
  links: null,
  bin: null,
  copy: null,
  versions: null,
  vault: null,
  two: null,
};
const LOADERS = {
  secondaryCode: () => here(import('./secondary.js')),
  vaultCode: () => here(import('./vault.js')),
};

const name = document.documentElement.dataset.screen ?? '';
const screen = SCREENS[name] ?? loadScreen(name);
openScreen(screen, LOADERS, () => background(LOADERS));
