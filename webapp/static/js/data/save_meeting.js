// Keeping a meeting on the phone. There are no earlier versions of one, so what two tabs wrote in the same place both stays, as with
// two devices. Apart from reading meetings, which every page does: merging is more code.
import { mergeMeeting } from '../core/merge_meeting.js';
import { binnedIn, restoredIn, savedIn } from './documents.js';

export const saveMeeting = savedIn('meetings', mergeMeeting);
export const binMeeting = binnedIn('meetings');
export const restoreMeeting = restoredIn('meetings');
