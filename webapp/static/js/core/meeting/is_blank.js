// Tells whether a meeting is empty, from the table of its fields. A separate file, because every page loads
// fields.js.
import { MEETING_FIELDS } from './fields.js';

/**
 * True when the person has entered nothing.
 * @param {import('./fields.js').Meeting} meeting
 */
export const isBlankMeeting = (meeting) =>
  Object.entries(MEETING_FIELDS).every(([name, { says, merge }]) => {
    const value = meeting[/** @type {keyof typeof MEETING_FIELDS} */ (name)];
    if (!says && merge !== 'text') return true;
    return typeof value === 'string' ? !value.trim() : !(/** @type {unknown[]} */ (value).length);
  });
