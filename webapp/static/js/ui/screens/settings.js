// "Valg": language, text size, pace, the text of the hand-over, and where the words are stored.
import { handOverText } from '../../core/views/hand_over.js';
import { choose, readSettings } from '../../data/settings.js';
import { all, one } from '../dom.js';
import { grow, setChoice, write } from '../editing/form_fields.js';
import { persistenceText } from '../persistence.js';
import { facts, failed, sayWhileWriting, words } from '../page.js';

const { t } = words;
const paceChoice = () => /** @type {HTMLSelectElement} */ (one('[name=pace]'));
const pleaBox = () => /** @type {HTMLTextAreaElement} */ (one('[name=handover]'));

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
  if (name === 'handover') await choose({ handover: value === handOverText(words) ? '' : value });
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
function showSettings({ pace, handover, text = 'normal' }, touched) {
  const plea = pleaBox();
  if (pace && !touched.has('pace')) showPace(pace);
  if (handover && !touched.has('handover')) {
    write(plea, handover);
    plea.classList.add('words'); // styled as the person's own words, not the app's
  }
  const size = /** @type {HTMLInputElement | null} */ (
    document.querySelector(`[name=text][value="${text}"]`)
  );
  if (size && !touched.has('text')) size.checked = true;
  grow(plea);
}

/**
 * Whether a field was changed before this script loaded.
 * @param {HTMLInputElement | HTMLTextAreaElement} field
 */
const changedEarly = (field) =>
  field instanceof HTMLInputElement
    ? field.checked && !field.defaultChecked
    : field.value !== field.defaultValue;

/** Starts the screen. */
export async function start() {
  const [form, plea] = [one('[data-form]'), pleaBox()];
  /** @type {Set<string>} */
  const touched = new Set();
  const early = [plea, ...all('input[name=text]', form)].filter((field) =>
    changedEarly(/** @type {HTMLInputElement} */ (field)),
  );
  form.addEventListener('submit', (event) => event.preventDefault());
  form.addEventListener('input', ({ target }) => touched.add(/** @type {HTMLInputElement} */ (target).name));
  form.addEventListener('change', ({ target }) => void keep(target).catch(failed));
  plea.addEventListener('input', () => {
    plea.classList.add('words');
    grow(plea);
    void keep(plea).catch(failed);
  });
  for (const field of early) {
    touched.add(/** @type {HTMLInputElement} */ (field).name);
    await keep(field);
  }
  showSettings(await readSettings(), touched);
  one('[data-kept]').textContent = await persistenceText();
  one('[data-version]').textContent = t('Udgave {version}', { version: facts.version });
}
