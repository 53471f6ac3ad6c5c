// What the screens that write a statement share: open it, save as one types, and say what is kept and what is not.
import { mergeText } from '../../core/statement/merge.js';
import { PARTS, blankStatement, isBlank } from '../../core/statement/fields.js';
import { statementText } from '../../core/backup/plain_text.js';
import { listen } from '../../data/storage/channel.js';
import { newId } from '../../data/identity.js';
import { getStatement } from '../../data/documents/statements.js';
import { all, one } from '../dom.js';
import { saveCopy } from '../widgets/downloads.js';
import { Draft, Unread } from './statement_draft.js';
import { grow, textIn } from './form_fields.js';
import { requestPersistence } from '../persistence.js';
import { saveOnUnload } from './unload.js';
import { carry, idHere, say, sayWhileWriting, words, wordsHere } from '../page.js';
import { hasSaveError, showSaveError, hideSaveError, whileUnread } from './save_error.js';

/** @typedef {import('../../core/statement/fields.js').Statement} Statement */
/** @typedef {import('./statement_draft.js').Fields} Fields */

const { t } = words;
/** @type {Draft} */
let draft;
/** The meeting that these words are being made ready for, if any: the other screens go on with it. */
let meetingId = '';

/** @param {unknown} error */
const failed = (error) => showSaveError(error, { canCopy: true });

/** The address and the links name the words that stand here. @param {Statement} statement */
export function nameHere({ id: own }) {
  const id = meetingId || own;
  if (idHere() !== id) history.replaceState(null, '', `#${id}`);
  carry(id);
}

/** @param {Statement} statement @param {boolean} clashed */
function saved(statement, clashed) {
  hideSaveError();
  one('[data-two]').hidden = !statement.alternatives?.length;
  nameHere(statement);
  sayWhileWriting(
    clashed
      ? t('Gemt på din telefon. Den anden udgave ligger under Tidligere udgaver.')
      : t('Gemt på din telefon'),
  );
  void requestPersistence().catch(() => {});
}

/** @param {() => string} text */
async function copyText(text) {
  try {
    await navigator.clipboard.writeText(text());
    say(t('Kopieret. Nu kan du sætte det ind, fx i din plan.'));
  } catch {
    say(t('Det kunne ikke kopieres. Marker teksten, og kopiér den selv.'));
  }
}

/** What one can press on every screen that writes a statement. */
export const writingActs = {
  'copy-part': (/** @type {HTMLElement} */ button) =>
    copyText(() =>
      textIn(
        /** @type {HTMLTextAreaElement} */ (
          one('textarea', /** @type {HTMLElement} */ (button.closest('.field')))
        ),
      ),
    ),
  'copy-all': () => copyText(() => statementText(draft.onScreen(), words)),
  'save-copy': () => saveCopy(draft.onScreen()),
  again: () => draft.save(),
};

/**
 * What is stored, with what was typed before it could be shown.
 * @param {Fields} early @param {Fields} stored @returns {Fields}
 */
function under(early, stored) {
  const parts = { ...stored.parts };
  for (const part of PARTS)
    if (early.parts[part]) parts[part] = mergeText('', early.parts[part], stored.parts[part]).text;
  return { parts, title: early.title || stored.title, kind: early.kind || stored.kind };
}

/** @param {string} wanted the statement to go on with, '' to let the address say @param {Statement} blank @returns {Promise<[Statement, boolean]>} the statement, and whether it is stored */
async function open(wanted, blank) {
  if (location.hash === '#ny') return [blank, false];
  try {
    const last = wanted ? await getStatement(wanted) : undefined;
    if (last && !last.deleted) return [last, true];
    const { statement: stored, meeting } = await wordsHere();
    meetingId = meeting?.id ?? '';
    return stored ? [stored, true] : [blank, false];
  } catch (error) {
    failed(error);
    return [blank, false];
  }
}

/** What is typed is heard from the first moment: on a slow phone, or one whose memory is silent, before the words are read. */
function listenToBoxes() {
  const form = one('[data-form]');
  const tell = whileUnread(() => draft.unsaved, failed);
  form.addEventListener('submit', (event) => event.preventDefault());
  form.addEventListener('input', ({ target }) => {
    if (target instanceof HTMLTextAreaElement) grow(target);
    draft.typed();
    tell();
  });
  saveOnUnload({
    isUnsaved: () => draft.unsaved,
    stash: () => draft.stash(),
    save: () => draft.save(),
    remoteChange: () => draft.remoteChange(),
    hasSaveError,
  });
}

/**
 * @param {{read: (base: Statement | null) => Fields, write: (fields: Fields) => void, saved?: (statement: Statement) => void}} page
 *   the boxes of this screen; what has no box here stays as it is in `base`
 * @param {string | Promise<string>} [wanted] the statement to go on with, where the address names none
 * @returns {Promise<Draft>}
 */
export async function writeStatement(page, wanted = '') {
  const kept = (/** @type {Statement} */ now, /** @type {boolean} */ clashed) => {
    saved(now, clashed);
    page.saved?.(now);
  };
  const screen = { read: () => page.read(draft.base), write: page.write, saved: kept, failed };
  const blank = blankStatement(newId(), new Date().toISOString());
  const unread = (draft = new Unread(blank, false, screen));
  listenToBoxes();
  if (!isBlank(unread.onScreen())) unread.typed();
  const [statement, isStored] = await open(await wanted, blank);
  unread.mark(false); // what was typed goes on in the draft that saves it
  draft = new Draft(statement, isStored, screen);
  const early = page.read(null);
  page.write(under(early, statement));
  if (isStored) carry(meetingId || statement.id);
  one('[data-two]').hidden = !statement.alternatives?.length;
  for (const area of all('textarea')) grow(/** @type {HTMLTextAreaElement} */ (area));
  if (!isBlank(early)) draft.typed();
  listen((id) => id === draft.base.id && void draft.remoteChange());
  return draft;
}
