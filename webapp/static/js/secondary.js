// Screens that a first visit does not need: meetings, sharing, choices, writing together or without a goal,
// handouts. A phone caches them from its second visit on.
export { start as after } from './ui/screens/after.js';
export { start as bin } from './ui/screens/bin.js';
export { start as copy } from './ui/screens/copy.js';
export { start as erase } from './ui/screens/erase.js';
export { start as explore } from './ui/screens/explore.js';
export { start as install } from './ui/screens/install.js';
export { start as links } from './ui/screens/links.js';
export { start as meeting } from './ui/screens/meeting.js';
export { start as meetings } from './ui/screens/meetings.js';
export { start as print } from './ui/screens/print.js';
export { start as ready } from './ui/screens/ready.js';
export { start as rehearse } from './ui/screens/rehearse.js';
export { start as remind } from './ui/screens/remind.js';
export { start as role } from './ui/screens/role.js';
export { start as say } from './ui/screens/say.js';
export { start as settings } from './ui/screens/settings.js';
export { start as share } from './ui/screens/share.js';
export { start as sheets } from './ui/screens/sheets.js';
export { start as take } from './ui/screens/take.js';
export { start as together } from './ui/screens/together.js';
export { start as two } from './ui/screens/two.js';
export { start as vault } from './ui/screens/vault.js';
export { start as versions } from './ui/screens/versions.js';

export { emptyOldBin } from './data/documents/bin.js';
export { finishErasing } from './ui/erase/rest.js';
export { recoverDrafts } from './data/documents/recover_drafts.js';
export { fetchAnswers } from './ui/share/answers.js';
export { startShareScheduler } from './ui/share/scheduler.js';
export { stayAboveKeyboard } from './ui/widgets/above_keyboard.js';
export { saveText } from './ui/widgets/plain_download.js';
export { offerNewVersion } from './ui/new_version.js';
export { checkIn } from './ui/reminders/daily_check_in.js';
