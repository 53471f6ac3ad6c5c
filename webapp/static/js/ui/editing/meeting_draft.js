// A meeting while it is edited: saved as the person types, merged with what other tabs and phones wrote.
import { isBlankMeeting } from '../../core/meeting/is_blank.js';
import { canonicalMeeting } from '../../core/meeting/fields.js';
import { getMeeting } from '../../data/documents/meetings.js';
import { saveMeeting } from '../../data/documents/save_meeting.js';
import { Autosave, unread } from './autosave.js';

/** @typedef {import('../../core/meeting/fields.js').Meeting} Meeting */
/** @typedef {Partial<Meeting>} Fields */

const same = (/** @type {unknown} */ a, /** @type {unknown} */ b) => JSON.stringify(a) === JSON.stringify(b);

/** A meeting being edited in this tab; the screen shows some of its fields. @extends {Autosave<Meeting>} */
export class MeetingDraft extends Autosave {
  /**
   * @param {Meeting} meeting as stored, or blank
   * @param {boolean} isStored
   * @param {{read: () => Fields, write: (meeting: Meeting) => void,
   *   saved: (meeting: Meeting) => void, failed: (error: unknown) => void}} page
   */
  constructor(meeting, isStored, page) {
    super('meeting', meeting, isStored, page.failed);
    this.page = page;
  }

  /** What the screen holds, as a meeting. @override @returns {Meeting} */
  onScreen() {
    return { ...this.base, ...this.page.read() };
  }

  /** @override @param {Meeting} sent */
  hasNothingToSave(sent) {
    return (
      same(canonicalMeeting(sent), canonicalMeeting(this.base)) || (!this.isStored && isBlankMeeting(sent))
    );
  }

  /** @override @param {Meeting} sent */
  async store(sent) {
    this.#accept(sent, await saveMeeting(this.isStored ? this.base : null, sent));
    if (!this.unsaved) this.page.saved(this.base);
  }

  /**
   * Choose between two versions of a field: the one on the screen, or the other.
   * @param {number} which @param {boolean} useOther
   */
  async choose(which, useOther) {
    await this.save();
    const other = this.base.alternatives[which];
    if (!other) return;
    const alternatives = this.base.alternatives.filter((_, i) => i !== which);
    const next = { ...this.base, alternatives, ...(useOther && { [other.field]: other.text }) };
    this.#accept(this.onScreen(), await saveMeeting(this.base, next));
    this.page.saved(this.base);
  }

  /** Merge in what another tab or the vault changed, and keep what is typed here. */
  remoteChange() {
    return this.enqueue(async () => {
      const stored = await getMeeting(this.base.id).catch(() => undefined);
      if (stored && !same(stored, this.base)) this.#accept(this.base, stored);
      return true;
    });
  }

  /**
   * Make `stored` the base, and show it merged with what was typed after `sent`. A field typed in since then
   * keeps its older base, so that the next save merges it instead of overwriting it.
   * @param {Meeting} sent @param {Meeting} stored
   */
  #accept(sent, stored) {
    const screen = this.page.read();
    /** @type {Fields} */
    const typed = {};
    /** @type {Fields} */
    const older = {};
    for (const field of /** @type {(keyof Meeting)[]} */ (Object.keys(screen))) {
      if (same(screen[field], sent[field])) continue;
      Object.assign(typed, { [field]: screen[field] });
      Object.assign(older, { [field]: sent[field] });
    }
    this.base = { ...stored, ...older };
    this.isStored = true;
    this.page.write({ ...stored, ...typed });
    this.setUnsaved(Object.keys(typed).length > 0);
  }
}

export const UnreadMeetingDraft = unread(MeetingDraft);
