// The bin: thirty days to change one's mind.
import { bin } from '../../core/views/kept.js';
import { allStatements, daysLeft, restoreStatement } from '../../data/statements.js';
import { start } from '../app.js';
import { onActs, one, show } from '../dom.js';
import { failed, say, words } from '../page.js';

async function render() {
  const statements = (await allStatements()).flatMap((s) => (s.deleted ? [{ ...s, days: daysLeft(s.deleted) }] : []));
  show(one('[data-view=bin]'), bin({ statements }, words));
}

onActs({
  restore: async (button) => {
    await restoreStatement(button.dataset.id ?? '');
    await render();
    say(words.t('Nu er de her igen.'));
  },
}, failed);

start(render);
