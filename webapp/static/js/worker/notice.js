// Shows one notice for a push: a greeting and no more, unless the person chose to show the time as well.
import { capitalised, catalogue, formatWhen } from '../core/language/catalogue.js';
import { DEFAULT_LANGUAGE, isLanguage } from '../core/language/languages.js';
import { within } from '../data/storage/time_limit.js';
import { ID } from '../data/identity.js';
import { getMeeting } from '../data/documents/meetings.js';
import { addressFor, reportAddress } from '../data/reminders/push_address.js';
import { allReminders, getReminder } from '../data/reminders/reminders.js';
import { readSettings } from '../data/settings.js';
import { factsOf } from './facts.js';

/**
 * `notification` of a push: one that the browser itself has read from it.
 * @typedef {Event & {
 *   data: {json: () => any} | null,
 *   notification: {close: () => void, lang?: string, data: {url?: string, id?: string} | null} | undefined,
 *   waitUntil: (work: Promise<unknown>) => void
 * }} WorkerEvent
 */
/**
 * What this file uses of a service worker's global scope.
 * @typedef {{
 *   registration: {pushManager: PushManager, showNotification: (title: string, options: object) =>
 * Promise<void>}, clients: {openWindow: (url: string) => Promise<unknown>} }} Worker
 */
const worker = /** @type {Worker} */ (/** @type {unknown} */ (globalThis));

/**
 * A push's content; the id is '' for an empty push, garbage, or one that somebody else sent.
 * @param {WorkerEvent} event
 */
function read({ data, notification }) {
  try {
    const message = data?.json();
    const id = notification?.data?.id ?? message?.id;
    return {
      id: typeof id === 'string' && ID.test(id) ? id : '',
      lang: notification?.lang ?? message?.notification?.lang,
    };
  } catch {
    return { id: '', lang: '' };
  }
}

/**
 * The language that the person chose; else the one in which the reminder was set; else the browser's.
 * @param {unknown} [lang] of the push @returns {Promise<string>}
 */
async function currentLanguage(lang) {
  const chosen = await within(
    readSettings().then(
      ({ language }) => language,
      () => undefined,
    ),
    undefined,
  );
  return [chosen, lang, navigator.language.split('-')[0]].find(isLanguage) ?? DEFAULT_LANGUAGE;
}

/**
 * The app's words in the person's language, from the cached start screen.
 * @param {unknown} lang of the push
 */
async function currentWords(lang) {
  const language = await currentLanguage(lang);
  const shell = await caches
    .match(`/${language}/`)
    .then((kept) => kept?.text())
    .catch(() => '');
  return catalogue(
    factsOf(shell ?? '') ?? {
      lang: DEFAULT_LANGUAGE,
      version: '',
      paths: /** @type {any} */ ({}),
      switch: {},
      words: {},
    },
  );
}

/**
 * The reminder and its meeting; undefined if the database cannot be read or does not answer.
 * @param {string} id
 */
async function known(id) {
  const reminder = id
    ? await within(
        getReminder(id).catch(() => undefined),
        undefined,
      )
    : undefined;
  const meeting =
    reminder &&
    (await within(
      getMeeting(reminder.meeting).catch(() => undefined),
      undefined,
    ));
  return { reminder, meeting: meeting && !meeting.deleted ? meeting : undefined };
}

/**
 * Always shows one notice: some systems end a subscription whose pushes show none.
 * @param {WorkerEvent} event
 */
async function show(event) {
  const { id, lang: pushed } = read(event);
  const [{ t, lang, paths }, { reminder, meeting }] = await Promise.all([currentWords(pushed), known(id)]);
  const showsTime = reminder?.shows === 'time' && meeting?.at;
  const url = meeting && paths.meeting ? `${paths.meeting}#${meeting.id}` : (paths.meetings ?? '/');
  await worker.registration.showNotification(t('En hilsen fra dig selv'), {
    ...(showsTime && { body: capitalised(formatWhen(meeting.at, lang)) }),
    lang,
    tag: id || 'egne-ord',
    data: { url },
  });
}

/**
 * Opens a new window: an open one may hold unsaved words.
 * @param {WorkerEvent} event
 */
function open({ notification }) {
  notification?.close();
  return worker.clients.openWindow(notification?.data?.url ?? '/');
}

/** The browser ended or replaced the push subscription: tell the server, if it has reminders to send. */
async function renew() {
  if (!(await allReminders()).length) return;
  const lang = await currentLanguage();
  const { vapid, isWanted } = await reportAddress(lang, null);
  if (vapid && isWanted) await reportAddress(lang, await addressFor(worker.registration.pushManager, vapid));
}

/** What to do at each event, which lasts until the promise ends. If renewing fails, the next visit tries again. */
export const notices = {
  push: show,
  notificationclick: open,
  pushsubscriptionchange: () => renew().catch(() => {}),
};
