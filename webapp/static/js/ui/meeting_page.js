// What the screens that write a meeting share: open it, save as one types, and say so.
import { TEXT_FIELDS, blankMeeting } from '../core/meeting.js';
import { mergeText } from '../core/merge_text.js';
import { listen } from '../data/channel.js';
import { newId } from '../data/identity.js';
import { getMeeting } from '../data/meetings.js';
import { one } from './dom.js';
import { saveOnLeaving } from './leaving.js';
import { MeetingDraft } from './meeting_draft.js';
import { carry, failed, idHere, say, words } from './page.js';

/** @typedef {import('../core/meeting.js').Meeting} Meeting */

/** The zone of this phone, as the calendar names it. */
const zoneHere = () => Intl.DateTimeFormat().resolvedOptions().timeZone || 'Europe/Copenhagen';

/** The meeting that the address names, or a new one. @returns {Promise<[Meeting, boolean]>} and whether it is stored */
async function meetingHere() {
  const stored = idHere() ? await getMeeting(idHere()) : undefined;
  return stored && !stored.deleted ? [stored, true] : [blankMeeting(newId(), new Date().toISOString(), zoneHere()), false];
}

/**
 * What is stored, with what was typed or tapped before it could be shown.
 * @param {Partial<Meeting>} early @param {Meeting} stored @returns {Meeting}
 */
function under(early, stored) {
  const given = Object.entries(early).flatMap(([field, value]) => (typeof value === 'string' && value ? [[field, value]] : []));
  const texts = TEXT_FIELDS.flatMap((field) => (early[field] ? [[field, mergeText('', early[field], stored[field]).text]] : []));
  const { questions = [], agreements = [] } = early;
  return {
    ...stored, ...Object.fromEntries([...given, ...texts]),
    questions: [...stored.questions, ...questions], agreements: [...stored.agreements, ...agreements],
  };
}

/**
 * @param {{read: () => Partial<Meeting>, write: (meeting: Meeting) => void, saved?: (meeting: Meeting) => void}} fields of this screen
 * @returns {Promise<MeetingDraft>}
 */
export async function writeMeeting(fields) {
  const [meeting, isStored] = await meetingHere();
  const saved = (/** @type {Meeting} */ kept) => {
    if (idHere() !== kept.id) history.replaceState(null, '', `#${kept.id}`);
    carry(kept.id);
    say(words.t('Gemt på din telefon'));
    fields.saved?.(kept);
  };
  const draft = new MeetingDraft(meeting, isStored, { ...fields, saved, failed });
  const shown = under(fields.read(), meeting); // on a slow phone one may type before the meeting is read
  fields.write(shown);
  if (JSON.stringify(shown) !== JSON.stringify(meeting)) draft.typed();
  if (isStored) carry(meeting.id);
  one('[data-form]').addEventListener('submit', (event) => event.preventDefault());
  one('[data-form]').addEventListener('input', () => draft.typed());
  listen((id) => id === draft.base.id && void draft.heard());
  saveOnLeaving({ isUnsaved: () => draft.unsaved, putDown: () => draft.putDown(), save: () => draft.save(), heard: () => draft.heard() });
  return draft;
}
