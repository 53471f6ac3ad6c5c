// Saving as one types: a little after the last key, never long after the first, and one save at a time.
import { dropDraft, openDrafts, putDraft } from '../../data/storage/drafts.js';
import { newId } from '../../data/identity.js';
import { StorageError, storageError } from '../../data/storage/storage_error.js';
import { say } from '../shell.js';

const PAUSE_MS = 300;
/** However long someone types without a pause, no word waits longer. */
const LONGEST_WAIT_MS = 600;
/** A save that takes longer is in trouble, whatever it waits for. */
const SAVE_MS = 5_000;
/** Where the phone's memory did not answer, one tries by oneself until it does. */
const AGAIN_MS = 3_000;

/**
 * What a draft of anything does with time; what is saved, and how, is the draft's own.
 * @template {import('../../data/storage/drafts.js').Document} T
 */
export class Autosave {
  /**
   * @param {import('../../data/storage/drafts.js').Kind} kind @param {T} base as stored, or blank @param {boolean} isStored
   * @param {(error: unknown) => void} failed
   */
  constructor(kind, base, isStored, failed) {
    this.kind = kind;
    this.base = base;
    this.isStored = isStored;
    this.failed = failed;
    this.timer = 0;
    this.waitingSince = 0;
    this.unsaved = false;
    /** @type {Promise<boolean>} */
    this.run = Promise.resolve(true);
    /** Under way to be kept. @type {T | null} */
    this.sent = null;
    this.key = newId();
    this.isPutDown = false;
    openDrafts().catch(() => {}); // the save says what is wrong
  }

  /** What the screen holds. @returns {T} */
  onScreen() {
    throw new Error('a draft says what it holds');
  }

  /** Whether it says what is kept, or nothing at all. @param {T} _sent @returns {boolean} */
  isNothingNew(_sent) {
    throw new Error('a draft says what is new');
  }

  /** @param {T} _sent @returns {Promise<void>} */
  async keep(_sent) {
    throw new Error('a draft says how it is kept');
  }

  /** There was nothing to keep. */
  stands() {}

  /** Something was typed. */
  typed() {
    this.mark(true);
    say(''); // what was said of it no longer holds
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
    if (isUnsaved || !this.isPutDown) return;
    this.isPutDown = false;
    dropDraft(this.key).catch(() => {}); // then the next page finds that it is kept
  }

  /** The page may be gone before this is saved: put it down for the next one. */
  stash() {
    const { kind, key, sent } = this;
    const mine = this.onScreen();
    if (!this.unsaved || (!sent && this.isNothingNew(mine))) return;
    this.isPutDown = true;
    const base = this.isStored ? this.base : null;
    putDraft({ key, kind, at: new Date().toISOString(), base, sent, mine }).catch(() => {});
  }

  /** @returns {Promise<boolean>} */
  async saveNow() {
    const sent = this.onScreen();
    if (this.isNothingNew(sent)) {
      this.mark(false);
      this.stands();
      return true;
    }
    this.sent = sent;
    const watch = setTimeout(() => this.failed(new StorageError('silent')), SAVE_MS);
    try {
      await this.keep(sent);
      return true;
    } catch (error) {
      this.mark(true);
      this.failed(error);
      if (storageError(error).code === 'silent') this.timer = setTimeout(() => void this.save(), AGAIN_MS);
      return false;
    } finally {
      clearTimeout(watch);
      this.sent = null;
    }
  }
}

/**
 * A draft of what is typed while the phone's memory has not said yet what is here. It is not saved, since nobody knows what it
 * belongs to; it is put down.
 * @template {new (...given: any[]) => Autosave<any>} D @param {D} Kind of draft
 */
export const unread = (Kind) =>
  class extends Kind {
    typed() {
      this.mark(true);
    }

    save() {
      return Promise.resolve(!this.unsaved);
    }

    /** @override */
    next() {
      return Promise.resolve(true);
    }
  };
