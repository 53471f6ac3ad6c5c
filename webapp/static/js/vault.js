// The vault's code, loaded when the vault is on or a screen needs it.
export { fetchByWords, secretOf } from './ui/vault/fetch_by_words.js';
export { startVaultScheduler } from './ui/vault/scheduler.js';
export { twoVersions } from './ui/vault/two_versions.js';
export { vaultScreen } from './ui/vault/vault_screen.js';
