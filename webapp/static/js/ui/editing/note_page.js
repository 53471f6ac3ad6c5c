// The notes on the screen: each with its box, its draft, and a fold with what one can do with it.
import { CHANCES, blankExploration, livingNotes } from '../../core/exploration/fields.js';
import { segment } from '../../core/text/sentences.js';
import { noteChoices, noteFold, noteRow } from '../../core/views/notes.js';
import { allNotes, forgetIfEmpty } from '../../data/documents/explorations.js';
import { newId } from '../../data/identity.js';
import { allStatements } from '../../data/documents/statements.js';
import { vaultIfOn } from '../../data/vault/is_on.js';
import { isComposing, whenStill } from '../composing.js';
import { all, one, show, toDom } from '../dom.js';
import { grow, textIn, write } from './form_fields.js';
import { NoteDraft } from './note_draft.js';
import { words } from '../page.js';

/** @typedef {import('../../core/exploration/fields.js').Exploration} Exploration */
/** @typedef {import('../../core/exploration/fields.js').Chance} Chance */
/** @typedef {{chosen: number, into: string | null, taken: import('../../core/views/notes.js').Taken | null}} Pressed what was pressed in the fold; `into` is null until a statement was chosen */
/** @typedef {{row: HTMLElement, box: HTMLTextAreaElement, draft: NoteDraft, pressed: Pressed}} Note */

/** @returns {Pressed} */
export const nothingPressed = () => ({ chosen: -1, into: null, taken: null });

/** Those on the screen, by id. @type {Map<string, Note>} */
export const notes = new Map();
/** What the screen does when one is saved, or cannot be. @type {{saved: () => void, failed: (error: unknown) => void}} */
export const page = { saved() {}, failed() {} };

/** @param {Chance} chance */
const sectionOf = (chance) => one(`[data-chance="${chance}"]`);
/** @param {Element} section */
export const chanceOf = (section) =>
  /** @type {Chance} */ (/** @type {HTMLElement} */ (section).dataset.chance);
/** The note that something on the screen belongs to. @param {Element} element */
export const noteOf = (element) =>
  notes.get(/** @type {HTMLElement | null} */ (element.closest('[data-note]'))?.dataset.note ?? '');

/** A note with words has a fold; without words there is nothing to do with it. @param {Note} note */
function dress({ row, box }) {
  const fold = row.querySelector('details');
  if (!fold && box.value.trim()) row.append(toDom(noteFold(words)));
  else if (fold) fold.hidden = !box.value.trim();
  const section = /** @type {HTMLElement} */ (row.closest('[data-chance]'));
  const boxes = [...section.querySelectorAll('textarea')];
  one('[data-act=add-note]', section).hidden = boxes.some((each) => !each.value.trim());
}

/** Something in it has changed: its box grows, and an open fold tells the truth. @param {Note} note */
export function refresh(note) {
  grow(note.box);
  dress(note);
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

/** Bring a row to life. @param {HTMLElement} row @param {Exploration} kept @param {boolean} isStored */
function adopt(row, kept, isStored) {
  const box = /** @type {HTMLTextAreaElement} */ (one('textarea', row));
  row.dataset.note = kept.id;
  const draft = new NoteDraft(kept, isStored, {
    read: () => textIn(box),
    write: (text) => {
      write(box, text);
      void refresh(note).catch(page.failed);
    },
    saved: () => page.saved(),
    failed: (error) => page.failed(error),
    // Somebody still writes in it: what they write decides.
    gone: () => (isComposing(box) ? whenStill(row, () => void draft.remoteChange()) : forget(note)),
  });
  const note = { row, box, draft, pressed: nothingPressed() };
  notes.set(kept.id, note);
  grow(box);
  dress(note);
  return note;
}

/** It is no longer on the screen. @param {Note} note @param {Node} [instead] */
export function forget({ row, draft }, instead) {
  notes.delete(draft.base.id);
  if (instead) row.replaceWith(instead);
  else row.remove();
}

/**
 * Put a note on the screen, in place of something or as the last of its chance.
 * @param {Exploration} kept @param {boolean} isStored @param {Element | null} [place]
 */
export function put(kept, isStored, place = null) {
  const list = one('[data-notes]', sectionOf(kept.chance));
  const row = /** @type {HTMLElement} */ (toDom(noteRow(kept, all('[data-note]', list).length + 1, words)));
  if (place) place.replaceWith(row);
  else list.append(row);
  return adopt(row, kept, isStored);
}

/** One more empty note. @param {Chance} chance */
export const putBlank = (chance) => put(blankExploration(newId(), chance, new Date().toISOString()), false);

/** The boxes of the shell are new notes from the first moment: what is typed in them is kept, whatever else is here. */
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

/** All that is kept, around the notes that were begun before it could be read. @param {Note[]} begun */
export async function putAll(begun) {
  const kept = await allNotes().catch((error) => {
    page.failed(error);
    return [];
  });
  for (const note of livingNotes(kept)) if (!notes.has(note.id)) put(note, true);
  for (const note of begun) {
    const { row, box } = note;
    const list = one('[data-notes]', row.closest('[data-chance]') ?? document);
    const isNeeded = box.value || document.activeElement === box || list.childElementCount === 1;
    if (!isNeeded) forget(note);
    // Not moved while somebody writes in it: on a phone that would close the keyboard.
    else if (document.activeElement !== box) list.append(row);
  }
  for (const { draft } of notes.values()) void refresh(/** @type {Note} */ (notes.get(draft.base.id)));
  for (const { id, text, deleted } of kept) if (!deleted && !text.trim()) await forgetIfEmpty(id);
}
