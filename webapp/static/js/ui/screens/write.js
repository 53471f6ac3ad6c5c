// One statement: four text boxes, a title, and whatever help one asks for.
import { mergeText } from '../../core/merge.js';
import { PARTS, blankStatement, isBlank } from '../../core/parts.js';
import { statementText } from '../../core/plain_text.js';
import { listen } from '../../data/channel.js';
import { newId } from '../../data/identity.js';
import { h } from '../../core/tree.js';
import { beforeLeaving, start } from '../app.js';
import { all, onActs, one, show } from '../dom.js';
import { saveCopy } from '../downloads.js';
import { Draft } from '../draft.js';
import { showExample } from '../example.js';
import { fencedHtmx } from '../fragments.js';
import { grow, readFields, writeFields } from '../form_fields.js';
import { askToKeep } from '../kept.js';
import { carry, failed, idHere, say, troubleWords, words, wordsHere } from '../page.js';
import { stepActs } from '../steps.js';

const { t } = words;
const trouble = one('[data-trouble]');
/** @type {Draft} */
let draft;
/** The meeting that these words are being made ready for, if any: the other screens go on with it. */
let meetingId = '';

/** Words that could not be kept: say so, and offer ways to save them. @param {unknown} error */
function showTrouble(error) {
  say(troubleWords(error));
  const button = (/** @type {string} */ act, /** @type {string} */ label) => h('button', { type: 'button', class: 'button', 'data-act': act }, label);
  show(trouble, h('div', { class: 'notice' }, h('p', {}, troubleWords(error)),
    h('p', { class: 'link-row' }, button('save-copy', t('Gem en kopi')), button('copy-all', t('Kopiér det hele')), button('again', t('Prøv igen')))));
}

/** @param {import('../../core/parts.js').Statement} statement @param {boolean} clashed */
function saved(statement, clashed) {
  trouble.replaceChildren();
  one('[data-two]').hidden = !statement.alternatives?.length;
  const id = meetingId || statement.id;
  if (idHere() !== id) history.replaceState(null, '', `#${id}`);
  carry(id);
  say(clashed ? t('Gemt på din telefon. Den anden udgave ligger under Tidligere udgaver.') : t('Gemt på din telefon'));
  void askToKeep().catch(() => {});
}

/** @param {string} text */
async function toClipboard(text) {
  await navigator.clipboard.writeText(text);
  say(t('Kopieret. Nu kan du sætte det ind, fx i din plan.'));
}

const clipboardFailed = () => say(t('Det kunne ikke kopieres. Marker teksten, og kopiér den selv.'));

/** Pressed before htmx was here, it is pressed again for the person. */
let examplePressed = false;
let isHtmxMissing = false;

void fencedHtmx().then(() => examplePressed && one('[data-act=example]').click(), () => {
  isHtmxMissing = true;
});

onActs({
  ...stepActs(),
  nudge: (button) => {
    const field = /** @type {HTMLElement} */ (button.closest('.field'));
    const nudges = all('[data-nudges] li', field).map((item) => item.textContent ?? '');
    const line = one('[data-nudge]', field);
    line.textContent = nudges[(nudges.indexOf(line.textContent ?? '') + 1) % nudges.length] ?? '';
    line.hidden = false;
    button.textContent = t('Et andet spørgsmål');
  },
  'copy-part': (button) => toClipboard(/** @type {HTMLTextAreaElement} */ (one('textarea', /** @type {HTMLElement} */ (button.closest('.field')))).value).catch(clipboardFailed),
  'copy-all': () => toClipboard(statementText(draft.onScreen(), words)).catch(clipboardFailed),
  'save-copy': () => saveCopy(draft.onScreen()),
  again: () => draft.save(),
  example: () => {
    examplePressed = true;
    if (isHtmxMissing) say(t('Det her skal bruge net første gang. Dine ord er her stadig.'));
  },
}, failed);

/**
 * What is stored, with what was typed before it could be shown.
 * @param {import('../draft.js').Fields} early @param {import('../draft.js').Fields} stored @returns {import('../draft.js').Fields}
 */
function under(early, stored) {
  const parts = { ...stored.parts };
  for (const part of PARTS) if (early.parts[part]) parts[part] = mergeText('', early.parts[part], stored.parts[part]).text;
  return { parts, title: early.title || stored.title, kind: early.kind || stored.kind };
}

/** @returns {Promise<[import('../../core/parts.js').Statement, boolean]>} the statement, and whether it is stored */
async function open() {
  const blank = blankStatement(newId(), new Date().toISOString());
  if (location.hash === '#ny') return [blank, false];
  try {
    const { statement: stored, meeting } = await wordsHere();
    meetingId = meeting?.id ?? '';
    return stored ? [stored, true] : [blank, false];
  } catch (error) {
    showTrouble(error);
    return [blank, false];
  }
}

start(async () => {
  const [statement, isStored] = await open();
  draft = new Draft(statement, isStored, { read: readFields, write: writeFields, saving: () => say(''), saved, failed: showTrouble });
  const early = readFields(); // on a slow phone one may type before the words are read
  writeFields(under(early, statement));
  if (isStored) carry(meetingId || statement.id);
  one('[data-two]').hidden = !statement.alternatives?.length;
  const form = one('[data-form]');
  form.addEventListener('submit', (event) => event.preventDefault());
  form.addEventListener('input', ({ target }) => {
    if (target instanceof HTMLTextAreaElement) grow(target);
    draft.typed();
  });
  for (const area of all('textarea')) grow(/** @type {HTMLTextAreaElement} */ (area));
  if (!isBlank(early)) draft.typed();
  showExample(() => readFields().kind);
  listen((id) => id === draft.base.id && void draft.heard());
  const leave = () => document.visibilityState === 'hidden' && draft.unsaved && void draft.save();
  document.addEventListener('visibilitychange', leave);
  window.addEventListener('pagehide', leave);
  window.addEventListener('pageshow', ({ persisted }) => persisted && void draft.heard());
  window.addEventListener('beforeunload', (event) => {
    if (!draft.unsaved) return;
    void draft.save();
    if (trouble.childElementCount) event.preventDefault();
  });
  beforeLeaving.push(() => draft.save());
});
