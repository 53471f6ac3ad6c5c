// "Mine links": the links that the person made, and the answers to them.
import { linkList } from '../../core/views/links.js';
import { isPast } from '../../data/share/has_work.js';
import { flushOutbox } from '../../data/share/outbox.js';
import { allShares, changeShare, forgetShare, whenSharesChange } from '../../data/share/shares.js';
import { all, onActs, one } from '../dom.js';
import { failed, say, words } from '../page.js';
import { startShareScheduler } from '../share/scheduler.js';
import { canSend, linkActs, prepareLinks, showLinks } from '../share/link_acts.js';

const { t } = words;
const place = () => one('[data-view=links]');
/** Id of the link that the page asks about, or ''. */
let asks = '';
/**
 * The tree on the screen, as JSON. It is redrawn only on a change, because a button replaced while pressed
 * does not respond.
 */
let drawn = '';
/** Whether the status line says why no answers could be fetched. */
let saysWhy = false;

/** The start screen then no longer speaks of these answers. @param {import('../../data/share/shares.js').Share[]} links */
async function markSeen(links) {
  for (const { id, notes, notes_seen = 0 } of links)
    if (notes.length > notes_seen) await changeShare(id, (now) => ({ ...now, notes_seen: now.notes.length }));
}

async function render() {
  const links = await allShares();
  await prepareLinks(links);
  await markSeen(links);
  const tree = linkList(
    { links: links.map((link) => ({ ...link, past: isPast(link) })), canSend: canSend(), asks },
    words,
  );
  const next = JSON.stringify(tree);
  if (next === drawn) return;
  drawn = next;
  const open = new Set(all('[data-replies][open]', place()).map(({ dataset }) => dataset.replies));
  showLinks(place(), tree);
  for (const notes of all('[data-replies]', place()))
    notes.toggleAttribute('open', open.has(notes.dataset.replies));
}

async function fetchNotes() {
  const outcome = await flushOutbox({ notes: true });
  await render();
  const waits = (await allShares())
    .filter(({ state, wait, notes_key }) => state === 'live' && wait && notes_key)
    .map(({ wait }) => wait);
  const why = waits.includes('offline')
    ? t('Der er ikke net lige nu. Nye svar kommer, når der er net.')
    : t('Serveren svarer ikke lige nu. Prøv igen om lidt.');
  if (waits.length || saysWhy) say(waits.length ? why : '');
  saysWhy = waits.length > 0;
  return outcome;
}

/** @type {import('../dom.js').Acts} */
const acts = {
  'forget-link': async ({ dataset }) => {
    await forgetShare(dataset.id ?? '');
    await render();
    say(t('Nu er det væk fra listen.'));
  },
  ...linkActs(async (id) => {
    asks = id;
    await render();
  }),
};

/** Starts the screen. */
export async function start() {
  onActs(acts, failed);
  await render();
  whenSharesChange(() => void render().catch(failed));
  startShareScheduler(fetchNotes);
}
