// The names of the parts, the kinds of meeting and other choices, in the reader's language.

import { formatWhen } from './catalogue.js';

/** @typedef {import('./catalogue.js').Catalogue} Catalogue */
/** @typedef {import('../statement/fields.js').Part} Part */

/** @param {Part} part @param {Catalogue} words */
export function partName(part, { t }) {
  return {
    introduce: t('Sådan vil jeg introducere mig selv'),
    important: t('Det er vigtigt for mig at…'),
    help: t('Jeg vil gerne have hjælp til'),
    so_that: t('Så jeg kan'),
  }[part];
}

/**
 * What a note without a goal is about.
 * @param {import('../exploration/fields.js').Chance} chance @param {Catalogue} words
 */
export function chanceName(chance, { t }) {
  return {
    happened: t('Hvad tror du selv, der er sket?'),
    helps: t('Hvad hjælper dig, og hvem hjælper?'),
    matters: t('Hvad er blevet vigtigt for dig nu?'),
  }[chance];
}

/** @param {import('../statement/fields.js').Kind | ''} kind @param {Catalogue} words */
export function kindName(kind, { t }) {
  return {
    '': '',
    psychiatry: t('Psykiatrisk samtale'),
    admission: t('Indlæggelse'),
    municipal_plan: t('Kommunal plan'),
    job_centre: t('Jobcenter'),
    doctor: t('Egen læge'),
    other: t('Andet'),
  }[kind];
}

/**
 * "Til mødet torsdag den 26. november kl. 10.00", without what the meeting is about.
 * @param {import('../meeting/fields.js').Meeting} meeting @param {Catalogue} words
 */
export const meetingLine = ({ at }, { t, lang }) =>
  at ? t('Til mødet {when}', { when: formatWhen(at, lang) }) : t('Til dit møde');

/**
 * The title, or "Uden titel" in the reader's language.
 * @param {{title: string}} statement @param {Catalogue} words
 */
export const titleOf = (statement, { t }) => (statement.title.trim() ? statement.title : t('Uden titel'));

/** Ja, lidt, nej. @param {import('../meeting/fields.js').Answer | ''} answer @param {Catalogue} words */
export const answerWord = (answer, { t }) =>
  ({ '': '', yes: t('Ja'), partly: t('Lidt'), no: t('Nej') })[answer];
