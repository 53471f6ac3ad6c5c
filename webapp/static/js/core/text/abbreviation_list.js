// Danish and English abbreviations written with a full stop, grouped by what may follow them.
//
// The first four groups hold no ordinary word ("med", "dog", "ill"): a full stop after one ends its sentence.
// Abbreviations that are also words are in the other groups, which check more. abbreviations.test.js tests
// it.

/** @param {string[]} lines */
const words = (...lines) => new Set(lines.join(' ').split(' '));

/** Never last: no sentence ends with a bare "hr.", so a capital letter after one begins a name. */
export const BEFORE_NAMES = words(
  // prepositions, conjunctions and adverbs that need something after them
  'f.eks feks fx fx. bl bl.a dvs d.v.s jf jfr jvf cf pr pga p.g.a ift i.f.t ifm i.f.m mht m.h.t mhp',
  'm.h.p iht i.h.t',
  'vha v.h.a aht a.h.t ifb iflg ifl vedr ang hhv resp inkl ekskl evt t.o.m f.o.m f.s.v fsva m.a.o s.k',
  'såk v.hj.a istf',
  'i.st.f indbef e.g i.e viz vs esp incl excl mvh m.v.h vh',
  // titles and first names
  'hr hrr fr frk dr prof cand stud lic overl sygepl skt sct kgl kgs fhv fg fung adm borgm gdr statsaut',
  'chr vilh joh',
  'mr mrs ms messrs st rev',
  // parts of addresses, and words before a number
  'henh sq att attn adr nr jnr lb.nr afd tlf cpr cvr pkt kap gl sdr ndr ll str kmdr',
);

/** Rarely last: a capital letter after one begins a name, unless the word is one that opens sentences. */
export const SELDOM_LAST = words(
  // adjectives, adverbs and titles
  'tidl nuv særl tilsv sædv sagsbeh psyk amb soc fam dir insp præs kons ital russ',
  // doses: "20 mg. Panodil"
  'mg',
  // firms and institutions
  'inc corp co jr sr snr assn assoc univ intl natl atty',
);

/** May be last: a capital letter after one begins a new sentence; a small letter or a number does not. */
export const MAY_END = words(
  // amounts, measures and time
  'ca cirk kr kl pct prc mio mia md mdr mdl stk km cm kg gr ml kvm ltr cl dl sek tkr dkr spsk tsk knsp',
  'pk pkg pers lejl årg årh',
  'cyl diam feb apr aug sep sept okt oct nov dec tirs tors fre lør tues thurs thur tel a.m p.m tbsp tsp',
  'qty avg',
  // parts of books, papers and lists
  'tabl opg spm bem afs litr litt forts ovenn nedenn ovenst nedenst opl slutn suppl bdt vedl vejl skr',
  'mrk indb udb fork',
  // adjectives and adverbs
  'alm dagl ugentl månedl årl ugtl div gns gnsn dgl maks opr orig sml endv egl desl omtr omkr oprindl',
  'ekstraord foreg',
  'obl priv mdtl grdl pgl øvr dobb begr undt approx misc cont',
  // nouns of offices, schools and hospitals
  'medl formd sekr repr udg omr omg hosp psych kbh ekspl eksp sygd beh bev bibl bygn dep distr fmd eftm',
  'foren forf fys henv',
  'indv inh instr kem komm konst korr ktr modt nto polit prod pæd reg samf subst techn tekn tilf tilh',
  'till udd udbet vedk',
  'dept govt bldg appt mgmt mfg dist elem',
  // wishes, degrees and firms
  'pt p.t s.u ph.d phd esq ltd',
);

/** End a list or an amount, and so a clause: even a small "jeg", "det" or "they" begins a new sentence. */
export const CLOSERS = words(
  'osv o.s.v mv m.v mm m.m mfl m.fl o.l o.lign o.a ofl o.fl o.m.a el.lign el lign etc hrs mins secs yr',
  'yrs wk lb lbs oz',
);

/** Ordinary words that are abbreviations beside a number: "20 min. i bus", "3. jan. kl. 10", "fig. 2". */
export const BESIDE_NUMBERS = words(
  'min no jan mar jun jul tv th mill mob max fig pop vol sec vær ch pp fl sp apt est ext ft nos',
  'man ons søn mon tue wed thu fri sat sun',
);

/** English days: words in small letters ("I sat."), abbreviations when capitalised inside a sentence. */
export const DAYS = words('Mon Tue Wed Thu Fri Sat Sun');

/** Titles and places that follow the same rule: "Gen. Bell", "Mt. Hood", "Fifth Ave.". */
export const CAPITALISED = new Set([
  ...DAYS,
  ...words(
    'Gen Col Sgt Lt Capt Cpl Sen Rep Gov Pres Hon Ft Mt Mts Supt Bros Ave Blvd Rd Hwy',
    'Calif Fla Ariz Tenn Minn Conn Okla',
  ),
]);

const FIELDS =
  'phil|med|jur|theol|scient|polit|psych|pæd|oecon|tech|techn|art|odont|pharm|arch|soc|ling|merc|mag|negot|' +
  'interpret|agro|silv|geom|act|comm|it|public|cur|anth|pol|adm|aud|san|fys|chem';

/** Degrees. Their second half may be an ordinary word elsewhere: "cand.mag.", "dr. phil.", "stud.med.". */
export const DEGREE = new RegExp(
  String.raw`(?:^|[^\p{L}])(?:dr|cand|stud|lic|mag|exam|bac)(?:\. ?(?:${FIELDS})){1,2}$`,
  'iu',
);
