// "Boksen": the vault when it is off, when it is new and its twelve words must be kept, and when it is on.
import { h } from '../markup/tree.js';
import { accountDevices, accountNotices } from './vault_account.js';
import { vaultStatus } from './vault_status.js';

/** @typedef {import('../language/catalogue.js').Catalogue} Catalogue */
/** @typedef {import('../markup/tree.js').Child} Child */
/**
 * @typedef {import('./vault_status.js').VaultState & {
 *   old: unknown, too_long: string[], not_sealed?: string[], unreadable: string[], heard?: string | null,
 *   account?: import('./vault_account.js').Told
 * }} OpenVault
 */
/**
 * `asks` is the open question: whether to move to a new vault, or to delete this one. `compared`: the four
 * words that compare devices, or null while they are hidden.
 * @typedef {{
 *   vault: OpenVault | null, recovery: string[], shown: boolean, asks: 'move' | 'delete' | null, now: string,
 *   compared?: string[] | null
 * }} State
 */

/** @param {string} act @param {string} label @param {string} [kind] */
const button = (act, label, kind = '') =>
  h('button', { type: 'button', class: `button ${kind}`.trim(), 'data-act': act, 'data-key': act }, label);

/** @param {...Child} children */
const row = (...children) => h('p', { class: 'link-row' }, children);

/** @param {State} state @param {Catalogue} words */
const recoveryWords = ({ recovery }, { t }) => [
  h(
    'ol',
    { class: 'recovery', 'data-recovery-words': true, translate: 'no' },
    recovery.flatMap((word, i) => [i ? ' ' : null, h('li', {}, word)]),
  ),
  row(
    button('copy-words', t('Kopiér ordene'), 'quiet'),
    button('print-words', t('Udskriv dem'), 'quiet'),
    button('show-qr', t('Vis som kode'), 'quiet'),
  ),
  h('div', { class: 'qr', 'data-qr': true }),
];

/** @param {State} state @param {Catalogue} words */
const newVault = (state, words) =>
  h(
    'div',
    { class: 'notice' },
    h('h2', { tabindex: -1 }, words.t('Dine 12 ord')),
    h(
      'p',
      {},
      words.t(
        'Ordene er nøglen til din boks. Skriv dem på papir, og læg papiret et sikkert sted. Ingen andre har dem.',
      ),
    ),
    recoveryWords(state, words),
    row(button('have-saved', words.t('Jeg har gemt dem'), 'main')),
  );

/**
 * Why syncing has stopped, in calm words, and what the person can do.
 * @type {Record<string, (t: Catalogue['t']) => [string, ...Child[]]>}
 */
const STOPS = {
  'went-back': (t) => [
    t('Der ligger en ældre udgave i boksen end før. Dine ord her er ikke rørt. Du kan sende dem igen.'),
    button('insist', t('Send mine ord igen'), 'main'),
  ],
  'mass-delete': (t) => [
    t('Mange af dine ord er slettet i boksen. Her er de ikke rørt. Var det dig?'),
    button('insist', t('Nej, send mine ord igen'), 'main'),
    button('trust', t('Ja, smid dem også ud her'), 'quiet'),
  ],
  moved: (t) => [
    t('Boksen kan ikke åbnes mere. Måske har du fået en ny på en anden telefon. Dine ord her er ikke rørt.'),
    button('insist', t('Send mine ord igen'), 'main'),
    button('forget', t('Slå boksen fra her'), 'quiet'),
  ],
  full: (t) => [
    t('Boksen er fuld. Dine ord er gemt på telefonen. Smid noget ud, og prøv igen.'),
    button('again', t('Prøv igen'), 'main'),
  ],
  refused: (t) => [
    t('Boksen virker ikke lige nu. Dine ord er gemt på telefonen.'),
    button('again', t('Prøv igen'), 'main'),
  ],
};

/**
 * Why syncing waits, where the status line alone would not be enough. It goes on by itself.
 * @type {Record<string, (t: Catalogue['t']) => [string, ...Child[]]>}
 */
const WAITS = {
  'no-room': (t) => [
    t(
      'Der er ikke plads til mere på serveren lige nu. Dine ord er her på telefonen, og den prøver selv igen.',
    ),
  ],
  'full-today': (t) => [
    t(
      'Så meget kan en ny boks ikke tage på én dag. Dine ord er her på telefonen, og resten kommer i boksen i morgen.',
    ),
  ],
};

