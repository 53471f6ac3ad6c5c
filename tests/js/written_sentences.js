// Texts as people write them in chats, on the web, in letters and by dictation, and their sentences. All invented.

/** @type {['da' | 'en', string, ...string[]][]} */
export const WRITTEN_SENTENCES = [
  // Two dots: an end in Danish, three are not, and neither are in English
  ['da', 'jeg er så træt.. jeg orker ikke.. ok', 'jeg er så træt..', 'jeg orker ikke..', 'ok'],
  ['da', 'det gik ikke... men jeg prøvede', 'det gik ikke... men jeg prøvede'],
  ['da', 'Hun kom.. Jeg gik..', 'Hun kom..', 'Jeg gik..'],
  ['da', 'jeg venter..han kommer ikke', 'jeg venter..', 'han kommer ikke'],
  ['en', 'i was late.. as always', 'i was late.. as always'],
  ['en', 'I tried... but no. It failed.', 'I tried... but no.', 'It failed.'],
  // Emojis and smileys as the only stop
  ['da', 'vi skal til koncert 🎸 det bliver godt 🎉', 'vi skal til koncert 🎸', 'det bliver godt 🎉'],
  ['da', 'tak for i dag :-D vi ses i morgen', 'tak for i dag :-D', 'vi ses i morgen'],
  ['da', 'godt klaret 👍🏽 jeg er stolt', 'godt klaret 👍🏽', 'jeg er stolt'],
  ['da', 'det var sjovt xD jeg grinede', 'det var sjovt xD', 'jeg grinede'],
  ['da', 'ses snart:) hils din mor', 'ses snart:)', 'hils din mor'],
  ['da', 'jeg er glad 😊, men træt 😴.', 'jeg er glad 😊, men træt 😴.'],
  ['da', 'jeg har en hund 🐶 og en kat 🐱', 'jeg har en hund 🐶 og en kat 🐱'],
  ['da', 'jeg er træt 😴 og jeg vil hjem', 'jeg er træt 😴', 'og jeg vil hjem'],
  ['da', 'jeg ❤️ dig', 'jeg ❤️ dig'],
  ['da', 'jeg kommer fra 🇸🇾 og bor i 🇩🇰 nu', 'jeg kommer fra 🇸🇾 og bor i 🇩🇰 nu'],
  ['da', 'husk ✅ piller ✅ vand', 'husk ✅ piller ✅ vand'],
  ['da', 'kom kl. 10 (eller før :) og ring på', 'kom kl. 10 (eller før :) og ring på'],
  ['da', 'Se https://eksempel.dk/ her', 'Se https://eksempel.dk/ her'],
  ['en', 'the staff was great :) will come again', 'the staff was great :)', 'will come again'],
  ['en', 'I <3 this place so much', 'I <3 this place so much'],
  ['en', 'lovely food ❤ thank you Ann', 'lovely food ❤', 'thank you Ann'],
  ['en', 'Acme™ makes tea', 'Acme™ makes tea'],
  // No space after the stop
  ['da', 'Jeg bor i Ribe.Min søn bor her også.', 'Jeg bor i Ribe.', 'Min søn bor her også.'],
  ['da', 'Hvad nu?Jeg ved det ikke!Måske...Vi må se', 'Hvad nu?', 'Jeg ved det ikke!', 'Måske...', 'Vi må se'],
  ['da', 'Jeg er 61.Jeg har KOL.Jeg går langsomt', 'Jeg er 61.', 'Jeg har KOL.', 'Jeg går langsomt'],
  ['da', 'jeg er 30 år.jeg bor alene', 'jeg er 30 år.', 'jeg bor alene'],
  ['da', 'hvorfor det?fordi jeg er træt', 'hvorfor det?', 'fordi jeg er træt'],
  ['da', 'Skriv til Mette.Holm@Eksempel.Dk i dag', 'Skriv til Mette.Holm@Eksempel.Dk i dag'],
  ['da', 'Læs Brev.Pdf og Plan.Docx først', 'Læs Brev.Pdf og Plan.Docx først'],
  ['da', 'Se www.Eksempel.Com/Side.Nu?Id=Ja i dag', 'Se www.Eksempel.Com/Side.Nu?Id=Ja i dag'],
  ['da', 'Det er kl. 10.30 og 1.000 kr. i alt', 'Det er kl. 10.30 og 1.000 kr. i alt'],
  ['da', 'Hr.Holm og dr.Lund kom', 'Hr.Holm og dr.Lund kom'],
  ['da', '1.Søvn 2.Penge 3.Børn', '1.Søvn 2.Penge 3.Børn'],
  ['en', 'I like it here.It is calm.', 'I like it here.', 'It is calm.'],
  ['en', 'Use net.Socket.on or fs.ReadStream here', 'Use net.Socket.on or fs.ReadStream here'],
  // Letters after ' and &, and small letters, are no initials
  ['en', "I can't. Max can.", "I can't.", 'Max can.'],
  ['en', 'I sing R&B. Max plays.', 'I sing R&B.', 'Max plays.'],
  ['en', 'I shop at H & M. Max too.', 'I shop at H & M.', 'Max too.'],
  ['da', 'Jeg skrev med l og t. Resten manglede.', 'Jeg skrev med l og t.', 'Resten manglede.'],
  ['da', 'Vi mødte K. Lund. Han var rar.', 'Vi mødte K. Lund.', 'Han var rar.'],
  // A new clause after what closes a list
  ['da', 'jeg laver mad, vasker op osv. jeg er god til det', 'jeg laver mad, vasker op osv.', 'jeg er god til det'],
  ['da', 'Jeg har køer, får osv. på marken.', 'Jeg har køer, får osv. på marken.'],
  ['en', 'i cook, clean, etc. it takes all day', 'i cook, clean, etc.', 'it takes all day'],
  // Who says it
  ['da', 'Skal vi gå? spurgte hun. Ja! råbte Bo.', 'Skal vi gå? spurgte hun.', 'Ja! råbte Bo.'],
  ['da', 'skal vi gå? han ventede', 'skal vi gå?', 'han ventede'],
  // All in capitals
  ['da', 'VI SES KL. 10 HOS HR. LUND. JEG HAR PTSD. DET ER SVÆRT.', 'VI SES KL. 10 HOS HR. LUND.', 'JEG HAR PTSD.', 'DET ER SVÆRT.'],
  // Words that are abbreviations elsewhere
  ['en', 'I am ill. i sat in the sun. it was best. we won.', 'I am ill.', 'i sat in the sun.', 'it was best.', 'we won.'],
  ['da', 'Jeg ser min søn. han er med. det er godt dog. vi ses.', 'Jeg ser min søn.', 'han er med.', 'det er godt dog.', 'vi ses.'],
  // A time with its day and its person goes on; after a verb the person begins
  ['en', 'At 5 a.m. Mr. Holm went out. He was back at 6 P.M. Mr. Holm then slept. He is up by 9 a.m. Mrs. Lee is not. At 9 a.m. We eat.',
    'At 5 a.m. Mr. Holm went out.', 'He was back at 6 P.M.', 'Mr. Holm then slept.', 'He is up by 9 a.m.', 'Mrs. Lee is not.', 'At 9 a.m.', 'We eat.'],
  // Other scripts, and quotations right after the stop
  ['da', '我叫王。你好吗？“你好。”他说。', '我叫王。', '你好吗？', '“你好。”', '他说。'],
  ['da', 'मैं घर पर हूँ। मैं खुश हूँ।', 'मैं घर पर हूँ।', 'मैं खुश हूँ।'],
];

