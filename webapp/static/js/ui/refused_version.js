// Says that a new version was refused, if its files are not those that its worker names.
import { h } from '../core/markup/tree.js';
import { one, toDom } from './dom.js';
import { words } from './page.js';

/** The facts in the first line of the worker. @typedef {{shells: string, sum: string}} Facts */

/**
 * Whether the server has this file, but not with these bytes. It is fetched anew: a file that was changed on
 * its way once would stay in the browser's cache, and each later installation would fail with it.
 * @param {string} path @param {string} integrity
 */
async function differs(path, integrity) {
  const { ok } = await fetch(path, { cache: 'reload' });
  const isSame = await fetch(path, { integrity }).then(
    () => true,
    () => false,
  );
  return ok && !isSame;
}

/** Threat: a worker fails to install without a network too, which is nothing to tell anybody. */
async function isOtherThanPromised() {
  const source = await (await fetch('/sw.js', { cache: 'no-store' })).text();
  /** @type {Facts} */
  const { shells, sum } = JSON.parse(source.slice(source.indexOf('{'), source.indexOf(';\n')));
  if (await differs(shells, sum)) return true;
  /** @type {{sums: Record<string, string>}} */
  const { sums } = await (await fetch(shells, { integrity: sum })).json();
  for (const [path, integrity] of Object.entries(sums)) if (await differs(path, integrity)) return true;
  return false;
}

/** Say what was refused, and that nothing is lost. Never throws. */
export async function reportRefused() {
  if (!(await isOtherThanPromised().catch(() => false))) return;
  const { t } = words;
  const notice = h(
    'div',
    { class: 'notice update', role: 'status' },
    h('p', {}, t('Udgaven fra nettet er ikke hel')),
    h('p', { class: 'hint' }, t('Telefonen bruger den ikke. Dine ord er her stadig.')),
  );
  one('[data-calls]').replaceChildren(toDom(notice));
}
