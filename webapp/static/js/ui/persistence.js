// Asks the browser to keep the words, and says truthfully how safe they are on this phone.
import { choose, readSettings } from '../data/settings.js';
import { vaultIfOn } from '../data/vault/is_on.js';
import { words } from './page.js';

/** Ask the browser once, after the first save. */
export async function requestPersistence() {
  if (!navigator.storage?.persist) return;
  const { persist_asked } = await readSettings();
  if (persist_asked) return;
  await choose({ persist_asked: true });
  await navigator.storage.persist();
}

/** Where the words are stored, and whether the browser may delete them. */
export async function persistenceText() {
  const { t } = words;
  if ((await vaultIfOn().catch(() => null))?.synced)
    return t('Dine ord ligger på den her telefon. De ligger også låst i din boks.');
  const promised = await navigator.storage?.persisted?.().catch(() => false);
  return promised
    ? t('Dine ord ligger kun på den her telefon. Browseren har lovet at gemme dem. Gem alligevel en kopi.')
    : t(
        'Dine ord ligger kun på den her telefon. Browseren kan slette dem, hvis du ikke åbner appen i lang tid. Gem en kopi.',
      );
}
