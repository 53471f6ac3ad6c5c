// A note on its way to the phone's memory: saved as one types, merged with what other tabs and phones wrote.
import { canonicalExploration } from '../../core/exploration/fields.js';
import { mergeText } from '../../core/text/merge.js';
import { forgetIfEmpty, getNote, saveNote } from '../../data/documents/explorations.js';
import { Autosave } from './autosave.js';

/** @typedef {import('../../core/exploration/fields.js').Exploration} Exploration */

const same = (/** @type {Exploration} */ a, /** @type {Exploration} */ b) =>
  JSON.stringify(canonicalExploration(a)) === JSON.stringify(canonicalExploration(b));

/** One note that is being written in this tab. @extends {Autosave<Exploration>} */
export class NoteDraft extends Autosave {
  /**
   * @param {Exploration} note as stored, or blank @param {boolean} isStored
   * @param {{read: () => string, write: (text: string) => void, saved: () => void, failed: (error: unknown) => void, gone: () => void}} page
   */
  constructor(note, isStored, page) {
    super('exploration', note, isStored, page.failed);
    this.isTicked = note.in_vault;
    this.page = page;
  }

  /** What the screen holds, as a note. @override @returns {Exploration} */
  onScreen() {
    return { ...this.base, text: this.page.read(), in_vault: this.isTicked };
  }

  /** The person says whether it may be in the vault. @param {boolean} isTicked */
  tick(isTicked) {
    this.isTicked = isTicked;
    this.mark(true);
    return this.save();
  }

  /** @override @param {Exploration} sent */
  isNothingNew(sent) {
    return same(sent, this.base) || (!this.isStored && !sent.text.trim());
  }

  /** @override @param {Exploration} sent */
  async keep(sent) {
    this.#accept(sent, await saveNote(this.isStored ? this.base : null, sent));
    if (!this.unsaved) this.page.saved();
  }

  /** Another tab or the vault changed it: take in what is new, under what is typed here. */
  remoteChange() {
    return this.next(async () => {
      const stored = await getNote(this.base.id).catch(() => this.base);
      if (this.isStored && !this.unsaved && (!stored || stored.deleted)) this.page.gone();
      else if (stored && !stored.deleted && !same(stored, this.base)) this.#accept(this.base, stored);
      return true;
    });
  }

  /** The writer has left the box: an empty note is let go of. */
  left() {
    return this.isStored && !this.page.read().trim()
      ? this.save().then(() => this.next(() => this.#forget()))
      : Promise.resolve(true);
  }

  async #forget() {
    if (await forgetIfEmpty(this.base.id)) this.isStored = false;
    return true;
  }

  /**
   * Make `stored` the base, and put it on the screen below what was typed after `sent`.
   * @param {Exploration} sent @param {Exploration} stored
   */
  #accept(sent, stored) {
    const { text, clash } = mergeText(sent.text, this.page.read(), stored.text);
    if (this.isTicked === sent.in_vault) this.isTicked = stored.in_vault;
    // Not yet reconciled: the next save meets the clash itself, and keeps both.
    this.base = clash ? { ...stored, text: sent.text } : stored;
    this.isStored = true;
    this.page.write(text);
    this.mark(text !== stored.text || this.isTicked !== stored.in_vault);
  }
}
