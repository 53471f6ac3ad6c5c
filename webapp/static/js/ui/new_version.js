// Offers a new version of the app, if it was not refused. It never takes over by itself, and the words are saved
// first.
import { h } from '../core/markup/tree.js';
import { one, toDom } from './dom.js';
import { saveAll } from './lifecycle.js';
import { words } from './page.js';
import { reportRefused } from './refused_version.js';

/** @param {ServiceWorkerRegistration} registration whose new worker waits, or was not installed */
export async function offerNewVersion(registration) {
  const { t } = words;
  if (!registration.waiting) return reportRefused();
  const button = /** @type {HTMLElement} */ (
    toDom(h('button', { type: 'button', class: 'button' }, t('Brug den nye')))
  );
  button.addEventListener('click', () => void restart(registration, button));
  const notice = /** @type {HTMLElement} */ (
    toDom(
      h(
        'div',
        { class: 'notice update', role: 'status' },
        h('p', {}, t('Ny udgave er klar')),
        h('p', { class: 'hint' }, t('Den venter, til du har tid.')),
      ),
    )
  );
  notice.append(button);
  one('[data-calls]').replaceChildren(notice);
}

/** @param {ServiceWorkerRegistration} registration @param {HTMLElement} button */
async function restart(registration, button) {
  // Threat: a reload would lose words that are not saved, so the old version stays until they are.
  if ((await saveAll()).includes(false)) {
    button.before(toDom(h('p', {}, words.t('Dine ord er ikke gemt endnu. Derfor venter den nye udgave.'))));
    return;
  }
  navigator.serviceWorker.addEventListener('controllerchange', () => location.reload(), { once: true });
  registration.waiting?.postMessage('use-new-version');
}
