// Saves while the person types: soon after the last key, never long after the first, and one save at a time.
import { dropDraft, openDrafts, putDraft } from '../../data/storage/drafts.js';
import { newId } from '../../data/identity.js';
import { StorageError, storageError } from '../../data/storage/storage_error.js';
import { say } from '../shell.js';

const PAUSE_MS = 300;
/** Typing without a pause delays a save no longer than this. */
const LONGEST_WAIT_MS = 600;
/** A save that takes longer is reported as failing, whatever it waits for. */
const SAVE_MS = 5_000;
/** While storage does not answer, the save is retried this often until it does. */
const RETRY_MS = 3_000;

/**
 * When a draft of any kind is saved. Each subclass decides what to save, and how.
 * @template {import('../../data/storage/drafts.js').Document} T
 */
export class Autosave {
  /**
   * @param {import('../../data/storage/drafts.js').Kind} kind @param {T} base as stored, or blank
   * @param {boolean} isStored
   * @param {(error: unknown) => void} failed
   */
  constructor(kind, base, isStored, failed) {
    this.kind = kind;
    this.base = base;
    this.isStored = isStored;
    this.failed = failed;
    this.timer = 0;
    this.firstKeyAt = 0;
    this.unsaved = false;
    /** @type {Promise<boolean>} */
    this.lastTask = Promise.resolve(true);
    /** What the save in progress is storing. @type {T | null} */
    this.sent = null;
    this.key = newId();
    this.isStashed = false;
    openDrafts().catch(() => {}); // a later save reports what is wrong
  }

  /** What the screen holds. @returns {T} */
  onScreen() {
    throw new Error('a subclass must implement onScreen');
  }

  /**
   * Whether `_sent` equals what is stored, or is blank and was never stored.
   * @param {T} _sent
   * @returns {boolean}
   */
  hasNothingToSave(_sent) {
    throw new Error('a subclass must implement hasNothingToSave');
  }

  /** Store a document. @param {T} _sent @returns {Promise<void>} */
  async store(_sent) {
    throw new Error('a subclass must implement store');
  }

  /** Called when there was nothing to save. */
  unchanged() {}

  /** Call when something was typed. */
  typed() {
    this.setUnsaved(true);
    say(''); // the last message is no longer true
    const now = performance.now();
    this.firstKeyAt ||= now;
    clearTimeout(this.timer);
    const wait = Math.max(0, Math.min(PAUSE_MS, this.firstKeyAt + LONGEST_WAIT_MS - now));
    this.timer = setTimeout(() => void this.save(), wait);
  }

  /** Save what is on the screen. @returns {Promise<boolean>} true when all of it is stored */
  save() {
    clearTimeout(this.timer);
    this.firstKeyAt = 0;
    return this.enqueue(() => this.saveNow());
  }

  /**
   * Run `work` after the work in progress.
   * @param {() => Promise<boolean>} work
   * @returns {Promise<boolean>}
   */
  enqueue(work) {
    this.lastTask = this.lastTask.then(work);
    return this.lastTask;
  }

  /** Set whether the screen holds something that is not stored yet. @param {boolean} isUnsaved */
  setUnsaved(isUnsaved) {
    this.unsaved = isUnsaved;
    if (isUnsaved || !this.isStashed) return;
    this.isStashed = false;
    // If this fails, the next page finds that the words are already stored.
    dropDraft(this.key).catch(() => {});
  }

  /** Leave unsaved words for the next page, because this page may be gone before they are saved. */
  stash() {
    const { kind, key, sent } = this;
    const mine = this.onScreen();
    if (!this.unsaved || (!sent && this.hasNothingToSave(mine))) return;
    this.isStashed = true;
    const base = this.isStored ? this.base : null;
    putDraft({ key, kind, at: new Date().toISOString(), base, sent, mine }).catch(() => {});
  }

  /** @returns {Promise<boolean>} */
  async saveNow() {
    const sent = this.onScreen();
    if (this.hasNothingToSave(sent)) {
      this.setUnsaved(false);
      this.unchanged();
      return true;
    }
    this.sent = sent;
    const watchdog = setTimeout(() => this.failed(new StorageError('silent')), SAVE_MS);
    try {
      await this.store(sent);
      return true;
    } catch (error) {
      this.setUnsaved(true);
      this.failed(error);
      if (storageError(error).code === 'silent') this.timer = setTimeout(() => void this.save(), RETRY_MS);
      return false;
    } finally {
      clearTimeout(watchdog);
      this.sent = null;
    }
  }
}

/**
 * A draft of what is typed before storage has answered what is stored. It is stashed but never saved, because
 * it is not known yet which document it belongs to.
 * @template {new (...given: any[]) => Autosave<any>} D @param {D} Kind of draft
 */
export const unread = (Kind) =>
  class extends Kind {
    typed() {
      this.setUnsaved(true);
    }

    save() {
      return Promise.resolve(!this.unsaved);
    }

    /** @override */
    enqueue() {
      return Promise.resolve(true);
    }
  };
