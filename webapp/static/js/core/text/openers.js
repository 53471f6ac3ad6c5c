// Words that open a sentence or a clause more often than they continue one after an abbreviation.

/** @param {string[]} parts alternatives of a pattern @param {string} [flags] */
const begins = (parts, flags = 'u') => new RegExp(`^(?:${parts.join('|')})`, flags);
/** @param {string} words @param {string} [end] characters that may not follow */
const anyOf = (words, end = String.raw`\p{L}`) => `(?:${words.replaceAll(' ', '|')})(?![${end}])`;

const ALWAYS = 'jeg han hun vi så men når hvis derfor bagefter he she we they then but when if';
const DANISH =
  'De De[tnr] Du Mi[nt] Mine Di[nt] Dine Nu Og Hvad Hvor Hvordan Hvorfor Da Dengang Derefter Desuden Også ' +
  'Måske Alle Ingen Nogle Selv Efter Fra Ja Nej Tak Her En Et';
const ENGLISH =
  'It The This That These Those There My Your Our Their His Her You So And In On At For What Where Why How ' +
  'Who After Before Yes Please Also Now Some All Not As To With Is Are Was Do Can';
const SAYS =
  'sagde siger spurgte spørger svarede svarer råbte råber fortsatte fortsætter foreslog foreslår tænkte ' +
  'tænker hviskede hvisker skrev skriver udbrød udbryder mente mener says? said asked asks replied replies ' +
  'answered shouted whispered thought';
const SPEAKER =
  'jeg du han hun vi de man en et den det min mit mine hans hendes i he she we they the my his her';
const SUBJECT = 'jeg du han hun vi man det he she we they it you';
/** "i" is a preposition in Danish; in these it is the English pronoun. */
const I_DO = "i['’]m|i am|i can|i cant|i dont|i don|i was|i will|i need|i want|i feel|i get";

/** Always open a sentence. */
export const OPENS = begins([anyOf(ALWAYS)], 'iu');

/** Open one where a name could follow too, after "plan B." or "Acme Inc.". "A. Holm", "I. Holm" are names. */
export const OPENS_WITH_CAPITAL = begins([
  anyOf(`${DANISH} ${ENGLISH}`, String.raw`\p{L}.`),
  String.raw`(?:A|I) \p{Ll}`,
  "I['’]",
]);

/** The subject of a new clause after "osv." or "etc.", even in small letters. */
export const NEW_CLAUSE = begins([anyOf(SUBJECT), `(?:${I_DO})(?!\\p{L})`], 'iu');

/** The speaker after a quoted question or shout, which continues the sentence: "Hvad nu? spurgte jeg." */
export const WHO_SAYS = begins([`(?:${SAYS.replaceAll(' ', '|')}) (?:${anyOf(SPEAKER)}|\\p{Lu})`]);
