// What people typed and deleted in a story. Every sentence has a unique word, so that it can be followed.
import { TEXT_FIELDS } from '../../webapp/static/js/core/meeting/fields.js';
import { segment } from '../../webapp/static/js/core/text/sentences.js';

const WORD = /Ord\d{5}/g;
/** Where the sentences of vault_person.js end. */
const STOP = /vigtigt\.|kaffe\.|[!\n]/;
const countOf = (word, text) => text.split(word).length;

/** Every shown text of a document, by the name of its place. */
export const shownIn = (document) =>
  document.parts
    ? [['title', document.title], ...Object.entries(document.parts)]
    : document.chance
      ? [['text', document.text]]
      : [
          ...TEXT_FIELDS.map((field) => [field, document[field]]),
          ...document.questions.map(({ id, text }) => [`question ${id}`, text]),
          ...document.agreements.map(({ id, who, what }) => [`agreement ${id}`, `${who}\n${what}`]),
        ];

const allOf = (document) =>
  [
    ...shownIn(document).map(([, text]) => text),
    ...(document.alternatives ?? []).map(({ text }) => text),
  ].join('\n');

/** The unique words of a text. */
const wordsOf = (text) => text.match(WORD) ?? [];

/** The unique words of the sentences in a document, conflicting versions included. */
export const wordsIn = (document) => wordsOf(allOf(document));

/** The sentences of every text of a document. */
const sentencesIn = (document) =>
  shownIn(document).map(([, text]) => segment(text).map((sentence) => sentence.text));

/** How often the most repeated unique word is in one text: two edits of one sentence may both be there. */
export const copiesIn = (document) =>
  Math.max(
    1,
    ...shownIn(document).flatMap(([, text]) =>
      wordsOf(text).map((word) => wordsOf(text).filter((other) => other === word).length),
    ),
  );

export class Ledger {
  typed = new Set();
  deleted = new Set();
  /** Notes that were ticked at least once: only these may ever leave a phone. */
  ticked = new Set();
  /** Words of sentences that a missing stop made one with their neighbour: a person may part them again. */
  #joined = new Set();

  /** Note which words a person typed, and which are deleted: from a text, or with a dismissed version. */
  record(before, after) {
    const shown = new Map(after ? shownIn(after) : []);
    const shownText = [...shown.values()].join('\n');
    const allText = after ? allOf(after) : '';
    for (const word of before ? wordsIn(before) : [])
      if (!shownText.includes(word) && countOf(word, allText) < countOf(word, allOf(before)))
        this.deleted.add(word);
    for (const [name, text] of before ? shownIn(before) : []) {
      // Also when it was there twice and is there once now: another person may have deleted the other.
      for (const word of wordsOf(text))
        if (countOf(word, shown.get(name) ?? '') < countOf(word, text)) this.deleted.add(word);
    }
    for (const word of after ? wordsIn(after) : []) this.typed.add(word);
    if (after?.in_vault) this.ticked.add(after.id);
    for (const [, text] of after ? shownIn(after) : [])
      for (const words of text.split(STOP).map(wordsOf))
        if (words.length > 1) for (const word of words) this.#joined.add(word);
  }

  /** Words that somebody typed, nobody deleted, and no phone has. @param {any[]} here every document */
  lost(here) {
    const words = new Set(here.flatMap(wordsIn));
    return [...this.typed].filter((word) => !words.has(word) && !this.deleted.has(word));
  }

  /** The sentences that are more than once in one text: nobody types one twice. @param {any[]} here */
  doubles(here) {
    const isOwn = (/** @type {string} */ one) =>
      wordsOf(one).length === 1 && !this.#joined.has(wordsOf(one)[0]);
    return here
      .flatMap(sentencesIn)
      .flatMap((all) => all.filter((one, at) => isOwn(one) && all.indexOf(one) < at));
  }
}
