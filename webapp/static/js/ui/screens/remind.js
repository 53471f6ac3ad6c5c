// "Påmind mig": when to remind, and how. The server's part is a fragment that holds only times.
import { isNight, suggestedReminders } from '../../core/meeting/local_time.js';
import { meetingName, whenAndWhere } from '../../core/views/start_list.js';
import { h } from '../../core/markup/tree.js';
import { getMeeting, wallNow } from '../../data/documents/meetings.js';
import { remindersOf } from '../../data/reminders/reminders.js';
import { meetingFile } from '../widgets/calendar.js';
import { keepSayingDates } from '../widgets/said_dates.js';
import { onActs, one, show } from '../dom.js';
import { refuse } from '../forms.js';
import { canPush } from '../reminders/push.js';
import { failed, idHere, say, words } from '../page.js';
import { reminderList } from '../reminders/reminder_list.js';

const { t, paths } = words;
/** @param {string} name @returns {HTMLInputElement} */
const box = (name) => one(`[name="${name}"]`);
/** @type {import('../../core/meeting/fields.js').Meeting | undefined} */
let meeting;

/**
 * The chosen times, and a sentence about a field if something is wrong with it.
 * @returns {{walls: string[], wrong: string, field: HTMLElement}}
 */
function chosen() {
  const wallOf = (/** @type {HTMLInputElement} */ { value }) => value.slice(0, 16);
  const [first, second] = [box('first'), box('second')];
  const walls = [...new Set([wallOf(first), wallOf(second)])].filter(Boolean).sort();
  const isOver = (/** @type {HTMLInputElement} */ field) => field.value && wallOf(field) <= wallNow();
  const wrong = { walls, field: isOver(first) || !isOver(second) ? first : second };
  if (!walls.length) return { ...wrong, wrong: t('Vælg først et tidspunkt.') };
  if (isOver(wrong.field)) return { ...wrong, wrong: t('Det tidspunkt er gået. Vælg et senere.') };
  if (walls.some(isNight) && !box('night').checked)
    return {
      walls,
      field: box('night'),
      wrong: t('Det er om natten. Sæt et flueben, hvis du gerne vil det.'),
    };
  return { ...wrong, wrong: '' };
}

const NO_PUSH = {
  yes: '',
  no: t('Den her browser kan ikke minde dig om det. Brug din kalender.'),
  home: t('Læg først appen på din telefon. Så kan den minde dig om det. Eller brug din kalender.'),
  denied: t(
    'Du har sagt nej til beskeder fra appen. Det kan du ændre i telefonens indstillinger. Eller brug din kalender.',
  ),
};

/** Fill the form with the meeting's reminders, or with suggested times. */
async function fill() {
  meeting = await getMeeting(idHere());
  if (!meeting) return;
  show(one('[data-view=which]'), h('span', {}, whenAndWhere(meeting, words, meetingName(meeting, words))));
  const ahead = (await remindersOf(meeting.id)).filter(({ wall }) => wall > wallNow());
  const walls = ahead.length
    ? ahead.map(({ wall }) => wall)
    : meeting.at
      ? suggestedReminders(meeting.at, meeting.zone, new Date().toISOString())
      : [];
  [box('first').value, box('second').value] = [walls[0] ?? '', walls[1] ?? ''];
  box('shows').checked = ahead.some(({ shows }) => shows === 'time');
  box('night').checked = ahead.some(({ wall }) => isNight(wall));
}

/** @type {import('../dom.js').Acts} */
const acts = {
  calendar: () => {
    if (!meeting?.at) return say(t('Vælg først en dag for mødet.'));
    const { walls, wrong, field } = chosen();
    if (wrong && walls.length) return refuse(field, wrong);
    meetingFile(meeting, walls);
    return say(t('Åbn filen, så ligger mødet i din kalender.'));
  },
};

/** Starts the screen. */
export async function start() {
  onActs(acts, failed);
  one('[data-form]').addEventListener('submit', (event) => event.preventDefault());
  await fill();
  keepSayingDates();
  const why = NO_PUSH[canPush()];
  one('[data-no-push]').hidden = !why;
  one('[data-no-push]').textContent = why;
  if (!meeting)
    return show(
      one('[data-view=which]'),
      h('a', { class: 'button', href: `${paths.meeting}#ny` }, t('Skriv et møde ind først')),
    );
  const { id, at } = meeting;
  await reminderList({
    meeting: { id, at },
    zone: meeting.zone,
    chosen: () => ({ ...chosen(), shows: box('shows').checked ? 'time' : 'nothing' }),
  });
  return undefined;
}
