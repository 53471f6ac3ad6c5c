// A push becomes one notice. It says a greeting and no more, unless the person chose that it may say when the meeting is.
import { begun, catalogue, whenName } from '../core/language/catalogue.js';
import { DEFAULT_LANGUAGE, isLanguage } from '../core/language/languages.js';
import { within } from '../data/storage/time_limit.js';
import { ID } from '../data/identity.js';
import { getMeeting } from '../data/documents/meetings.js';
import { addressFor, reportAddress } from '../data/reminders/push_address.js';
import { allReminders, getReminder } from '../data/reminders/reminders.js';
import { readSettings } from '../data/settings.js';
import { factsOf } from './facts.js';

/** A push's own notification is what a browser has read by itself. @typedef {Event & {data: {json: () => any} | null, notification: {close: () => void, lang?: string, data: {url?: string, id?: string} | null} | undefined, waitUntil: (work: Promise<unknown>) => void}} WorkerEvent */
/**
 * What this file uses of a service worker's global scope.
 * @typedef {{
 *   addEventListener: (name: string, heard: (event: WorkerEvent) => void) => void,
 *   registration: {pushManager: PushManager, showNotification: (title: string, options: object) => Promise<void>},
 *   clients: {openWindow: (url: string) => Promise<unknown>}
 * }} Worker
 */
const worker = /** @type {Worker} */ (/** @type {unknown} */ (globalThis));

/** What a push carries: the id is '' for an empty one, garbage, or what somebody else sent. @param {WorkerEvent} event */
function read({ data, notification }) {
  try {
    const said = data?.json();
    const id = notification?.data?.id ?? said?.id;
    return {
      id: typeof id === 'string' && ID.test(id) ? id : '',
      lang: notification?.lang ?? said?.notification?.lang,
    };
  } catch {
    return { id: '', lang: '' };
  }
}

/**
 * The language that was chosen; else the one the reminder was set in; else the browser's.
 * @param {unknown} [lang] of the push @returns {Promise<string>}
 */
async function languageHere(lang) {
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
 * The words of the app in the person's language, from the start screen that the phone keeps.
 * @param {unknown} lang of the push
 */
async function wordsHere(lang) {
  const language = await languageHere(lang);
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

/** @param {string} id @returns what this phone knows of it, and nothing where its memory cannot be read, or does not answer */
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

/** Always one notice: some systems end a subscription whose pushes show nothing. @param {WorkerEvent} event */
async function show(event) {
  const { id, lang: pushed } = read(event);
  const [{ t, lang, paths }, { reminder, meeting }] = await Promise.all([wordsHere(pushed), known(id)]);
  const isTold = reminder?.shows === 'time' && meeting?.at;
  const url = meeting && paths.meeting ? `${paths.meeting}#${meeting.id}` : (paths.meetings ?? '/');
  await worker.registration.showNotification(t('En hilsen fra dig selv'), {
    ...(isTold && { body: begun(whenName(meeting.at, lang)) }),
    lang,
    tag: id || 'egne-ord',
    data: { url },
  });
}

worker.addEventListener('push', (event) => event.waitUntil(show(event)));

// A new window: one that is open may hold words that are being written.
worker.addEventListener('notificationclick', (event) => {
  event.notification?.close();
  event.waitUntil(worker.clients.openWindow(event.notification?.data?.url ?? '/'));
});

/** The browser ended the address, or gave another one: the server hears of it, where it has reminders to send. */
async function renew() {
  if (!(await allReminders()).length) return;
  const lang = await languageHere();
  const { vapid, isWanted } = await reportAddress(lang, null);
  if (vapid && isWanted) await reportAddress(lang, await addressFor(worker.registration.pushManager, vapid));
}

// Where that fails, the next visit tries again.
worker.addEventListener('pushsubscriptionchange', (event) => event.waitUntil(renew().catch(() => {})));
