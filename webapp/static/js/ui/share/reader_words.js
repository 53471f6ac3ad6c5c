// Calm messages for a link that cannot be shown, one for each cause that can be told apart.

/** @typedef {import('../../core/language/catalogue.js').Catalogue} Catalogue */

/** @param {import('../../data/share/link.js').LinkErrorCode} code @param {Catalogue} words */
export function linkErrorText(code, { t }) {
  return {
    missing: t('Her mangler resten af linket. Åbn det igen fra den besked, du fik.'),
    cut: t('Der mangler noget af linket. Måske er det klippet over på vejen. Bed om at få det igen.'),
  }[code];
}

/**
 * The server does not say why a link is gone. A page that opened it before knows when it was due to end.
 * @param {string | null} expires @param {string} now ISO 8601 in UTC @param {Catalogue} words
 */
export function goneText(expires, now, { t }) {
  if (!expires)
    return t(
      'Linket virker ikke mere. Måske er tiden gået, eller det er trukket tilbage. Spørg den, du fik det af.',
    );
  return Date.parse(expires) <= Date.parse(now)
    ? t('Tiden er gået. Linket virker ikke mere.')
    : t('Linket er trukket tilbage. Spørg den, du fik det af, hvis du vil vide mere.');
}

/** @param {string} code of an error @param {Catalogue} words */
export function openErrorText(code, { t }) {
  const changed = t(
    'Ordene passer ikke til linket. De er ændret eller byttet ud på vejen. Derfor bliver de ikke vist. Bed om et nyt link.',
  );
  /** @type {Record<string, string>} */
  const sentences = {
    offline: t('Der er ikke net lige nu. Prøv igen om lidt.'),
    later: t('Serveren svarer ikke lige nu. Prøv igen om lidt.'),
    'bad-answer': t('Ordene kom ikke helt frem. Prøv igen om lidt.'),
    'unknown-format': changed,
    'not-authentic': changed,
    'bad-padding': changed,
    damaged: changed,
    newer: t('Linket er lavet i en nyere udgave af appen. Åbn det igen lidt senere.'),
  };
  return sentences[code] ?? t('Det gik ikke lige nu. Prøv igen om lidt.');
}