/** @param {NonNullable<State['vault']>} vault @param {Catalogue} words */
function problems({ stop, wait, too_long, not_sealed = [], unreadable }, { t, tn }) {
  const [sentence, ...acts] = (stop ? STOPS[stop]?.(t) : wait && WAITS[wait]?.(t)) || [''];
  return [
    sentence &&
      h('div', { class: 'notice', role: 'status' }, h('p', {}, sentence), acts.length > 0 && row(...acts)),
    too_long.length > 0 &&
      h(
        'p',
        { class: 'hint' },
        tn(
          '{n} tekst er for lang til boksen. Den ligger her på telefonen.',
          '{n} tekster er for lange til boksen. De ligger her på telefonen.',
          too_long.length,
        ),
      ),
    not_sealed.length > 0 &&
      h(
        'p',
        { class: 'hint' },
        tn(
          '{n} tekst kan ikke låses til boksen. Den ligger her på telefonen.',
          '{n} tekster kan ikke låses til boksen. De ligger her på telefonen.',
          not_sealed.length,
        ),
      ),
    unreadable.length > 0 &&
      h(
        'p',
        { class: 'hint' },
        tn(
          '{n} ting i boksen kan ikke åbnes her. Den er ikke rørt.',
          '{n} ting i boksen kan ikke åbnes her. De er ikke rørt.',
          unreadable.length,
        ),
      ),
    unreadable.length > 0 && row(button('insist', t('Send mine ord igen'), 'quiet')),
  ];
}

/** @param {State} state @param {Catalogue} words */
function question({ asks }, { t }) {
  if (asks === 'move') {
    return h(
      'div',
      { class: 'notice' },
      h('p', {}, t('Du får 12 nye ord. Så kan den gamle telefon ikke åbne boksen mere.')),
      row(button('move', t('Lav en ny boks'), 'main'), button('no', t('Ikke nu'), 'quiet')),
    );
  }
  if (asks === 'delete') {
    return h(
      'div',
      { class: 'notice' },
      h('p', {}, t('Boksen bliver slettet på serveren. Ordene på telefonen bliver liggende.')),
      row(button('delete', t('Ja, slet boksen'), 'main'), button('no', t('Ikke nu'), 'quiet')),
    );
  }
  return null;
}

/**
 * Once everything is in the vault the main button leads on; until then it syncs.
 * @param {OpenVault} vault @param {Catalogue} words
 */
function whatNext({ stop, wait, synced }, { t, paths }) {
  const isIn = synced && !stop && !wait;
  return row(
    isIn && h('a', { class: 'button main', href: paths.start }, t('Til dine ord')),
    button('sync', t('Hent og send nu'), stop || isIn ? 'quiet' : 'main'),
  );
}

/** @param {State & {vault: NonNullable<State['vault']>}} state @param {Catalogue} words */
const openVault = (state, words) => {
  const { t } = words;
  const { vault, shown, compared } = state;
  const { account } = vault;
  const told = { account, heard: vault.heard ?? state.now, compared };
  return h(
    'div',
    {},
    h('p', { class: 'vault-line' }, vaultStatus(vault, state.now, words)),
    problems(vault, words),
    account && accountNotices({ account, heard: told.heard }, words),
    vault.leaving ? row(button('stay', t('Behold boksen'))) : whatNext(vault, words),
    vault.old ? h('p', { class: 'hint' }, t('Den gamle boks bliver slettet, når den nye er fyldt.')) : null,
    row(button('words', shown ? t('Skjul de 12 ord') : t('Vis de 12 ord'), 'quiet')),
    shown && recoveryWords(state, words),
    !vault.leaving && accountDevices(told, words),
    h('h2', {}, t('Hvis der sker noget')),
    row(
      !vault.old && button('ask-move', t('Jeg har mistet en telefon'), 'quiet'),
      button('ask-delete', t('Slet boksen'), 'quiet'),
    ),
    question(state, words),
  );
};

/** @param {State} state @param {Catalogue} words */
export function vault(state, words) {
  const { t } = words;
  if (!state.vault)
    return h(
      'div',
      {},
      row(
        button('turn-on', t('Slå boksen til'), 'main'),
        h('a', { class: 'button quiet', href: words.paths.copy }, t('Jeg har en boks')),
      ),
    );
  return state.vault.saved ? openVault(/** @type {any} */ (state), words) : newVault(state, words);
}
