// What the screens that edit a meeting share: open it, save while the person types, and say so.
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
import { carryId, failed, idHere, sayWhileWriting, words } from '../page.js';

/** @typedef {import('../../core/meeting/fields.js').Meeting} Meeting */

/** The IANA time zone of this phone. */
const zoneHere = () => Intl.DateTimeFormat().resolvedOptions().timeZone || 'Europe/Copenhagen';

/**
 * The meeting that the address names, or a new one.
 * @param {Meeting} blank @returns {Promise<[Meeting, boolean]>} and whether it is stored
 */
async function meetingHere(blank) {
  const stored = idHere() ? await getMeeting(idHere()) : undefined;
  return stored && !stored.deleted ? [stored, true] : [blank, false];
}

/**
 * The stored meeting, merged with what was typed or chosen before it could be shown.
 * @param {Partial<Meeting>} early @param {Meeting} stored @returns {Meeting}
 */
function mergeEarly(early, stored) {
  const choices = Object.entries(early).flatMap(([field, value]) =>
    typeof value === 'string' && value ? [[field, value]] : [],
  );
  const texts = TEXT_FIELDS.flatMap((field) =>
    early[field] ? [[field, mergeText('', early[field], stored[field]).text]] : [],
  );
  const { questions = [], agreements = [] } = early;
  return {
    ...stored,
    ...Object.fromEntries([...choices, ...texts]),
    questions: [...stored.questions, ...questions],
    agreements: [...stored.agreements, ...agreements],
  };
}

/**
 * Handle typing from the first moment, before the meeting has been read.
 * @param {() => MeetingDraft} currentDraft
 */
function handleTyping(currentDraft) {
  const form = one('[data-form]');
  const reportSilence = () => isSilent() && currentDraft().unsaved && failed(new StorageError('failed'));
  whenSilent(reportSilence);
  form.addEventListener('submit', (event) => event.preventDefault());
  form.addEventListener('input', () => {
    currentDraft().typed();
    reportSilence();
  });
  saveOnUnload({
    isUnsaved: () => currentDraft().unsaved,
    stash: () => currentDraft().stash(),
    save: () => currentDraft().save(),
    remoteChange: () => currentDraft().remoteChange(),
    hasSaveError: isSilent,
  });
}

/**
 * Open the meeting on this screen, and save it while it is edited.
 * @param {{read: () => Partial<Meeting>, write: (meeting: Meeting) => void,
 *   saved?: (meeting: Meeting) => void}} fields of this screen
 * @param {Promise<unknown>} [ready] resolves when the boxes can be filled
 * @returns {Promise<MeetingDraft>}
 */
export async function writeMeeting(fields, ready) {
  const saved = (/** @type {Meeting} */ kept) => {
    if (idHere() !== kept.id) history.replaceState(history.state, '', `#${kept.id}`);
    carryId(kept.id);
    sayWhileWriting(words.t('Gemt på din telefon'));
    fields.saved?.(kept);
  };
  const screen = { ...fields, saved, failed };
  const blank = blankMeeting(newId(), new Date().toISOString(), zoneHere());
  const unread = new UnreadMeetingDraft(blank, false, screen);
  /** @type {MeetingDraft} */
  let draft = unread;
  handleTyping(() => draft);
  if (!unread.hasNothingToSave(unread.onScreen())) unread.typed();
  const [[meeting, isStored]] = await Promise.all([meetingHere(blank), ready]);
  unread.setUnsaved(false); // the draft below takes over what was typed
  draft = new MeetingDraft(meeting, isStored, screen);
  const shown = mergeEarly(fields.read(), meeting);
  fields.write(shown);
  if (JSON.stringify(shown) !== JSON.stringify(meeting)) draft.typed();
  if (isStored) carryId(meeting.id);
  listen((id) => id === draft.base.id && void draft.remoteChange());
  return draft;
}