/** Each is one sentence: the full stops inside it end nothing. @type {string[]} */
export const WITH_ABBREVIATIONS = [
  'Jeg arbejder 12 timer pr. uge.', 'Det koster 3 mill. kr. om året.', 'Det kgl. bibliotek er stort.', 'Se fig. 4 og tabl. 2 på siden.',
  'Jeg har bl. a. en hund.', 'Jeg kan f. eks. synge.', 'Tag 2 spsk. mel og 1 tsk. salt.', 'Jfr. brevet er det i orden.', 'Min fhv. mand hjælper.',
  'Min tidl. læge er rar.', 'Ifm. Påsken rejser jeg.', 'Jeg går dagl. en tur.', 'Jeg træner ugentl. i hallen.', 'Jeg får 20 mg. om aftenen.',
  'Vi ses tirs. d. 4. maj.', 'Vi ses tors. kl. 9.', 'Vi ses man. d. 3. juni.', 'Vi ses søn. d. 9. juni.', 'Jeg bor i lejl. 12 på hjørnet.',
  'Foreningen har 40 medl. i Vejle.', 'Jeg har et spm. til lægen.', 'Min nuv. bolig er lille.', 'Mødet er med adm. dir. Lund.', 'Jeg er stud. med. i Odense.',
  'Hun er cand.mag. i dansk.', 'Han er dr. phil. Bo Lund.', 'Jeg er ca. 1,80 m. høj.', 'Det er alm. kendt.', 'Det er inkl. moms.', 'Jeg kommer evt. senere.',
  'Iflg. Bo er det rigtigt.', 'Jeg mangler 3 stk. af dem.', 'Jeg venter i 10 sek. mere.', 'Jeg bor på 2. th. i gården.', 'Huset fra 1900 f. Kr. er væk.',
  'Jeg har psyk. hjælp hver uge.', 'Jeg har børn m. fl. med.', 'Jeg tager p. t. ingen medicin.', 'Jeg er sygemeldt m.h.p. pension.', 'Skt. Hans er bedst.',
  'Jeg er fra Sdr. Omme.', 'Det er iht. loven.', 'Jeg fik 5 pct. mere i løn.', 'Vi er 4 pers. i huset.', 'Jeg skriver vedr. Min sag.', 'Det er i okt. eller nov. i år.',
  'Kap. 3 er svært.', 'Ring til afd. 4 nu.', 'Jeg er hos overl. Holm i dag.', 'Jeg læser H. C. Andersen.', 'Jeg hedder A. B. Lund.', 'Det sker i uge 4 el. 5.',
  'Mvh. Bo Lund.', 'Den 2. Verdenskrig var lang.', 'Vi er på 3. Sal.', 'Jeg har en 4-cyl. bil.', 'Fam. Lund er søde.', 'Jeg er udd. tømrer.', 'Jeg kom kl. ca. 9.',
  'We drove to Mt. Hood.', 'I met Gen. Bell and Sen. Ross.', 'Acme Inc. in Ohio hired me.', 'I met Acme Inc. people.', 'We open Sat. and Sun. at noon.',
  'It has pop. 3,000 or so.', 'I start at 9 a.m. Monday.', 'I live on Fifth Ave. near a park.', 'It is approx. 3 miles.', 'I met Prof. Lund and Dr. Holm.',
  'He is Bo Lund Jr. of Ribe.', 'Add 2 tbsp. sugar.', 'I waited 2 hrs. at the desk.', 'It was in Nov. or Dec. last year.', 'It is the U.S. Army.', 'I like tea vs. Coffee.',
  'Take Hwy. 4 north.', 'Ask Capt. Holm about it.', 'The dept. is closed.', 'I see St. Paul often.', 'It is on p. 4 of vol. 2.', 'It is Rev. Holm.',
  'I have e.g. Bo with me.', 'Thurs. at 4 is fine.',
  'At 9 a.m. Mr. Holm comes.', 'At 6:30 P.M. Mrs. Lee rings me.', 'On Monday at 8 a.m. Dr. Lund is here.', 'From 9 a.m. to 5 p.m. Prof. Bell teaches.',
];
