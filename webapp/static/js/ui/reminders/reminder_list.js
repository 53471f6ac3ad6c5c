// The server's list of what is set, and its form: filled in here, since only this phone knows the times and its own address.
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
import { fencedHtmx } from '../fragments.js';
import { failed, say, words } from '../page.js';
import { askForPush, pushAddress } from './push.js';

/** @typedef {import('../../data/reminders/reminders.js').Reminder} Reminder */
/** @typedef {Awaited<ReturnType<typeof fencedHtmx>>} Htmx */
/** @typedef {{meeting: {id: string, at: string}, zone: string, chosen: () => {walls: string[], wrong: string, shows: Reminder['shows']}}} Choices */

const { t, paths } = words;
/** What the server answers to a form whose safety mark is too old. */
const STALE_STATUS = 409;
const PLACE = '[data-reminder-list]';
/** Told reminders are remembered so long, for a notice that is pressed late. */
const REMEMBERED_MINUTES = 7 * 24 * 60;

/** @param {HTMLFormElement} form @param {Record<string, string>} values */
function fill(form, values) {
  for (const [name, value] of Object.entries(values)) {
    const field = form.elements.namedItem(name);
    if (field instanceof HTMLInputElement) setChoice(field, value);
  }
}

/** Each line that this phone knows says which meeting it is for: here, where only the person sees it. */
async function nameMeetings() {
  const known = new Map((await allReminders()).map((one) => [one.id, one]));
  for (const line of all('[data-reminder]', one(PLACE))) {
    const meeting = await getMeeting(known.get(line.dataset.reminder ?? '')?.meeting ?? '');
    if (meeting)
      one('time', line).after(
        ' · ',
        toDom(h('a', { href: `${paths.meeting}#${meeting.id}` }, meetingName(meeting, words))),
      );
  }
}

/** What was sent and has no answer yet. @type {Reminder[]} */
let sent = [];

/** @param {boolean} isTaken whether the server took what was sent */
async function arrived(isTaken) {
  const listed = new Set(all('[data-reminder]', one(PLACE)).map(({ dataset }) => dataset.reminder ?? ''));
  const taken = isTaken ? sent.filter(({ id }) => listed.has(id)) : [];
  sent = [];
  await keepReminders(taken);
  // A refusal has no list, and says nothing of what is set.
  if (all('[data-reminders]:not([data-refused])', one(PLACE)).length)
    await forgetUnlisted(listed, wallNow(), wallNow(REMEMBERED_MINUTES));
  await nameMeetings();
}

/**
 * Which reminder is for which time: one that is set for it stays, another moves there, and who has none is left over.
 * @param {string[]} walls @param {Reminder[]} known @returns {[string[], Reminder[]]} an id for each time, and those left over
 */
function assign(walls, known) {
  const kept = walls.map((wall) => known.find((one) => one.wall === wall));
  const left = known.filter((one) => !kept.includes(one));
  return [kept.map((one) => (one ?? left.shift())?.id ?? newId()), left];
}

/** Let the server forget reminders, each by the form in its line. @param {Reminder[]} reminders @returns {Promise<boolean>} whether it was reached */
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

function noNetwork() {
  sent = [];
  say(t('Det her skal bruge net. Dit møde er gemt.'));
}

/**
 * Fill the form with the chosen times, and send it.
 * @param {Htmx} htmx @param {HTMLFormElement} form @param {Choices} choices
 */
async function set(htmx, form, { meeting, zone, chosen }) {
  const { walls, wrong, shows } = chosen();
  if (wrong) return say(wrong);
  const address = await askForPush(one('[data-vapid]').dataset.vapid ?? '');
  if (!address) return say(t('Telefonen sagde nej til påmindelser. Brug din kalender i stedet.'));
  const known = (await remindersOf(meeting.id)).filter(({ wall }) => wall > wallNow());
  const [ids, left] = assign(walls, known);
  const reminders = walls.map((wall, i) => ({
    id: ids[i] ?? newId(),
    meeting: meeting.id,
    at: meeting.at,
    wall,
    shows,
  }));
  // A new one is known here before the server can tell of it; one that moves has moved when the server says so.
  await keepReminders(reminders.map((one) => ({ ...(known.find(({ id }) => id === one.id) ?? one), shows })));
  if (!(await cancel(left))) return noNetwork();
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
  const htmx = await fencedHtmx();
  /** The form's own safety mark gets old while one thinks: then it comes back fresh, and is sent once more. */
  let isRetried = false;
  document.addEventListener('submit', (event) => {
    const form = event.target;
    if (!(form instanceof HTMLFormElement) || !form.matches('[data-add]')) return;
    event.preventDefault();
    isRetried = false;
    void set(htmx, form, choices).catch(failed);
  });
  let status = 0;
  document.addEventListener('htmx:after:request', (event) => {
    status = /** @type {CustomEvent} */ (event).detail.ctx.response?.status ?? 0;
  });
  async function answered() {
    const isStale = status === STALE_STATUS;
    await arrived(status === 200);
    const form = /** @type {HTMLFormElement | undefined} */ (all('[data-add]', one(PLACE))[0]);
    if (!isStale || isRetried || !form) return;
    isRetried = true;
    await set(htmx, form, choices).catch(failed);
  }
  // By what has arrived, not by htmx's own events: those end with the form that is replaced.
  new MutationObserver(() => void answered().catch(failed)).observe(one(PLACE), { childList: true });
  document.addEventListener('htmx:error', noNetwork);
  const look = /** @type {HTMLFormElement} */ (one('[data-look]'));
  fill(look, { key: await reminderKey(), zone: choices.zone, ...(await pushAddress().catch(() => null)) });
  htmx.trigger(look, 'ready');
}
