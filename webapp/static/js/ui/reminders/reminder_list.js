// The server's list of reminders and its form, which this phone fills in: only it knows the times and its
// address.
import { instantOf } from '../../core/meeting/local_time.js';
import { meetingName } from '../../core/views/start_list.js';
import { h } from '../../core/markup/tree.js';
import { newId } from '../../data/identity.js';
import { getMeeting, wallNow } from '../../data/documents/meetings.js';
import {
  allReminders,
  forgetUnlisted,
  keepReminders,
  reminderKey,
  remindersOf,
} from '../../data/reminders/reminders.js';
import { all, one, toDom } from '../dom.js';
import { setChoice } from '../editing/form_fields.js';
import { loadHtmx } from '../fragments.js';
import { refuse } from '../forms.js';
import { failed, say, words } from '../page.js';
import { begin } from '../press.js';
import { askForPush, pushAddress } from './push.js';

/** @typedef {import('../../data/reminders/reminders.js').Reminder} Reminder */
/** @typedef {Awaited<ReturnType<typeof loadHtmx>>} Htmx */
/**
 * @typedef {{meeting: {id: string, at: string}, zone: string,
 *   chosen: () => {walls: string[], wrong: string, field: HTMLElement, shows: Reminder['shows']}}} Choices
 */

const { t, paths } = words;
/** The server's answer to a form whose CSRF token is too old. */
const STALE_STATUS = 409;
const PLACE = '[data-reminder-list]';
/** Sent reminders are remembered this long, for a notification that is pressed late. */
const REMEMBERED_MINUTES = 7 * 24 * 60;

/** @param {HTMLFormElement} form @param {Record<string, string>} values */
function fill(form, values) {
  for (const [name, value] of Object.entries(values)) {
    const field = form.elements.namedItem(name);
    if (field instanceof HTMLInputElement) setChoice(field, value);
  }
}

/** Add the meeting's name to each line that this phone knows. The server does not know the names. */
async function nameMeetings() {
  const known = new Map((await allReminders()).map((reminder) => [reminder.id, reminder]));
  for (const line of all('[data-reminder]', one(PLACE))) {
    const meeting = await getMeeting(known.get(line.dataset.reminder ?? '')?.meeting ?? '');
    if (meeting)
      one('time', line).after(
        ' · ',
        toDom(h('a', { href: `${paths.meeting}#${meeting.id}` }, meetingName(meeting, words))),
      );
  }
}

/** Reminders sent to the server that it has not answered yet. @type {Reminder[]} */
let sent = [];

/**
 * Match the phone's reminders to a new list.
 * @param {boolean} isAccepted whether the server accepted what was sent
 */
async function listArrived(isAccepted) {
  const listed = new Set(all('[data-reminder]', one(PLACE)).map(({ dataset }) => dataset.reminder ?? ''));
  const accepted = isAccepted ? sent.filter(({ id }) => listed.has(id)) : [];
  sent = [];
  await keepReminders(accepted);
  // A refusal contains no list, so it does not show which reminders are set.
  if (all('[data-reminders]:not([data-refused])', one(PLACE)).length)
    await forgetUnlisted(listed, wallNow(), wallNow(REMEMBERED_MINUTES));
  await nameMeetings();
}

/**
 * Assign reminders to times: one already set for a time keeps it, the others move to the remaining times.
 * @param {string[]} walls
 * @param {Reminder[]} known
 * @returns {[string[], Reminder[]]} an id for each time, and the unused reminders
 */
function assign(walls, known) {
  const kept = walls.map((wall) => known.find((reminder) => reminder.wall === wall));
  const unused = known.filter((reminder) => !kept.includes(reminder));
  return [kept.map((reminder) => (reminder ?? unused.shift())?.id ?? newId()), unused];
}

/**
 * Let the server forget reminders, each by the form in its line.
 * @param {Reminder[]} reminders
 * @returns {Promise<boolean>} whether it was reached
 */
