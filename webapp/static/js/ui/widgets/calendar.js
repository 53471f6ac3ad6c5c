// Calendar files with a neutral title: a glance at the calendar reveals a time and nothing more.
import { instantOf } from '../../core/meeting/local_time.js';
import { calendarFile } from '../../core/meeting/calendar_file.js';
import { download } from './file.js';
import { words } from '../page.js';

/** @typedef {import('../../core/meeting/fields.js').Meeting} Meeting */

const MEETING_MINUTES = 60;

/** @param {string} uid @param {string} wall @param {string} zone @param {string[]} alarms wall times */
function save(uid, wall, zone, alarms) {
  const content = calendarFile({
    uid,
    title: words.t('En hilsen fra dig selv'),
    wall,
    zone,
    minutes: MEETING_MINUTES,
    alarms,
    stamp: new Date().toISOString(),
  });
  download(`egne-ord-${wall.slice(0, 10)}.ics`, content, 'text/calendar;charset=utf-8');
}

/**
 * Save the meeting, with its reminders as alarms.
 * @param {Meeting} meeting
 * @param {string[]} alarms wall times
 */
export const meetingFile = (meeting, alarms) => save(meeting.id, meeting.at, meeting.zone, alarms);

/**
 * Save an agreement's day, with an alarm that morning.
 * @param {Meeting} meeting
 * @param {import('../../core/meeting/fields.js').Agreement} agreement
 */
export function agreementFile(meeting, { id, when }) {
  const alarm = `${when}T09:00`;
  save(id, when, meeting.zone, instantOf(alarm, meeting.zone) ? [alarm] : []);
}
