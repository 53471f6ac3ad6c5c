// An emoji or a smiley in place of a full stop: "jeg er glad 😊 jeg hedder Bo".

/** Symbols that point, tick or number: they come before what they belong to, so they end no sentence. */
const SIGNS = '©®™ℹ↔-↪▪▫▶◀◻-◾☎☑✂✅✈✉✔✖❌❎➕-➗➡⤴⤵⬅-⬇⬛⬜〰〽👆-👉👇📞🔘-🔽🟠-🟫';
const EMOJI = String.raw`(?![${SIGNS}])(?:\p{EPres}|\p{ExtPict}\ufe0f|[❤♥☺☹])`;
const EMOJI_REST = String.raw`[\p{ExtPict}\p{RI}\p{EMod}\ufe0f\u200d\u{e0020}-\u{e007f}]`;
/** ":)", ":-(", ";D", ":'(", "xD", "<3", "^^". */
export const SMILEY = String.raw`(?:[:;=]['’]?-?(?:[()\]]+|[DpPbOoSs|/\\*@3])|[xX]D+|<3+|\^_?\^)(?!\S)`;
/** Emojis and smileys in a row. */
export const FACES = String.raw`(?:${EMOJI}${EMOJI_REST}*|${SMILEY})(?:\s*(?:${EMOJI_REST}|${SMILEY}))*`;

const BEFORE_EMOJI = /[\p{L}\p{N}\p{Pe}\p{Pf}"'’*%]\s*$/u;
/** Words that need another one after them: the emoji is that word. "jeg ❤️ dig", "en 🐶", "bor i 🇩🇰". */
const NEEDS_WORD = /(?:^|[^\p{L}])(?:jeg|vi|og|eller|en|et|i|the|an?|my|your|our|and|or|we)\s*$/iu;
/** The same for flags: "kommer fra 🇩🇰". */
const COMES_FROM = /(?:^|[^\p{L}])(?:fra|til|af|from|to|in)\s*$/iu;
const FLAG = /^\p{RI}/u;
/** An open bracket that the smiley may close: "(se her :)". */
const OPEN_BRACKET = /(?:^|[^:;=\-'’])\([^()]*$/u;
/** Commas, stops and joining words, which continue the sentence; "og jeg er træt" is a new clause. */
const GOES_ON = new RegExp(
  String.raw`^(?:[,;:.!?…)\]}–-]|` +
    String.raw`(?:fordi|because|som|who|which|med|af|hos|end|at|til|hver|with|of|than|to)(?!\p{L})|` +
    String.raw`(?:og|eller|samt|and|or|&|\+)(?!\p{L})` +
    String.raw`(?!\s+(?:jeg|du|han|hun|vi|det|så|nu|i|he|she|we|they|it)(?!\p{L})))`,
  'u',
);

/**
 * True when emojis or smileys end the sentence before them.
 * @param {string} before the sentence so far, or its last characters
 * @param {string} faces @param {string} after
 */
export function endsWithFaces(before, faces, after) {
  if (!BEFORE_EMOJI.test(before) || GOES_ON.test(after)) return false;
  if (/^[xX:;=<^]/.test(faces)) {
    const isApart = /\s$/.test(before) || (/^[:;=]['’]?-?[()\]]/.test(faces) && /\p{L}$/u.test(before));
    if (!isApart || OPEN_BRACKET.test(before)) return false;
  }
  return !NEEDS_WORD.test(before) && !(FLAG.test(faces) && COMES_FROM.test(before));
}
