// Reading meetings on the phone, and finding the words that a screen is about.
import {
  ASKED_DAYS,
  OVER_MINUTES,
  meetingToAskAbout,
  meetingToday,
  meetingsAhead,
} from '../../core/meeting/fields.js';
import { withDatabase } from '../storage/database.js';
import { getStatement, latestStatement } from './statements.js';
import { rowsOf } from '../storage/stored_documents.js';

/** @typedef {import('../../core/meeting/fields.js').Meeting} Meeting */
/** @typedef {import('../../core/statement/fields.js').Statement} Statement */
/**
 * `next`: the nearest ahead; `over`: the past one to ask about; `today`: whose left-out lines apply today;
 * `now`: the local time.
 * @typedef {{next: Meeting | null, over: Meeting | null, today: Meeting | null, now: string}} Nearest
 */
/** @typedef {{statement: Statement | null, meeting: Meeting | null}} WordsHere */

const MINUTE_MS = 60_000;

/** The local time now, or some minutes ago, as 2026-11-26T10:00. */
export function wallNow(minutesAgo = 0) {
  const at = new Date(Date.now() - minutesAgo * MINUTE_MS);
  return new Date(at.getTime() - at.getTimezoneOffset() * MINUTE_MS).toISOString().slice(0, 16);
}

/** @param {string} id @returns {Promise<Meeting | undefined>} */
export const getMeeting = (id) =>
  withDatabase((database) => rowsOf(database.transaction('meetings'), 'meetings').get(id));

/** Every meeting, those in the bin too. @returns {Promise<Meeting[]>} */
export const allMeetings = () =>
  withDatabase((database) => rowsOf(database.transaction('meetings'), 'meetings').getAll());

/** @returns {Promise<Nearest>} */
export async function nearestMeetings() {
  const meetings = await allMeetings();
  const [since, now] = [wallNow(OVER_MINUTES), wallNow()];
  return {
    now,
    next: meetingsAhead(meetings, since)[0] ?? null,
    over: meetingToAskAbout(meetings, since, wallNow(ASKED_DAYS * 24 * 60)),
    today: meetingToday(meetings, since, now),
  };
}

/**
 * The statement that a meeting uses: its own, or the one last worked on.
 * @param {Meeting} meeting @returns {Promise<Statement | null>}
 */
export async function statementOf(meeting) {
  const own = meeting.statement ? await getStatement(meeting.statement) : undefined;
  return own && !own.deleted ? own : ((await latestStatement()) ?? null);
}

/**
 * The words that a screen is about. The id is a statement's or a meeting's. Without one, it is today's
 * meeting, so that its left-out lines stay out; else the statement last worked on.
 * @param {string} id @returns {Promise<WordsHere>}
 */
export async function wordsFor(id) {
  const statement = id ? await getStatement(id) : undefined;
  if (statement) return { statement, meeting: null };
  const meeting = id ? await getMeeting(id) : (await nearestMeetings()).today;
  if (meeting && !meeting.deleted) return { statement: await statementOf(meeting), meeting };
  return { statement: id ? null : ((await latestStatement()) ?? null), meeting: null };
}
