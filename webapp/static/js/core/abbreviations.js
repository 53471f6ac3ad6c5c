// When a full stop does not end the sentence: abbreviations, initials, dates and ordinals, in Danish and English.

/** @param {string} list */
const words = (list) => new Set(list.split(' '));

/** Stand before a name or in the middle; a capital letter after them does not begin a sentence. */
const BEFORE_NAMES = words(
  'f.eks feks fx fx. bl.a dvs d.v.s jf jvf cf pga p.g.a ift i.f.t mht m.h.t mhp iht vha aht iflg vedr ang hhv resp ' +
    'inkl ekskl evt hr hrr fr frk dr prof cand stud lic overl sygepl skt sct att adr nr afd tlf mob cpr cvr pkt kap ' +
    'gl sdr ndr str s.k såk v.hj.a t.o.m f.o.m ' +
    'e.g i.e mr mrs ms messrs st vs rev',
);

/** Can stand last in a sentence: a capital letter after them begins a new one. */
const MAY_END = words(
  'osv o.s.v mv m.v mm m.m mfl m.fl o.l o.lign el el.lign lign ca kl kr pct mio mia kg km cm stk sek mdr pt p.t s.u ' +
    'maks max alm bem div forts gns gnsn dgl ugtl mdl årl ass psyk amb kbh ml opr sml udg ' +
    'a.m p.m ph.d phd etc jr sr inc ltd approx dept',
);

/** Words of their own, and abbreviations only beside a number: "20 min. i bus", "d. 3. jan. kl. 10", "no. 5". */
const BESIDE_NUMBERS = words('min no jan feb mar apr jun jul aug sep sept okt oct nov dec tv th');

/** Begin a sentence, whatever stood before. */
const OPENS = /^(?:jeg|han|hun|vi|så|men|når|hvis|derfor|bagefter|he|she|we|they|then|but|when|if)(?!\p{L})/iu;
/** Begin a sentence after a single letter ("plan B. Det gik"), where a surname could stand too. */
const OPENS_AFTER_LETTER = /^(?:De[tnr]|Du|Mi[nt]|Mine|Nu|Og|Hvad|Da|It|The|This|That|There|My|You|So|And)(?!\p{L})/u;
const MONTH = /^(?:januar|februar|marts|april|maj|ju[nl]i|august|september|oktober|november|december)(?!\p{L})/iu;

const LOWER = /^\p{Ll}/u;
const DIGIT = /^\p{N}/u;
const ORDINAL = /(?:^|\D)\d{1,3}$/;
/** "9. B", "3. G"; not "I", which is a word. */
const SCHOOL_CLASS = /^[B-HJ-Z](?!\p{L})/u;
const WEB_ADDRESS = /\.(?:dk|com|org|net|eu|se|no|nu)$/;
const LAST_WORD = /(?:^|[^\p{L}])((?:\p{L}{1,4}\.)*\p{L}+)$/u;
const LAST_WORDS = /(?:^|[^\p{L}.])((?:\p{L}{1,2}\. ?)+\p{L}{1,5})$/u;
const INITIALS = /^(?:\p{Lu}\p{Ll}?\.)*\p{Lu}\p{Ll}?$/u;
const AFTER_NUMBER = /\d[.\s]*\p{L}+$/u;

/**
 * True when the full stop between `before` and `next` is inside a sentence.
 * @param {string} before the sentence so far, or its last 30 characters, without the full stop
 * @param {string} next what follows, from its first letter or digit
 */
export function goesOn(before, next) {
  const lower = LOWER.test(next);
  const digit = DIGIT.test(next);
  if (/\p{N}$/u.test(before)) return ORDINAL.test(before) && afterNumber(next, lower || digit);
  const written = LAST_WORD.exec(before)?.[1] ?? '';
  const word = written.toLowerCase();
  if (!word || isCapitals(written)) return false;
  const spaced = (LAST_WORDS.exec(before)?.[1] ?? word).replaceAll(' ', '').toLowerCase();
  if (BEFORE_NAMES.has(word) || BEFORE_NAMES.has(spaced)) return lower || !OPENS.test(next);
  if (MAY_END.has(word) || MAY_END.has(spaced)) return lower || digit;
  if (isInitial(written)) return !OPENS.test(next) && !OPENS_AFTER_LETTER.test(next);
  if (BESIDE_NUMBERS.has(word)) return digit || (lower && AFTER_NUMBER.test(before));
  return word.includes('.') && !WEB_ADDRESS.test(word) && (lower || digit);
}

/** An ordinal or a date goes on; "Jeg er 40. Jeg bor her" does not. @param {string} next @param {boolean} small */
function afterNumber(next, small) {
  return small ? !OPENS.test(next) : MONTH.test(next) || SCHOOL_CLASS.test(next);
}

/** "PTSD", "MS", "DR": names in capitals take no full stop of their own. @param {string} word */
function isCapitals(word) {
  return /^\p{Lu}{2,}$/u.test(word);
}

/** "J", "H.C", "d", "Th": but "i", "å" and "ø" are words. @param {string} word */
function isInitial(word) {
  return word.length === 1 ? !/[iåø]/i.test(word) : word.includes('.') && INITIALS.test(word);
}
