// The notes on the screen: each has a box, a draft, and a fold with what can be done with it.
import { CHANCES, blankExploration, livingNotes } from '../../core/exploration/fields.js';
import { segment } from '../../core/text/sentences.js';
import { noteChoices, noteFold, noteRow } from '../../core/views/notes.js';
import { allNotes, forgetIfEmpty } from '../../data/documents/explorations.js';
import { newId } from '../../data/identity.js';
import { allStatements } from '../../data/documents/statements.js';
import { vaultIfOn } from '../../data/vault/is_on.js';
import { isComposing, afterComposing } from '../composing.js';
import { all, one, show, toDom } from '../dom.js';
import { grow, textIn, write } from './form_fields.js';
import { NoteDraft } from './note_draft.js';
import { words } from '../page.js';

/** @typedef {import('../../core/exploration/fields.js').Exploration} Exploration */
/** @typedef {import('../../core/exploration/fields.js').Chance} Chance */
/** @typedef {import('../../core/views/notes.js').Taken} Taken */
/**
 * What was pressed in the fold; `into` is null until a statement was chosen.
 * @typedef {{chosen: number, into: string | null, taken: Taken | null}} Pressed
 */
/** @typedef {{row: HTMLElement, box: HTMLTextAreaElement, draft: NoteDraft, pressed: Pressed}} Note */

/** @returns {Pressed} */
export const nothingPressed = () => ({ chosen: -1, into: null, taken: null });

/** The notes on the screen, by id. @type {Map<string, Note>} */
export const notes = new Map();
/**
 * What the screen does when a note was saved, or could not be.
 * @type {{saved: () => void, failed: (error: unknown) => void}}
 */
export const page = { saved() {}, failed() {} };

/** @param {Chance} chance */
const sectionOf = (chance) => one(`[data-chance="${chance}"]`);
/** @param {Element} section */
export const chanceOf = (section) =>
  /** @type {Chance} */ (/** @type {HTMLElement} */ (section).dataset.chance);
/** The note that an element belongs to. @param {Element} element */
export const noteOf = (element) =>
  notes.get(/** @type {HTMLElement | null} */ (element.closest('[data-note]'))?.dataset.note ?? '');

/** Show the fold if the note has words, and offer a new note if no note is empty. @param {Note} note */
function updateFold({ row, box }) {
  const fold = row.querySelector('details');
  if (!fold && box.value.trim()) row.append(toDom(noteFold(words)));
  else if (fold) fold.hidden = !box.value.trim();
  const section = /** @type {HTMLElement} */ (row.closest('[data-chance]'));
  const boxes = [...section.querySelectorAll('textarea')];
  one('[data-act=add-note]', section).hidden = boxes.some((other) => !other.value.trim());
}

/** After a change: fit the box to its text, and redraw an open fold. @param {Note} note */
export function refresh(note) {
  grow(note.box);
  updateFold(note);
  if (note.row.querySelector('details')?.open) return drawChoices(note);
  return Promise.resolve();
}

/** @param {Note} note */
export async function drawChoices(note) {
  const { row, box, draft, pressed } = note;
  const [statements, vault] = await Promise.all([allStatements(), vaultIfOn()]);
  const living = statements.filter(({ deleted }) => !deleted);
  show(
    one('[data-choices]', row),
    noteChoices(
      {
        id: draft.base.id,
        ...pressed,
        into: pressed.into ?? living[0]?.id ?? '',
        statements: living,
        vault: Boolean(vault && !vault.leaving),
        ticked: draft.isTicked,
        sentences: segment(textIn(box)).map(({ text }) => text),
      },
      words,
    ),
  );
}

/**
 * Connect a row to a draft.
 * @param {HTMLElement} row
 * @param {Exploration} stored
 * @param {boolean} isStored
 */
function adopt(row, stored, isStored) {
  const box = /** @type {HTMLTextAreaElement} */ (one('textarea', row));
  row.dataset.note = stored.id;
  const draft = new NoteDraft(stored, isStored, {
    read: () => textIn(box),
    write: (text) => {
      write(box, text);
      void refresh(note).catch(page.failed);
    },
    saved: () => page.saved(),
    failed: (error) => page.failed(error),
    // While a word is being composed in it, wait: the finished word decides whether the note stays.
    gone: () => (isComposing(box) ? afterComposing(row, () => void draft.remoteChange()) : remove(note)),
  });
  const note = { row, box, draft, pressed: nothingPressed() };
  notes.set(stored.id, note);
  grow(box);
  updateFold(note);
  return note;
}

/** Remove a note from the screen. @param {Note} note @param {Node} [instead] */
export function remove({ row, draft }, instead) {
  notes.delete(draft.base.id);
  if (instead) row.replaceWith(instead);
  else row.remove();
}

/**
 * Show a note, in place of an element or at the end of its section.
 * @param {Exploration} stored @param {boolean} isStored @param {Element | null} [place]
 */
export function put(stored, isStored, place = null) {
  const list = one('[data-notes]', sectionOf(stored.chance));
  const row = /** @type {HTMLElement} */ (toDom(noteRow(stored, all('[data-note]', list).length + 1, words)));
  if (place) place.replaceWith(row);
  else list.append(row);
  return adopt(row, stored, isStored);
}

/** Add an empty note. @param {Chance} chance */
export const putBlank = (chance) => put(blankExploration(newId(), chance, new Date().toISOString()), false);

/**
 * Turn the boxes of the shell into new notes at once, so that typing in them is saved before storage is read.
 */
export function adoptShell() {
  return CHANCES.map((chance) => {
    const note = adopt(
      one('[data-note]', sectionOf(chance)),
      blankExploration(newId(), chance, new Date().toISOString()),
      false,
    );
    if (note.box.value) note.draft.typed();
    return note;
  });
}

/**
 * Show all stored notes around the notes that were begun before these could be read.
 * @param {Note[]} begun
 */
export async function putAll(begun) {
  const stored = await allNotes().catch((error) => {
    page.failed(error);
    return [];
  });
  for (const note of livingNotes(stored)) if (!notes.has(note.id)) put(note, true);
  for (const note of begun) {
    const { row, box } = note;
    const list = one('[data-notes]', row.closest('[data-chance]') ?? document);
    const isNeeded = box.value || document.activeElement === box || list.childElementCount === 1;
    if (!isNeeded) remove(note);
    // Not moved while it has the focus: on a phone that would close the keyboard.
    else if (document.activeElement !== box) list.append(row);
  }
  for (const { draft } of notes.values()) void refresh(/** @type {Note} */ (notes.get(draft.base.id)));
  for (const { id, text, deleted } of stored) if (!deleted && !text.trim()) await forgetIfEmpty(id);
}
