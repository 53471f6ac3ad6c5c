// "Uden mål": private notes, in no order and without a goal.
import { segment } from '../../core/text/sentences.js';
import { noteGone, takenWords } from '../../core/views/notes.js';
import { listen } from '../../data/storage/channel.js';
import { allNotes, binNote, getNote, restoreNote } from '../../data/documents/explorations.js';
import { ID } from '../../data/identity.js';
import { takeSentence } from '../../data/documents/take_sentence.js';
import { onActs, one, toDom } from '../dom.js';
import { saveCopy } from '../widgets/downloads.js';
import { textIn } from '../editing/form_fields.js';
import { requestPersistence } from '../persistence.js';
import { saveOnUnload } from '../editing/unload.js';
import {
  adoptShell,
  chanceOf,
  drawChoices,
  remove,
  noteOf,
  notes,
  nothingPressed,
  page,
  put,
  putAll,
  putBlank,
  refresh,
} from '../editing/note_page.js';
import { failed, say, sayWhileWriting, speak, words } from '../page.js';
import { hasSaveError, showSaveError, hideSaveError, whileUnread } from '../editing/save_error.js';

/** @typedef {import('../../core/exploration/fields.js').Exploration} Exploration */
/** @typedef {import('../editing/note_page.js').Note} Note */

const { t } = words;

const saved = () => {
  hideSaveError();
  sayWhileWriting(t('Gemt på din telefon'));
  void requestPersistence().catch(() => {});
};

const drafts = () => [...notes.values()].map(({ draft }) => draft);
const isUnsaved = () => drafts().some(({ unsaved }) => unsaved);
const stashAll = () => drafts().forEach((draft) => draft.stash());
const saveAll = async () => !(await Promise.all(drafts().map((draft) => draft.save()))).includes(false);

/** Run an act on its button's note. @param {(note: Note, button: HTMLElement) => unknown} act */
const withNote = (act) => (/** @type {HTMLElement} */ button) => {
  const note = noteOf(button);
  return note && act(note, button);
};

/** @type {import('../dom.js').Acts} */
const acts = {
  'add-note': (button) =>
    putBlank(chanceOf(/** @type {Element} */ (button.closest('[data-chance]')))).box.focus(),
  'choose-sentence': withNote(async (note, { dataset }) => {
    const which = Number(dataset.which);
    note.pressed = { ...note.pressed, chosen: note.pressed.chosen === which ? -1 : which, taken: null };
    await drawChoices(note);
  }),
  'take-sentence': withNote(async (note, { dataset }) => {
    const { chosen } = note.pressed;
    const part = /** @type {import('../../core/statement/fields.js').Part} */ (dataset.part);
    const sentence = segment(textIn(note.box))[chosen]?.text;
    const into = note.row.querySelector('select')?.value ?? '';
    if (!sentence) return;
    const taken = { which: chosen, part, statement: await takeSentence(into, part, sentence) };
    note.pressed = { chosen: -1, into: taken.statement.id, taken };
    await drawChoices(note);
    one('[data-key=taken]', note.row).focus();
    speak(takenWords(taken, words)); // it stands beside the sentence
  }),
  'bin-note': withNote(async (note) => {
    if (!(await note.draft.save())) return;
    await binNote(note.draft.base.id);
    const gone = /** @type {HTMLElement} */ (toDom(noteGone(note.draft.base.id, words)));
    remove(note, gone);
    one('button', gone).focus();
    speak(t('Noten er smidt ud.')); // it stands where the note was
  }),
  'undo-note': async (button) => {
    const gone = /** @type {HTMLElement} */ (button.closest('[data-gone]'));
    await restoreNote(gone.dataset.gone ?? '');
    const note = await getNote(gone.dataset.gone ?? '');
    if (note) put(note, true, gone).box.focus();
    say(t('Nu er noten her igen.'));
  },
  'save-copy': () =>
    saveCopy(
      undefined,
      drafts()
        .map((draft) => draft.onScreen())
        .filter(({ text }) => text.trim()),
    ),
  again: saveAll,
};

/**
 * Show what another tab or the vault changed or added.
 * @param {string} id @param {Exploration} [stored] the note, if it has been read already
 */
async function noteChanged(id, stored) {
  const shown = notes.get(id);
  if (shown) return void (await shown.draft.remoteChange());
  const note = stored ?? (await getNote(id));
  if (note && !note.deleted && note.text.trim() && !notes.has(id)) put(note, true);
}

const readAll = async () =>
  void (await Promise.all((await allNotes()).map((note) => noteChanged(note.id, note))));

/** @param {HTMLElement} form */
function listenTo(form) {
  form.addEventListener('submit', (event) => event.preventDefault());
  form.addEventListener('input', ({ target }) => {
    const note = target instanceof HTMLTextAreaElement && noteOf(target);
    if (!note) return;
    note.pressed = nothingPressed();
    note.draft.typed();
    void refresh(note).catch(failed);
  });
  form.addEventListener('change', ({ target }) => {
    const note = target instanceof HTMLElement && noteOf(target);
    if (!note) return;
    if (target instanceof HTMLSelectElement) note.pressed.into = target.value;
    if (!(target instanceof HTMLInputElement)) return;
    const sentence = target.checked
      ? t('Noten kommer også i boksen.')
      : t('Noten kommer ud af boksen. Den ligger stadig på dine telefoner.');
    void note.draft.tick(target.checked).then((isSaved) => isSaved && say(sentence));
  });
  form.addEventListener('focusout', ({ target }) => {
    if (target instanceof HTMLTextAreaElement) void noteOf(target)?.draft.left().catch(failed);
  });
  form.addEventListener(
    'toggle',
    ({ target }) => {
      const note = target instanceof HTMLDetailsElement && noteOf(target);
      if (!note) return;
      note.pressed = nothingPressed();
      if (target.open) void drawChoices(note).catch(failed);
    },
    true,
  );
}

/** Starts the screen. */
export async function start() {
  Object.assign(page, { saved, failed: showSaveError });
  onActs(acts, failed);
  const shell = adoptShell();
  listenTo(one('[data-form]'));
  whileUnread(isUnsaved, showSaveError);
  saveOnUnload({
    isUnsaved,
    stash: stashAll,
    save: saveAll,
    remoteChange: () => readAll().catch(failed),
    hasSaveError,
  });
  await putAll(shell);
  one('[data-form]').toggleAttribute('data-painted', true);
  listen((id) => ID.test(id) && void noteChanged(id).catch(failed));
}
