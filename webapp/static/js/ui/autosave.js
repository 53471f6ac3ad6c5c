// Saving as one types: a little after the last key, never long after the first, and one save at a time.

const PAUSE_MS = 300;
/** However long someone types without a pause, no word waits longer. */
const LONGEST_WAIT_MS = 600;

/** What a draft of anything does with time; what is saved, and how, is the draft's own. */
export class Autosave {
  constructor() {
    this.timer = 0;
    this.waitingSince = 0;
    this.unsaved = false;
    /** @type {Promise<boolean>} */
    this.run = Promise.resolve(true);
  }

  /** Something was typed. */
  typed() {
    this.mark(true);
    const now = performance.now();
    this.waitingSince ||= now;
    clearTimeout(this.timer);
    const wait = Math.max(0, Math.min(PAUSE_MS, this.waitingSince + LONGEST_WAIT_MS - now));
    this.timer = setTimeout(() => void this.save(), wait);
  }

  /** Save what is on the screen. @returns {Promise<boolean>} true when all of it is kept */
  save() {
    clearTimeout(this.timer);
    this.waitingSince = 0;
    return this.next(() => this.saveNow());
  }

  /** Do `work` when what is under way has ended. @param {() => Promise<boolean>} work @returns {Promise<boolean>} */
  next(work) {
    this.run = this.run.then(work);
    return this.run;
  }

  /** Say whether something on the screen is not kept yet. @param {boolean} isUnsaved */
  mark(isUnsaved) {
    this.unsaved = isUnsaved;
  }

  /** @returns {Promise<boolean>} */
  async saveNow() {
    throw new Error('a draft says how it is saved');
  }
}
