// The entry of every page but a shared link's: starts the screen that the page names.
import { background } from './background.js';
import { here } from './lazy.js';
import { openScreen } from './ui/lifecycle.js';
import { loadScreen } from './ui/lazy_screen.js';
import { start as five } from './ui/screens/five.js';
import { start as guides } from './ui/screens/guides.js';
import { start as handover } from './ui/screens/handover.js';
import { start as help } from './ui/screens/help.js';
import { start as more } from './ui/screens/more.js';
import { start } from './ui/screens/start.js';
import { start as write } from './ui/screens/write.js';

/** @typedef {import('./ui/lifecycle.js').Screen} Screen */

/**
 * The screens that a first visit may need, by the name in their shell; secondary.js has the others.
 * @type {Record<string, Screen>}
 */
const SCREENS = { start, write, five, handover, more, help, guides };
const LOADERS = {
  secondaryCode: () => here(import('./secondary.js')),
  vaultCode: () => here(import('./vault.js')),
  lockCode: () => here(import('./app_lock.js')),
};

// The worker sends the head of a screen before it knows that the app is locked.
const name = document.body.dataset.screen ?? document.documentElement.dataset.screen ?? '';
const screen = SCREENS[name] ?? loadScreen(name);
openScreen(screen, LOADERS, () => background(LOADERS));
