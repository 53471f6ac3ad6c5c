// "Mere": a copy of everything, and the way to each screen that is not needed in the moment.
import { onActs, one } from '../dom.js';
import { failed, say, words } from '../page.js';
import { persistenceText } from '../persistence.js';
import { saveCopy } from '../widgets/downloads.js';

const { t } = words;

/** Starts the screen. @param {import('../lifecycle.js').Loaders} loaders */
export async function start({ secondaryCode }) {
  onActs(
    {
      'save-copy': async () => say((await saveCopy()) ? t('Kopien er gemt.') : ''),
      'save-text': async () => {
        const code = await secondaryCode().catch(() => null);
        if (!code) return say(t('Det her skal bruge net første gang. Dine ord er her stadig.'));
        return say((await code.saveText()) ? t('Teksten er gemt.') : '');
      },
    },
    failed,
  );
  one('[data-kept]').textContent = await persistenceText();
}
