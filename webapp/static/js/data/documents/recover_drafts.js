// Takes in what pages put down when they went away, as if they had still saved it.
import { canonical } from '../../core/documents/fields.js';
import { KINDS } from '../../core/sync/document.js';
import { broadcastHereToo } from '../storage/channel.js';
import { allDrafts, dropDraft } from '../storage/drafts.js';
import { getNote, saveNote } from './explorations.js';
import { withLock } from '../storage/lock.js';
import { getMeeting } from './meetings.js';
import { saveMeeting } from './save_meeting.js';
import { saveStatement } from './save_statement.js';
import { getStatement } from './statements.js';
import { whole } from '../storage/stored_documents.js';

/** @typedef {import('../../core/sync/document.js').Document} Document */
/** @typedef {import('../storage/drafts.js').StoredDraft} StoredDraft */

/** @type {Record<StoredDraft['kind'], {get: (id: string) => Promise<any>, save: (base: any, mine: any) => Promise<unknown>}>} */
const KEPT = {
  statement: { get: getStatement, save: saveStatement },
  meeting: { get: getMeeting, save: saveMeeting },
  exploration: { get: getNote, save: saveNote },
};

/** What a document says, whenever it was kept. @param {StoredDraft['kind']} kind @param {Document} document */
const said = (kind, document) => JSON.stringify({ ...canonical(KINDS[kind].fields, document), updated: '' });

/**
 * What the page knew when it wrote `mine`: what it was keeping, if that arrived, or what was there before.
 * @param {StoredDraft} draft @param {Document | undefined} stored
 */
const baseOf = ({ kind, base, sent }, stored) =>
  sent && stored && said(kind, sent) === said(kind, stored) ? sent : base;

/** @param {StoredDraft} stored an older version of the app may have put it down @returns {StoredDraft} */
const wholeDraft = (stored) => ({
  ...stored,
  base: whole(stored.kind, stored.base),
  mine: whole(stored.kind, stored.mine),
  sent: whole(stored.kind, stored.sent),
});

/** @param {StoredDraft} draft */
async function recover(draft) {
  const { kind, base, mine } = draft;
  const { get, save } = KEPT[kind];
  const stored = await get(mine.id);
  const isGone = base && !stored; // thrown out for good meanwhile
  const isKept = stored && said(kind, stored) === said(kind, mine);
  if (!isGone && !isKept) await save(baseOf(draft, stored), mine);
  await dropDraft(draft.key);
  if (!isGone) broadcastHereToo(mine.id); // this page may have read it a moment too soon
}

/** Of several pages one takes them in; one that cannot be kept now stays. */
export const recoverDrafts = () =>
  withLock('egne-ord-drafts', async () => {
    for (const draft of await allDrafts()) await recover(wholeDraft(draft));
  });
