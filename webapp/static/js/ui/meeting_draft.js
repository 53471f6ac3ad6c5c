// A meeting on its way to the phone's memory: saved as one types, merged with what other tabs and phones wrote.
import { isBlankMeeting, plainMeeting } from '../core/meeting.js';
import { getMeeting } from '../data/meetings.js';
import { saveMeeting } from '../data/save_meeting.js';

/** @typedef {import('../core/meeting.js').Meeting} Meeting */
/** @typedef {Partial<Meeting>} Fields */

const PAUSE_MS = 300;
/** However long someone types without a pause, no word waits longer. */
const LONGEST_WAIT_MS = 600;

const same = (/** @type {unknown} */ a, /** @type {unknown} */ b) => JSON.stringify(a) === JSON.stringify(b);

/** One meeting that is being written in this tab; the screen shows some of its fields. */
export class MeetingDraft {
  /**
   * @param {Meeting} meeting as stored, or blank @param {boolean} isStored
   * @param {{read: () => Fields, write: (meeting: Meeting) => void, saved: (meeting: Meeting) => void, failed: (error: unknown) => void}} page
   */
  constructor(meeting, isStored, page) {
    this.base = meeting;
    this.isStored = isStored;
    this.page = page;
    this.timer = 0;
    this.waitingSince = 0;
    this.unsaved = false;
    /** @type {Promise<boolean>} */
    this.run = Promise.resolve(true);
  }

  /** What the screen holds, as a meeting. @returns {Meeting} */
  onScreen() {
    return { ...this.base, ...this.page.read() };
  }

  /** Something was typed. */
  typed() {
    this.unsaved = true;
    const now = performance.now();
    this.waitingSince ||= now;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => void this.save(), Math.max(0, Math.min(PAUSE_MS, this.waitingSince + LONGEST_WAIT_MS - now)));
  }

  /** Save what is on the screen, one save at a time. @returns {Promise<boolean>} true when all of it is kept */
  save() {
    clearTimeout(this.timer);
    this.waitingSince = 0;
    this.run = this.run.then(() => this.#saveNow());
    return this.run;
  }

  async #saveNow() {
    const sent = this.onScreen();
    const isSame = same(plainMeeting(sent), plainMeeting(this.base));
    if (isSame || (!this.isStored && isBlankMeeting(sent))) {
      this.unsaved = false;
      return true;
    }
    try {
      this.#accept(sent, await saveMeeting(this.isStored ? this.base : null, sent));
      this.page.saved(this.base);
      return true;
    } catch (error) {
      this.unsaved = true;
      this.page.failed(error);
      return false;
    }
  }

  /** Decide between two versions of a field: what stands on the screen, or the other. @param {number} which @param {boolean} useOther */
  async choose(which, useOther) {
    await this.save();
    const other = this.base.alternatives[which];
    if (!other) return;
    const alternatives = this.base.alternatives.filter((_, i) => i !== which);
    const next = { ...this.base, alternatives, ...(useOther && { [other.field]: other.text }) };
    this.#accept(this.onScreen(), await saveMeeting(this.base, next));
    this.page.saved(this.base);
  }

  /** Another tab or the vault changed it: take in what is new, under what is typed here. */
  heard() {
    this.run = this.run.then(async () => {
      const stored = await getMeeting(this.base.id).catch(() => undefined);
      if (stored && stored.updated !== this.base.updated) this.#accept(this.base, stored);
      return true;
    });
    return this.run;
  }

  /**
   * Make `stored` the base, and put it on the screen below what was typed after `sent`. A field typed in since then keeps its
   * older base, so that the next save merges it instead of overwriting.
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
    this.unsaved = Object.keys(typed).length > 0;
  }
}
