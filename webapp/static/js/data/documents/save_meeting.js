// Keeping a meeting on the phone. There are no earlier versions of one, so what two tabs wrote in the same place both stays, as with
// two devices. Apart from reading meetings, which every page does: merging is more code.
import { mergeMeeting } from '../../core/meeting/merge.js';
import { binnedIn, restoredIn, savedIn } from '../storage/save_document.js';

export const saveMeeting = savedIn('meetings', mergeMeeting);
export const binMeeting = binnedIn('meetings');
export const restoreMeeting = restoredIn('meetings');
