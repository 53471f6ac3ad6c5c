// What the screens that write a meeting share: open it, save as one types, and say so.
import { TEXT_FIELDS, blankMeeting } from '../../core/meeting/fields.js';
import { mergeText } from '../../core/text/merge.js';
import { isSilent, whenSilent } from '../../data/storage/time_limit.js';
import { listen } from '../../data/storage/channel.js';
import { newId } from '../../data/identity.js';
import { getMeeting } from '../../data/documents/meetings.js';
import { StorageError } from '../../data/storage/storage_error.js';
import { one } from '../dom.js';
import { saveOnUnload } from './unload.js';
import { MeetingDraft, UnreadMeetingDraft } from './meeting_draft.js';
import { carry, failed, idHere, sayWhileWriting, words } from '../page.js';

/** @typedef {import('../../core/meeting/fields.js').Meeting} Meeting */

/** The zone of this phone, as the calendar names it. */
const zoneHere = () => Intl.DateTimeFormat().resolvedOptions().timeZone || 'Europe/Copenhagen';

/** The meeting that the address names, or a new one. @param {Meeting} blank @returns {Promise<[Meeting, boolean]>} and whether it is stored */
async function meetingHere(blank) {
  const stored = idHere() ? await getMeeting(idHere()) : undefined;
  return stored && !stored.deleted ? [stored, true] : [blank, false];
}

/**
 * What is stored, with what was typed or tapped before it could be shown.
 * @param {Partial<Meeting>} early @param {Meeting} stored @returns {Meeting}
 */
function under(early, stored) {
  const given = Object.entries(early).flatMap(([field, value]) =>
    typeof value === 'string' && value ? [[field, value]] : [],
  );
  const texts = TEXT_FIELDS.flatMap((field) =>
    early[field] ? [[field, mergeText('', early[field], stored[field]).text]] : [],
  );
  const { questions = [], agreements = [] } = early;
  return {
    ...stored,
    ...Object.fromEntries([...given, ...texts]),
    questions: [...stored.questions, ...questions],
    agreements: [...stored.agreements, ...agreements],
  };
}

/** What is typed is heard from the first moment, before the meeting is read. @param {() => MeetingDraft} now */
function listenToBoxes(now) {
  const form = one('[data-form]');
  const tell = () => isSilent() && now().unsaved && failed(new StorageError('failed'));
  whenSilent(tell);
  form.addEventListener('submit', (event) => event.preventDefault());
  form.addEventListener('input', () => {
    now().typed();
    tell();
  });
  saveOnUnload({
    isUnsaved: () => now().unsaved,
    stash: () => now().stash(),
    save: () => now().save(),
    remoteChange: () => now().remoteChange(),
    hasSaveError: isSilent,
  });
}

/**
 * @param {{read: () => Partial<Meeting>, write: (meeting: Meeting) => void, saved?: (meeting: Meeting) => void}} fields of this screen
 * @param {Promise<unknown>} [ready] what the boxes need before anything is written into them
 * @returns {Promise<MeetingDraft>}
 */
export async function writeMeeting(fields, ready) {
  const saved = (/** @type {Meeting} */ kept) => {
    if (idHere() !== kept.id) history.replaceState(null, '', `#${kept.id}`);
    carry(kept.id);
    sayWhileWriting(words.t('Gemt på din telefon'));
    fields.saved?.(kept);
  };
  const screen = { ...fields, saved, failed };
  const blank = blankMeeting(newId(), new Date().toISOString(), zoneHere());
  const unread = new UnreadMeetingDraft(blank, false, screen);
  /** @type {MeetingDraft} */
  let draft = unread;
  listenToBoxes(() => draft);
  if (!unread.isNothingNew(unread.onScreen())) unread.typed();
  const [[meeting, isStored]] = await Promise.all([meetingHere(blank), ready]);
  unread.mark(false); // what was typed goes on in the draft that saves it
  draft = new MeetingDraft(meeting, isStored, screen);
  const shown = under(fields.read(), meeting);
  fields.write(shown);
  if (JSON.stringify(shown) !== JSON.stringify(meeting)) draft.typed();
  if (isStored) carry(meeting.id);
  listen((id) => id === draft.base.id && void draft.remoteChange());
  return draft;
}
