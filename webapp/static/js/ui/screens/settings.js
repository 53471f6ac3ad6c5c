// "Indstillinger": language, text size, pace, the text and answers of the hand-over, and where the words are stored.
import { choose, readSettings } from '../../data/settings.js';
import { all, one } from '../dom.js';
import { grow, setChoice, write } from '../editing/form_fields.js';
import { saveOnUnload } from '../editing/unload.js';
import { persistenceText } from '../persistence.js';
import { facts, failed, sayWhileWriting, words } from '../page.js';

const { t } = words;
const paceChoice = () => /** @type {HTMLSelectElement} */ (one('[name=pace]'));
const pleaBox = () => /** @type {HTMLTextAreaElement} */ (one('[name=handover]'));
const answerBoxes = () => /** @type {HTMLInputElement[]} */ (all('[name^=answer]'));

/** @param {number} value learned by reading aloud @returns {void} */
function showPace(value) {
  const pace = paceChoice();
  if (![...pace.options].some((option) => option.value === String(value))) {
    pace.add(new Option(t('Dit eget: {n} ord i minuttet', { n: value }), String(value)));
  }
  setChoice(pace, String(value));
}

/** @param {EventTarget | null} target */
async function keep(target) {
  if (!(
    target instanceof HTMLInputElement ||
    target instanceof HTMLSelectElement ||
    target instanceof HTMLTextAreaElement
  ))
    return;
  const { name, value } = target;
  if (name === 'text') await choose({ text: /** @type {'normal'} */ (value) });
  if (name === 'pace') await choose({ pace: value ? Number(value) : null });
  if (name === 'handover') await choose({ handover: value === pleaBox().defaultValue ? '' : value });
  if (name.startsWith('answer')) await choose({ [name]: value.trim() });
  if (name === 'language') {
    await choose({ language: value });
    location.assign(`/${value}/${facts.switch[value] ?? ''}`);
  }
  sayWhileWriting(t('Gemt på din telefon'));
}

/**
 * @param {Partial<import('../../data/settings.js').Settings>} settings
 * @param {Set<string>} touched names of fields changed before the settings were read
 */
function showSettings({ pace, handover, text = 'normal', ...answers }, touched) {
  const plea = pleaBox();
  if (pace && !touched.has('pace')) showPace(pace);
  if (handover && !touched.has('handover')) {
    write(plea, handover);
    plea.classList.add('words'); // styled as the person's own words, not the app's
  }
  for (const box of answerBoxes()) {
    const answer = answers[/** @type {'answer1'} */ (box.name)];
    if (answer && !touched.has(box.name)) write(box, answer);
  }
  const size = /** @type {HTMLInputElement | null} */ (
    document.querySelector(`[name=text][value="${text}"]`)
  );
  if (size && !touched.has('text')) size.checked = true;
  grow(plea);
}

/** Whether a field was changed before this script loaded. @param {HTMLInputElement} field */
const changedEarly = (field) =>
  (field.checked && !field.defaultChecked) || field.value !== field.defaultValue;

/** Whether all that is being stored is stored. @type {Promise<boolean>} */
let saving = Promise.resolve(true);
let unsaved = 0;

/** Store a choice at once: the page may be left in the same moment. @param {EventTarget | null} target */
function keepNow(target) {
  unsaved += 1;
  const storing = keep(target)
    .then(
      () => true,
      (error) => {
        failed(error);
        return false;
      },
    )
    .finally(() => (unsaved -= 1));
  const before = unsaved > 1 ? saving : true;
  saving = Promise.all([before, storing]).then((stored) => stored.every(Boolean));
}

/** Starts the screen. */
export async function start() {
  const [form, plea] = [one('[data-form]'), pleaBox()];
  /** @type {Set<string>} */
  const touched = new Set();
  const fields = /** @type {HTMLInputElement[]} */ (all('textarea, input[name=text], [name^=answer]'));
  const early = fields.filter(changedEarly);
  form.addEventListener('submit', (event) => event.preventDefault());
  form.addEventListener('input', ({ target }) => {
    touched.add(/** @type {HTMLInputElement} */ (target).name);
    if (target === plea) plea.classList.add('words');
    grow(plea);
    if (/** @type {Element} */ (target).matches('.words')) void keepNow(target);
  });
  form.addEventListener('change', ({ target }) => void keepNow(target));
  saveOnUnload({ isUnsaved: () => unsaved > 0, stash() {}, save: () => saving, remoteChange() {} });
  for (const field of early) {
    touched.add(field.name);
    void keepNow(field);
  }
  await saving;
  showSettings(await readSettings(), touched);
  one('[data-kept]').textContent = await persistenceText();
  one('[data-version]').textContent = t('Udgave {version}', { version: facts.version });
}
