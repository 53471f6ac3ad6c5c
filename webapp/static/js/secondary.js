// Screens that a first visit does not need: meetings, sharing, writing together or without a goal, handouts.
// A phone caches them from its second visit on.
import { start as after } from './ui/screens/after.js';
import { start as bin } from './ui/screens/bin.js';
import { start as copy } from './ui/screens/copy.js';
import { start as explore } from './ui/screens/explore.js';
import { start as links } from './ui/screens/links.js';
import { start as meeting } from './ui/screens/meeting.js';
import { start as meetings } from './ui/screens/meetings.js';
import { start as ready } from './ui/screens/ready.js';
import { start as rehearse } from './ui/screens/rehearse.js';
import { start as remind } from './ui/screens/remind.js';
import { start as role } from './ui/screens/role.js';
import { start as share } from './ui/screens/share.js';
import { start as sheets } from './ui/screens/sheets.js';
import { start as together } from './ui/screens/together.js';
import { start as two } from './ui/screens/two.js';
import { start as vault } from './ui/screens/vault.js';
import { start as versions } from './ui/screens/versions.js';

/** @type {Record<string, import('./ui/lifecycle.js').Screen>} */
export const SCREENS = {
  meetings,
  meeting,
  remind,
  ready,
  role,
  rehearse,
  after,
  sheets,
  together,
  explore,
  share,
  links,
  bin,
  copy,
  versions,
  vault,
  two,
};

export { recoverDrafts } from './data/documents/recover_drafts.js';
export { startShareScheduler } from './ui/share/scheduler.js';
export { checkIn } from './ui/reminders/daily_check_in.js';
