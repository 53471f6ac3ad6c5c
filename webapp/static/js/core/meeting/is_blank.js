// Whether a meeting holds anything yet, told by the table of its fields. Apart from it, which every page fetches.
import { MEETING_FIELDS } from './fields.js';

/** True when the person has put nothing in. @param {import('./fields.js').Meeting} meeting */
export const isBlankMeeting = (meeting) =>
  Object.entries(MEETING_FIELDS).every(([name, { says, merge }]) => {
    const value = meeting[/** @type {keyof typeof MEETING_FIELDS} */ (name)];
    if (!says && merge !== 'text') return true;
    return typeof value === 'string' ? !value.trim() : !(/** @type {unknown[]} */ (value).length);
  });
