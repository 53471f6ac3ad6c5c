// What the vault's account tells on "Boksen": what the vault lacks, its other devices, and the words that
// compare them.
import { formatDay } from '../language/catalogue.js';
import { titleElement } from '../markup/own_words.js';
import { h } from '../markup/tree.js';
import { FORGET_DAYS } from '../sync/account.js';

/** @typedef {import('../language/catalogue.js').Catalogue} Catalogue */
/** @typedef {import('../sync/account.js').Device} Device */
/** @typedef {import('../sync/account_rows.js').Lacks} Lacks */
/**
 * `device`: how this device is called in the account.
 * @typedef {{
 *   device: string, known: {devices: Device[]}, lacks: Lacks,
 *   joined: {day: number, label: string, since: string} | null
 * }} Told
 */
/**
 * `heard`: the server's time at the last sync.
 * @typedef {{account: Told, heard: string}} AccountState
 */

const DAY_MS = 86_400_000;
const SILENT_DAYS = 14;
/** For how long a device that has joined says from when the newest was. */
const JOINED_DAYS = 7;

/** @param {string} from @param {string} to */
const daysBetween = (from, to) => (Date.parse(to) - Date.parse(from)) / DAY_MS;

/** @param {string} act @param {string} label */
const button = (act, label) =>
  h(
    'p',
    { class: 'link-row' },
    h('button', { type: 'button', class: 'button quiet', 'data-act': act, 'data-key': act }, label),
  );

/** @param {string} label @param {Catalogue} words */
function deviceName(label, { t }) {
  /** @type {Record<string, string>} */
  const names = {
    android: t('en Android-telefon'),
    iphone: t('en iPhone'),
    ipad: t('en iPad'),
    computer: t('en computer'),
  };
  return names[label] ?? t('en anden enhed');
}

/** @param {Lacks['named'][number]} lack @param {Catalogue} words */
function lackLine({ title, isOlder }, { t }) {
  const name = titleElement('div', {}, { title }, title || t('Uden titel'));
  const older = t('Boksen har en ældre udgave.');
  return h('li', {}, name, isOlder && h('div', { class: 'hint' }, older));
}

/** @param {Lacks} lacks @param {Catalogue} words */
function lacksNotice({ named, more, isOlder }, words) {
  const { t, tn } = words;
  if (!named.length && !more && !isOlder) return null;
  const others = more > 0 && h('li', {}, tn('{n} tekst mere', '{n} tekster mere', more));
  return h(
    'div',
    { class: 'notice', 'data-lacks': true },
    h('p', {}, t('Boksen mangler noget, som en af dine enheder har haft:')),
    h(
      'ul',
      {},
      named.map((lack) => lackLine(lack, words)),
      others,
      isOlder && h('li', {}, t('Noget af det er en ældre udgave.')),
    ),
    h('p', {}, t('Åbn appen på den enhed. Så sender den det igen.')),
    button('give-up', t('Vis det ikke mere')),
  );
}

/**
 * From when the newest in the vault was as this device joined it, and which device wrote last.
 * @param {NonNullable<Told['joined']>} joined @param {Catalogue} words
 */
export function newestSentence(joined, words) {
  const day = formatDay(new Date(joined.day * DAY_MS).toISOString(), words.lang);
  const device = deviceName(joined.label, words);
  return words.t('Det nyeste i boksen kom {day} fra {device}.', { day, device });
}

/** @param {AccountState} state @param {Catalogue} words */
const joinedLine = ({ account: { joined }, heard }, words) =>
  joined && daysBetween(joined.since, heard) <= JOINED_DAYS
    ? h('p', { class: 'hint' }, newestSentence(joined, words))
    : null;

/** @param {AccountState} state @param {Catalogue} words */
function otherDevices({ account, heard }, words) {
  const { t, lang } = words;
  const others = account.known.devices.filter(
    ({ id, at }) => id !== account.device && daysBetween(at, heard) < FORGET_DAYS,
  );
  if (!others.length) return null;
  const newest = [...others].sort((a, b) => (a.at > b.at ? -1 : 1));
  const isSilent = newest.some(({ at }) => daysBetween(at, heard) > SILENT_DAYS);
  const line = (/** @type {Device} */ { label, at }) =>
    t('Sidst hørt fra {device}: {day}', { device: deviceName(label, words), day: formatDay(at, lang) });
  const hint = t('Er det længe siden? Åbn appen på den enhed, så ved du, at alt er med.');
  return h(
    'div',
    {},
    h(
      'ul',
      { 'data-devices': true },
      newest.map((device) => h('li', {}, line(device))),
    ),
    isSilent && h('p', { class: 'hint' }, hint),
  );
}

/** @param {string[] | null} compared @param {Catalogue} words */
function comparison(compared, { t }) {
  const act = button('compare', compared ? t('Skjul de fire ord') : t('Sammenlign enheder'));
  if (!compared) return act;
  const shown = { class: 'compare-words', 'data-compare-words': true, translate: 'no', role: 'status' };
  const hints = [
    t('Se de fire ord på begge enheder, og læs dem op. De skal vises på samme sprog.'),
    t('Er ordene ens, er teksterne det også.'),
    t('Er de ikke ens? Tryk på Hent og send nu på begge, og se igen.'),
  ];
  return h(
    'div',
    {},
    act,
    h('p', shown, compared.join(' ')),
    hints.map((hint) => h('p', { class: 'hint' }, hint)),
  );
}

/** @param {AccountState} state @param {Catalogue} words */
export const accountNotices = (state, words) =>
  h('div', {}, lacksNotice(state.account.lacks, words), joinedLine(state, words));

/** @param {{account?: Told, heard: string, compared?: string[] | null}} state @param {Catalogue} words */
export const accountDevices = ({ account, heard, compared = null }, words) =>
  h(
    'div',
    {},
    h('h2', {}, words.t('Dine enheder')),
    account ? otherDevices({ account, heard }, words) : null,
    comparison(compared, words),
  );
