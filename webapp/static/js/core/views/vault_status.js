// The status line that says where the words are stored.
import { formatDay, formatOf, withTimeKept } from '../language/catalogue.js';

/** @typedef {import('../language/catalogue.js').Catalogue} Catalogue */
/**
 * What the line shows of the vault; null when it is off.
 * @typedef {{
 *   saved: boolean, leaving: boolean, stop: string | null, wait: string | null, synced: string | null
 * } | null | undefined} VaultState
 */

/**
 * "kl. 10.42" for today, else the day.
 * @param {string} at ISO 8601 in UTC
 * @param {string} now ISO 8601 in UTC
 * @param {Catalogue} words
 */
function whenWords(at, now, words) {
  const { lang, t } = words;
  const format = formatOf(lang, { hour: '2-digit', minute: '2-digit' });
  const isToday = formatDay(at, lang) === formatDay(now, lang);
  if (!isToday) return formatDay(at, lang);
  return withTimeKept(t('kl. {time}', { time: format.format(new Date(at)) }));
}

/**
 * @param {VaultState} vault
 * @param {string} now ISO 8601 in UTC
 * @param {Catalogue} words
 * @returns {string}
 */
export function vaultStatus(vault, now, words) {
  const { t } = words;
  if (!vault || !vault.saved) return t('Gemt på din telefon');
  if (vault.leaving) return t('Boksen bliver slettet, når der er net');
  if (vault.stop) return t('Gemt på din telefon. Boksen venter på dig.');
  if (vault.wait === 'offline') return t('Venter på net');
  if (vault.wait === 'no-room') return t('Gemt på din telefon. Serveren har ikke plads lige nu.');
  if (vault.wait === 'full-today') return t('Gemt på din telefon. Resten kommer i boksen i morgen.');
  if (vault.wait) return t('Gemt på din telefon. Boksen svarer ikke lige nu.');
  return vault.synced
    ? t('Gemt i boksen {when}', { when: whenWords(vault.synced, now, words) })
    : t('Gemt på din telefon');
}
