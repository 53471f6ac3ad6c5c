// What the screens that edit a statement share: open it, save while the person types, and say what is saved.
import { mergeText } from '../../core/statement/merge.js';
import { PARTS, blankStatement, isBlank } from '../../core/statement/fields.js';
import { statementText } from '../../core/backup/plain_statement.js';
import { listen } from '../../data/storage/channel.js';
import { newId } from '../../data/identity.js';
import { getStatement } from '../../data/documents/statements.js';
import { all, one } from '../dom.js';
import { saveCopy } from '../widgets/downloads.js';
import { StatementDraft, UnreadStatementDraft } from './statement_draft.js';
import { grow, textIn } from './form_fields.js';
import { requestPersistence } from '../persistence.js';
import { saveOnUnload } from './unload.js';
import { carryId, idHere, say, sayWhileWriting, words, wordsHere } from '../page.js';
import { hasSaveError, showSaveError, hideSaveError, whileUnread } from './save_error.js';

/** @typedef {import('../../core/statement/fields.js').Statement} Statement */
/** @typedef {import('./statement_draft.js').Fields} Fields */

const { t } = words;
/** @type {StatementDraft} */
let draft;
/** Id of the meeting that the statement is prepared for, or ''; links to the other screens carry it. */
let meetingId = '';

/** @param {unknown} error */
const failed = (error) => showSaveError(error, { canCopy: true });

/** Put the id of the meeting or statement into the address and the links. @param {Statement} statement */
export function updateAddress({ id: statementId }) {
  const id = meetingId || statementId;
  if (idHere() !== id) history.replaceState(history.state, '', `#${id}`);
  carryId(id);
}

/** @param {Statement} statement @param {boolean} clashed */
function saved(statement, clashed) {
  hideSaveError();
  one('[data-two]').hidden = !statement.alternatives?.length;
  updateAddress(statement);
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
    say(t('Det kunne ikke kopieres. Markér teksten, og kopiér den selv.'));
  }
}

/** Acts of every screen that edits a statement. */
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
 * The stored fields, merged with what was typed before they could be shown.
 * @param {Fields} early @param {Fields} stored @returns {Fields}
 */
function mergeEarly(early, stored) {
  const parts = { ...stored.parts };
  for (const part of PARTS)
    if (early.parts[part]) parts[part] = mergeText('', early.parts[part], stored.parts[part]).text;
  return { parts, title: early.title || stored.title, kind: early.kind || stored.kind };
}

/**
 * @param {string} wanted id of the statement to continue; '' to use the one in the address
 * @param {Statement} blank @returns {Promise<[Statement, boolean]>} the statement, and whether it is stored
 */
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

/** Handle typing from the first moment, before the words are read: phones can be slow and storage silent. */
function handleTyping() {
  const form = one('[data-form]');
  const reportSilence = whileUnread(() => draft.unsaved, failed);
  form.addEventListener('submit', (event) => event.preventDefault());
  form.addEventListener('input', ({ target }) => {
    if (target instanceof HTMLTextAreaElement) grow(target);
    draft.typed();
    reportSilence();
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
 * Open the statement on this screen, and save it while it is edited.
 * @param {{read: (base: Statement | null) => Fields, write: (fields: Fields) => void,
 *   saved?: (statement: Statement) => void}} page
 *   the boxes of this screen; `read` takes the fields that have no box from `base`
 * @param {string | Promise<string>} [wanted] id of the statement to continue, if the address names none
 * @returns {Promise<StatementDraft>}
 */
export async function writeStatement(page, wanted = '') {
  const wasSaved = (/** @type {Statement} */ statement, /** @type {boolean} */ clashed) => {
    saved(statement, clashed);
    page.saved?.(statement);
  };
  const screen = { read: () => page.read(draft.base), write: page.write, saved: wasSaved, failed };
  const blank = blankStatement(newId(), new Date().toISOString());
  const unread = (draft = new UnreadStatementDraft(blank, false, screen));
  handleTyping();
  if (!isBlank(unread.onScreen())) unread.typed();
  const [statement, isStored] = await open(await wanted, blank);
  unread.setUnsaved(false); // the draft below takes over what was typed
  draft = new StatementDraft(statement, isStored, screen);
  const early = page.read(null);
  page.write(mergeEarly(early, statement));
  if (isStored) carryId(meetingId || statement.id);
  one('[data-two]').hidden = !statement.alternatives?.length;
  for (const area of all('textarea')) grow(/** @type {HTMLTextAreaElement} */ (area));
  if (!isBlank(early)) draft.typed();
  listen((id) => id === draft.base.id && void draft.remoteChange());
  return draft;
}
