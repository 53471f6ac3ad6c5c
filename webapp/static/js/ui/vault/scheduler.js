// Syncs the vault if it is on: soon after the last key, when the app becomes visible or the network returns.
import { vaultStatus } from '../../core/views/vault_status.js';
import { backoffMs } from '../../data/backoff.js';
import { vaultParty } from '../../data/storage/channel.js';
import { ID } from '../../data/identity.js';
import { readVault, whenVaultChanges } from '../../data/vault/state.js';
import { sync } from '../../data/vault/sync.js';
import { all } from '../dom.js';
import { words } from '../page.js';
import { sayJoined } from './joined.js';

const IDLE_MS = 3_000;

let timer = 0;
let failures = 0;

/** Show on the status lines where the words are stored. */
async function showStatus() {
  const vault = await readVault().catch(() => null);
  for (const line of all('[data-vault-status]'))
    line.textContent = vaultStatus(vault, new Date().toISOString(), words);
}

/** @param {number} ms */
function later(ms) {
  clearTimeout(timer);
  timer = setTimeout(() => void run(), ms);
}

async function run() {
  const vault = await readVault().catch(() => null);
  if (!vault?.saved) return;
  const { done, retryAfter } = await sync().catch(() => ({ done: false, retryAfter: 0 }));
  await showStatus();
  failures = done ? 0 : failures + 1;
  const stopped = (await readVault().catch(() => null))?.stop;
  if (!done && !stopped) later(backoffMs(failures, retryAfter));
}

/** Keep this phone and its vault in step, for as long as the page is open. */
export function startVaultScheduler() {
  whenVaultChanges(() => void showStatus());
  vaultParty.listen((changed) => ID.test(changed) && later(IDLE_MS));
  window.addEventListener('online', () => later(0));
  document.addEventListener('visibilitychange', () => document.visibilityState === 'visible' && later(0));
  void showStatus();
  void sayJoined().catch(() => {}); // the words are here all the same
  later(0);
}
