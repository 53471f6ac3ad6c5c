// The screen "Boksen": turn the vault on or off, sync it, move it, and show its twelve words.
import { languageOf } from '../../core/language/languages.js';
import { secretToWords } from '../../core/sync/recovery_words.js';
import { vault as view } from '../../core/views/vault.js';
import { vaultStatus } from '../../core/views/vault_status.js';
import { beginVault, changeVault, forgetVault, readVault, whenVaultChanges } from '../../data/vault/state.js';
import { giveUp } from '../../data/vault/account.js';
import { compareNumbers } from '../../data/vault/compare_words.js';
import { keysOf } from '../../data/vault/keys.js';
import { sync } from '../../data/vault/sync.js';
import { LISTS } from '../../../vendor/recovery_words.js';
import { all, onActs, one, show } from '../dom.js';
import { showQr } from '../widgets/qr.js';
import { failed, say, words } from '../page.js';
import { addingDevice, offerDevice } from './add_device.js';
import { startVaultScheduler } from './scheduler.js';

const { t, lang } = words;
/** @type {{shown: boolean, code: boolean, asks: 'move' | 'delete' | null, compares: boolean}} */
const open = { shown: false, code: false, asks: null, compares: false };
/** The tree on the screen, as JSON. */
let drawn = '';
/** Whether a finger or a mouse button is down: a button replaced then would not respond. */
let isPressed = false;

const list = () => /** @type {string[]} */ (LISTS[languageOf(lang).recovery_words]);
/** @param {Uint8Array} secret */
const recoveryWords = (secret) => secretToWords(secret, list());

/** The four words that are the same on devices with the same texts. @param {Uint8Array<ArrayBuffer>} secret */
async function comparingWords(secret) {
  const numbers = await compareNumbers(await keysOf(secret));
  return numbers.map((number) => list()[number] ?? '');
}

async function render() {
  const vault = (await readVault()) ?? null;
  offerDevice(vault);
  const recovery = vault && (open.shown || !vault.saved) ? recoveryWords(vault.secret) : [];
  const compared = vault?.saved && open.compares ? await comparingWords(vault.secret) : null;
  const tree = view({ vault, recovery, now: new Date().toISOString(), compared, ...open }, words);
  const next = JSON.stringify([tree, open.code]);
  if (next === drawn || isPressed) return;
  drawn = next;
  show(one('[data-view=vault]'), tree);
  if (open.code && recovery.length)
    await showQr(one('[data-qr]'), recovery.join(' '), t('Kode med dine 12 ord'));
}

/** @param {import('../../data/vault/sync.js').Person} [person] */
async function syncNow(person) {
  say(t('Et øjeblik …'));
  const { done } = await sync(person);
  await render();
  const vault = await readVault();
  const deleted = t('Boksen er slettet. Dine ord er på telefonen.');
  if (done) say(vault ? t('Nu er alt i boksen.') : deleted);
  else say(vaultStatus(vault, new Date().toISOString(), words));
}

/** The person saved the words: sync the vault now, and keep the open page in sync from now on. */
async function haveSaved() {
  await changeVault({ saved: true });
  await syncNow();
  startVaultScheduler();
}

/** @param {'move' | 'delete' | null} question */
const ask = (question) => {
  open.asks = question;
  return render();
};

/** What comes next when the pressed button is gone: the new words, or the main button. */
const next = () => all('[data-view=vault] :is(h2[tabindex], .main)').find((shown) => !shown.hidden);

/** @type {import('../dom.js').Acts} */
const acts = {
  'turn-on': async () => {
    if (!(await readVault())) await beginVault();
    await render();
  },
  'have-saved': haveSaved,
  sync: () => syncNow({ compares: true }),
  again: () => changeVault({ stop: null }).then(() => syncNow()),
  insist: () => syncNow({ insists: true }),
  trust: () => syncNow({ trusts: true }),
  forget: () =>
    forgetVault()
      .then(render)
      .then(() => say(t('Boksen er slået fra her. Dine ord er på telefonen.'))),
  words: () => {
    open.shown = !open.shown;
    open.code = false;
    return render();
  },
  'copy-words': async () => {
    const copied = navigator.clipboard.writeText(
      one('[data-recovery-words]').innerText.split(/\s+/).join(' '),
    );
    await copied.then(
      () => say(t('Kopieret. Sæt ordene ind et sikkert sted.')),
      () => say(t('Det kunne ikke kopieres. Markér teksten, og kopiér den selv.')),
    );
  },
  'print-words': () => window.print(),
  'show-qr': () => {
    open.code = true;
    return render();
  },
  compare: () => {
    open.compares = !open.compares;
    return render();
  },
  'give-up': async () => {
    const vault = await readVault();
    if (vault) await giveUp(await keysOf(vault.secret));
    await render();
  },
  'ask-move': () => ask('move'),
  'ask-delete': () => ask('delete'),
  no: async () => {
    const asked = open.asks;
    await ask(null);
    return one(`[data-act=ask-${asked}]`);
  },
  move: async () => {
    open.asks = null;
    say(t('Et øjeblik …'));
    await sync(); // fetch what the other devices sent, so that it moves too
    const vault = await readVault();
    if (vault) await beginVault(undefined, vault.secret);
    say('');
    await render();
  },
  delete: async () => {
    open.asks = null;
    await changeVault({ leaving: true });
    await syncNow();
  },
  stay: () => changeVault({ leaving: false }).then(render),
};

/** Starts the screen. */
export async function vaultScreen() {
  const led = Object.entries(acts).map(([name, act]) => [
    name,
    async (/** @type {HTMLElement} */ button) => {
      const given = await act(button);
      return given ?? next();
    },
  ]);
  onActs({ ...Object.fromEntries(led), ...addingDevice() }, failed);
  const draw = () => void render().catch(failed);
  whenVaultChanges(draw);
  document.addEventListener('pointerdown', () => {
    isPressed = true;
  });
  for (const type of ['pointerup', 'pointercancel'])
    document.addEventListener(type, () => {
      isPressed = false;
      setTimeout(draw); // after the press itself
    });
  await render();
}
