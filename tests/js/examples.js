// Invented examples: the texts of the four parts, for each kind of meeting and language.

/** @type {[kind: string, lang: 'da' | 'en', texts: string[]][]} */
export const EXAMPLES = [
  [
    'psychiatry',
    'da',
    [
      'Jeg hedder Nadia. Jeg synger i kor, og jeg er mor til en dreng på syv.',
      'være vågen om morgenen, så jeg kan følge ham i skole.',
      'at få ro i hovedet om aftenen uden at blive sløv dagen efter.',
      'spise morgenmad med ham og nå til kor om torsdagen.',
    ],
  ],
  [
    'psychiatry',
    'en',
    [
      'My name is Nadia. I sing in a choir and have a boy of seven.',
      'be awake in the morning so I can walk him to school.',
      'getting a calm head at night without being groggy the next day.',
      'have breakfast with him and get to choir on Thursdays.',
    ],
  ],
  [
    'admission',
    'da',
    [
      'Jeg hedder Jonas. Derhjemme laver jeg musik og passer min gamle hund.',
      'få at vide, hvad der skal ske, før det sker. Jeg bliver bange, når en dør bliver låst uden varsel.',
      'at sove og at få fat i min søster.',
      'komme hjem til hunden og være alene uden at være bange.',
    ],
  ],
  [
    'admission',
    'en',
    [
      'My name is Jonas. At home I make music and look after my old dog.',
      'be told what will happen before it happens. I get scared when a door is locked without warning.',
      'sleeping, and reaching my sister.',
      'get home to the dog and be alone without being afraid.',
    ],
  ],
  [
    'municipal_plan',
    'da',
    [
      'Jeg hedder Birthe. Jeg har arbejdet i et køkken i tyve år og kan stadig lave mad til mange.',
      'kunne kende mig selv i planen.',
      'at komme i gang med min post og komme ud ad døren to gange om ugen.',
      'blive i min egen lejlighed og spise sammen med andre igen.',
    ],
  ],
  [
    'municipal_plan',
    'en',
    [
      'My name is Birthe. I worked in a kitchen for twenty years and can still cook for many.',
      'recognise myself in the plan.',
      'getting started on my post and getting out of the door twice a week.',
      'stay in my own flat and eat with others again.',
    ],
  ],
  [
    'job_centre',
    'da',
    [
      'Jeg hedder Amir. Jeg er tømrer og kan godt lide at gøre ting færdige.',
      'gå langsomt frem. Jeg siger tit ja, selv om jeg mener nej.',
      'at finde ud af, hvor mange timer jeg kan holde til uden at få det dårligt igen.',
      'arbejde og stadig have kræfter til mine børn, når jeg kommer hjem.',
    ],
  ],
  [
    'job_centre',
    'en',
    [
      'My name is Amir. I am a carpenter and like finishing things.',
      'go slowly. I often say yes when I mean no.',
      'finding out how many hours I can manage without getting unwell again.',
      'work and still have energy for my children when I get home.',
    ],
  ],
  [
    'doctor',
    'da',
    [
      'Jeg læser til pædagog og spiller håndbold, når jeg har det godt.',
      'blive troet på. Jeg er træt på en anden måde, end jeg plejer.',
      'at finde ud af, hvorfor jeg ikke sover.',
      'passe min praktik og se mine venner uden at melde afbud.',
    ],
  ],
  [
    'doctor',
    'en',
    [
      'I am training as a social educator and play handball when I am well.',
      'be believed. I am tired in a different way from usual.',
      "finding out why I don't sleep.",
      'keep my placement and see my friends without cancelling.',
    ],
  ],
  [
    'other',
    'da',
    [
      'Jeg hedder Lone. Jeg har boet her i to år, og det er mig, der passer krukkerne i gården.',
      'blive spurgt, før nogen går ind i min lejlighed.',
      'at lave en aftale om besøg, som vi alle kan huske.',
      'føle mig hjemme, også på de svære dage.',
    ],
  ],
  [
    'other',
    'en',
    [
      'My name is Lone. I have lived here two years and look after the pots in the yard.',
      'be asked before anyone enters my flat.',
      'making an agreement about visits that we can all remember.',
      'feel at home, also on the hard days.',
    ],
  ],
];
