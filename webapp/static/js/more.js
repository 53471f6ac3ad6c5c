// The screens of meetings, of sharing, of writing together and without a goal, and the sheets to hand out: a first visit does not need them.
// A phone keeps them from its second visit on.

/** @type {Record<string, () => Promise<unknown>>} */
const SCREENS = {
  meetings: () => import('./ui/screens/meetings.js'),
  meeting: () => import('./ui/screens/meeting.js'),
  remind: () => import('./ui/screens/remind.js'),
  ready: () => import('./ui/screens/ready.js'),
  role: () => import('./ui/screens/role.js'),
  rehearse: () => import('./ui/screens/rehearse.js'),
  after: () => import('./ui/screens/after.js'),
  sheets: () => import('./ui/screens/sheets.js'),
  together: () => import('./ui/screens/together.js'),
  explore: () => import('./ui/screens/explore.js'),
  share: () => import('./ui/screens/share.js'),
  links: () => import('./ui/screens/links.js'),
  bin: () => import('./ui/screens/bin.js'),
  copy: () => import('./ui/screens/copy.js'),
  versions: () => import('./ui/screens/versions.js'),
  vault: () => import('./ui/screens/vault.js'),
  two: () => import('./ui/screens/two.js'),
};

/** @param {string} screen its name */
export const open = (screen) => SCREENS[screen]?.();

export { recoverDrafts } from './data/recover_drafts.js';
export { keepSharesInStep } from './ui/share/keep_in_step.js';
export { reminders } from './ui/reminders_seen.js';
