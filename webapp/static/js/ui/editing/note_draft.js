// A note while it is edited: saved as the person types, merged with what other tabs and phones wrote.
import { canonicalExploration } from '../../core/exploration/fields.js';
import { mergeText } from '../../core/text/merge.js';
import { forgetIfEmpty, getNote, saveNote } from '../../data/documents/explorations.js';
import { Autosave } from './autosave.js';

/** @typedef {import('../../core/exploration/fields.js').Exploration} Exploration */

const same = (/** @type {Exploration} */ a, /** @type {Exploration} */ b) =>
  JSON.stringify(canonicalExploration(a)) === JSON.stringify(canonicalExploration(b));

/** A note being edited in this tab. @extends {Autosave<Exploration>} */
export class NoteDraft extends Autosave {
  /**
   * @param {Exploration} note as stored, or blank
   * @param {boolean} isStored
   * @param {{read: () => string, write: (text: string) => void, saved: () => void,
   *   failed: (error: unknown) => void, gone: () => void}} page
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

  /** Set whether the note goes into the vault, as the person chose. @param {boolean} isTicked */
  tick(isTicked) {
    this.isTicked = isTicked;
    this.setUnsaved(true);
    return this.save();
  }

  /** @override @param {Exploration} sent */
  hasNothingToSave(sent) {
    return same(sent, this.base) || (!this.isStored && !sent.text.trim());
  }

  /** @override @param {Exploration} sent */
  async store(sent) {
    this.#accept(sent, await saveNote(this.isStored ? this.base : null, sent));
    if (!this.unsaved) this.page.saved();
  }

  /** Merge in what another tab or the vault changed, and keep what is typed here. */
  remoteChange() {
    return this.enqueue(async () => {
      const stored = await getNote(this.base.id).catch(() => this.base);
      if (this.isStored && !this.unsaved && (!stored || stored.deleted)) this.page.gone();
      else if (stored && !stored.deleted && !same(stored, this.base)) this.#accept(this.base, stored);
      return true;
    });
  }

  /** Call when the focus leaves the box: an empty note is deleted. */
  left() {
    return this.isStored && !this.page.read().trim()
      ? this.save().then(() => this.enqueue(() => this.#forget()))
      : Promise.resolve(true);
  }

  async #forget() {
    if (await forgetIfEmpty(this.base.id)) this.isStored = false;
    return true;
  }

  /**
   * Make `stored` the base, and show it merged with what was typed after `sent`.
   * @param {Exploration} sent @param {Exploration} stored
   */
  #accept(sent, stored) {
    const { text, clash } = mergeText(sent.text, this.page.read(), stored.text);
    if (this.isTicked === sent.in_vault) this.isTicked = stored.in_vault;
    // The clash is not resolved yet. The next save meets it and keeps both versions.
    this.base = clash ? { ...stored, text: sent.text } : stored;
    this.isStored = true;
    this.page.write(text);
    this.setUnsaved(text !== stored.text || this.isTicked !== stored.in_vault);
  }
}
