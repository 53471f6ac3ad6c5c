// Phones in one process, each with its own database; one at a time is the current phone.
// Import this before any module of the app.
import 'fake-indexeddb/auto';

// An open channel would keep the test process alive, and there are no other tabs.
delete globalThis.BroadcastChannel;
// With locks, another phone could not become the current one during a request.
// Each phone here runs one sync at a time.
const locks = Object.getOwnPropertyDescriptor(Object.getPrototypeOf(navigator), 'locks');
delete Object.getPrototypeOf(navigator).locks;

const { change, withDatabase } = await import('../../webapp/static/js/data/storage/database.js');
const { importCopy } = await import('../../webapp/static/js/data/backup/import.js');
const { newId } = await import('../../webapp/static/js/data/identity.js');
const { saveStatement } = await import('../../webapp/static/js/data/documents/save_statement.js');
const { getStatement } = await import('../../webapp/static/js/data/documents/statements.js');
const { allMeetings, getMeeting } = await import('../../webapp/static/js/data/documents/meetings.js');
const { allNotes, getNote, saveNote } = await import('../../webapp/static/js/data/documents/explorations.js');
const { saveMeeting } = await import('../../webapp/static/js/data/documents/save_meeting.js');
const { beginVault, changeVault, readSynced, readVault } =
  await import('../../webapp/static/js/data/vault/state.js');
const { keysOf } = await import('../../webapp/static/js/data/vault/keys.js');
const { sync } = await import('../../webapp/static/js/data/vault/sync.js');
const { open } = await import('../../webapp/static/js/data/vault/record.js');
const { blankStatement } = await import('../../webapp/static/js/core/statement/fields.js');

/** Run `work` with Web Locks, as in every current browser. */
export async function withLocks(work) {
  Object.defineProperty(Object.getPrototypeOf(navigator), 'locks', locks);
  try {
    return await work();
  } finally {
    delete Object.getPrototypeOf(navigator).locks;
  }
}

/**
 * Wait until `work` waits for a held lock, or is done without having waited.
 * @param {Promise<unknown>} work
 */
export async function waitsInLine(work) {
  let isDone = false;
  const done = () => (isDone = true);
  work.then(done, done);
  while (!isDone && !(await navigator.locks.query()).pending.length)
    await new Promise((turn) => setImmediate(turn));
}

/** @type {Phone | null} */
let current = null;

export class Phone {
  #factory = new IDBFactory();

  /** @param {import('./vault_server_model.js').Network} network */
  constructor(network) {
    this.network = network;
  }

  /** Make this the current phone: the app's modules work on its database and network from now on. */
  async take() {
    globalThis.fetch = this.network.fetch;
    if (current === this) return this;
    if (current) await withDatabase(async (database) => database.close());
    current = this;
    globalThis.indexedDB = this.#factory;
    return this;
  }

  // What vault_world.js asks of each phone, as the current one.
  begin = async (secret) => {
    this.secret = await turnOn(secret);
  };
  all = async () => [...(await statementsHere()), ...(await allMeetings()), ...(await allNotes())];
  put = async (next, before = null) => {
    const [get, save] = next.parts
      ? [getStatement, saveStatement]
      : next.chance
        ? [getNote, saveNote]
        : [getMeeting, saveMeeting];
    await save(before ?? (await get(next.id)) ?? null, next);
  };
  isShared = async (id) => (await readSynced()).some((row) => row.id === id);
  import = (copy) =>
    importCopy({
      statements: copy.filter(({ parts }) => parts),
      meetings: copy.filter(({ questions }) => questions),
      explorations: copy.filter(({ chance }) => chance),
      versions: [],
    });
  remove = ({ id }) => purge(id);
  rewind = async (dice) => changeVault({ seq: dice((await readVault()).seq + 1) });
  held = () => openedVault(this.network.server, this.secret);
  sync = async (person) => {
    await sync(person);
    return (await readVault()).stop;
  };
}

/** Every statement on the current phone, by id. */
export const statementsHere = () => withDatabase((database) => database.getAll('statements'));
export const syncedHere = readSynced;

/** Write a new statement, or some fields of a stored one. @returns {Promise<string>} its id */
export async function write(fields, id = newId()) {
  const stored = await getStatement(id);
  const from = stored ?? blankStatement(id, new Date().toISOString());
  await saveStatement(stored ?? null, { ...from, ...fields, parts: { ...from.parts, ...fields.parts } });
  return id;
}

/** Delete for good, as after thirty days in the bin. */
export const purge = (id) =>
  change((transaction) =>
    Promise.all(
      ['statements', 'meetings', 'explorations'].map((name) => transaction.objectStore(name).delete(id)),
    ),
  );

/** Turn the vault on. @param {Uint8Array} [secret] */
export async function turnOn(secret) {
  await beginVault(secret);
  return (await readVault()).secret;
}

/**
 * What a version says, without the versions that it builds on.
 * @param {string} text JSON
 * @returns {string} JSON
 */
export const withoutParents = (text) => text.replace(/,"parents":\[[^\]]*\]\}$/, '}');

/**
 * The decrypted documents of the server's vault, by id, each without the versions that it builds on.
 * @returns {Promise<Map<string, {rev: number, document: string}>>}
 */
export async function openedVault(server, secret) {
  const keys = await keysOf(secret);
  const all = [...(server.vaults.get(keys.name)?.records.values() ?? [])];
  const records = all.filter(({ id }) => id !== keys.account);
  return new Map(
    await Promise.all(
      records.map(async ({ id, rev, sealed }) => [
        id,
        { rev, document: withoutParents(await open(keys, id, rev, sealed)) },
      ]),
    ),
  );
}
