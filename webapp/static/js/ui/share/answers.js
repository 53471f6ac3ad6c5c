// Asks for answers to links while the start screen is open, and says when one has come.
import { h } from '../../core/markup/tree.js';
import { hasAnswer } from '../../data/share/has_work.js';
import { flushOutbox } from '../../data/share/outbox.js';
import { say, words } from '../page.js';

/**
 * Ask once. What comes is said in the status line, which has its place already, so that nothing moves under a
 * finger; the next time it stands above the sheets.
 */
export async function fetchAnswers() {
  if (await hasAnswer()) return;
  await flushOutbox({ notes: true });
  const { t, paths } = words;
  if (await hasAnswer()) say([h('a', { href: paths.links }, t('Der er kommet svar på det, du har delt'))]);
}
