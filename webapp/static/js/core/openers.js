// Words that open a sentence, or a clause, more often than they stand after an abbreviation.

/** Begin a sentence, whatever stood before. */
export const OPENS = /^(?:jeg|han|hun|vi|så|men|når|hvis|derfor|bagefter|he|she|we|they|then|but|when|if)(?!\p{L})/iu;

/** Begin a sentence where a name could stand too: after "plan B." or "Google Inc.". "A. Holm" and "I. Holm" are names. */
export const OPENS_WITH_CAPITAL = new RegExp(
  '^(?:(?:De[tnr]?|Du|Mi[nt]|Mine|Di[nt]|Dine|Nu|Og|Hvad|Hvor|Hvordan|Hvorfor|Da|Der|Dengang|Derefter|Desuden|Også|Måske|Alle|' +
    'Ingen|Nogle|Selv|Efter|Fra|Ja|Nej|Tak|Her|En|Et|It|The|This|That|These|Those|There|My|Your|Our|Their|His|Her|You|So|And|In|' +
    'On|At|For|What|Where|Why|How|Who|After|Before|Yes|Please|Also|Now|Some|All|Not|As|To|With|Is|Are|Was|Do|Can)(?![\\p{L}.])|' +
    "(?:A|I) \\p{Ll}|I['’])",
  'u',
);

/** A new clause after "osv." or "etc.", also with a small letter: its subject. */
export const NEW_CLAUSE =
  /^(?:jeg|du|han|hun|vi|man|det|he|she|we|they|it|you|i['’]m|i (?:am|can|cant|dont|don|was|will|need|want|feel|get))(?!\p{L})/iu;

/** Who says it, after a question or a shout: "Hvad nu? spurgte jeg." It goes on with a small letter. */
export const WHO_SAYS = new RegExp(
  '^(?:sagde|siger|spurgte|spørger|svarede|svarer|råbte|råber|fortsatte|fortsætter|foreslog|foreslår|tænkte|tænker|hviskede|' +
    'hvisker|lød|lyder|skrev|skriver|udbrød|udbryder|mente|mener|says?|said|asked|asks|replied|replies|answered|shouted|whispered|thought) ' +
    '(?:jeg|du|han|hun|vi|de|man|en|et|den|det|min|mit|mine|hans|hendes|i|he|she|we|they|the|my|his|her|\\p{Lu})',
  'u',
);