async function cancel(reminders) {
  const forms = /** @type {HTMLFormElement[]} */ (
    reminders.flatMap(({ id }) => all(`[data-reminder="${id}"] form`, one(PLACE)))
  );
  const requests = forms.map((form) =>
    fetch(form.action, {
      method: 'POST',
      body: new URLSearchParams(/** @type {[string, string][]} */ ([...new FormData(form)])),
      credentials: 'omit',
      cache: 'no-store',
      redirect: 'error',
    }),
  );
  return Promise.all(requests).then(
    () => true,
    () => false,
  );
}

/** Ends the press that waits for the server. @type {(next?: unknown) => Promise<void>} */
let ended = async () => {};

function noNetwork() {
  sent = [];
  say(t('Det her skal bruge net. Dit møde er gemt.'));
  return ended();
}

/**
 * Take the sentence out of the server's answer.
 * @returns {() => Promise<void>} says it beside what was pressed when the answer came
 */
function answerTaken() {
  const [told] = all('.status', one(PLACE));
  const sentence = told?.textContent?.trim();
  const end = ended;
  told?.remove();
  return () => {
    if (sentence) say(sentence);
    return end();
  };
}

/**
 * Fill the form with the chosen times, and send it.
 * @param {Htmx} htmx @param {HTMLFormElement} form @param {Choices} choices
 */
async function set(htmx, form, { meeting, zone, chosen }) {
  const { walls, wrong, field, shows } = chosen();
  if (wrong) refuse(field, wrong);
  const address = !wrong && (await askForPush(one('[data-vapid]').dataset.vapid ?? ''));
  if (!wrong && !address) say(t('Telefonen tillader ikke påmindelser. Brug din kalender i stedet.'));
  if (!address) return ended();
  const known = (await remindersOf(meeting.id)).filter(({ wall }) => wall > wallNow());
  const [ids, unused] = assign(walls, known);
  const reminders = walls.map((wall, i) => ({
    id: ids[i] ?? newId(),
    meeting: meeting.id,
    at: meeting.at,
    wall,
    shows,
  }));
  // A new reminder is stored before the server can list it, a moved one once the server has accepted it.
  await keepReminders(
    reminders.map((reminder) => ({ ...(known.find(({ id }) => id === reminder.id) ?? reminder), shows })),
  );
  if (!(await cancel(unused))) return noNetwork();
  sent = reminders;
  const times = reminders.flatMap(({ id, wall }, i) => [
    [`id-${i}`, id],
    [`due-${i}`, instantOf(wall, zone) ?? ''],
  ]);
  fill(form, { ...address, ...Object.fromEntries(times) });
  htmx.trigger(form, 'ready');
  return undefined;
}

/** @param {Choices} choices */
export async function reminderList(choices) {
  const htmx = await loadHtmx();
  /** The form's CSRF token can expire. The server then returns a fresh form, which is sent once more. */
  let isRetried = false;
  document.addEventListener('submit', (event) => {
    const form = event.target;
    if (!(form instanceof HTMLFormElement) || !form.closest(PLACE)) return;
    ended = begin(event.submitter ?? form);
    if (!form.matches('[data-add]')) return;
    event.preventDefault();
    isRetried = false;
    void set(htmx, form, choices).catch(failed);
  });
  let status = 0;
  document.addEventListener('htmx:after:request', (event) => {
    status = /** @type {CustomEvent} */ (event).detail.ctx.response?.status ?? 0;
  });
  async function handleAnswer() {
    const isStale = status === STALE_STATUS;
    const sayAnswer = answerTaken();
    await listArrived(status === 200);
    const form = /** @type {HTMLFormElement | undefined} */ (all('[data-add]', one(PLACE))[0]);
    if (!isStale || isRetried || !form) return sayAnswer();
    isRetried = true;
    await set(htmx, form, choices).catch(failed);
  }
  // Watch the DOM instead of htmx's events, because htmx stops sending them once the form is replaced.
  new MutationObserver(() => void handleAnswer().catch(failed)).observe(one(PLACE), { childList: true });
  document.addEventListener('htmx:error', noNetwork);
  const lookForm = /** @type {HTMLFormElement} */ (one('[data-look]'));
  fill(lookForm, {
    key: await reminderKey(),
    zone: choices.zone,
    ...(await pushAddress().catch(() => null)),
  });
  htmx.trigger(lookForm, 'ready');
}
