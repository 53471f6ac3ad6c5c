// Everything of the vault in one script, loaded when it is on or asked for.
export { fetchByWords } from './ui/vault/fetch_by_words.js';
export { startVaultScheduler } from './ui/vault/scheduler.js';
export { twoVersions } from './ui/vault/two_versions.js';
export { vaultScreen } from './ui/vault/vault_screen.js';
