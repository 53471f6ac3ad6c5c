// Saving a meeting on the phone. It has no earlier versions, so both texts stay where two tabs wrote in one
// place, as with two devices. Separate from reading, which every page does, because merging is more code.
import { mergeMeeting } from '../../core/meeting/merge.js';
import { binIn, restoreIn, saveIn } from '../storage/save_document.js';

export const saveMeeting = saveIn('meetings', mergeMeeting);
export const binMeeting = binIn('meetings');
export const restoreMeeting = restoreIn('meetings');
