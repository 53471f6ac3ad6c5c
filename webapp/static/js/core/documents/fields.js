// Describes a document by a table of its fields. Its type, the blank document, the canonical form, strict
// reading (read_fields.js), merging (merge_fields.js) and the version follow from the table. CONTRIBUTING.md
// says how to add a field.

/**
 * How two edits of a field are merged (merge_fields.js). `later`: if both changed it, the later edit counts.
 * `text`: by sentence. `earliest`, `latest` and `most`: one of the two values. `own`: by code of its own, in
 * the merge of its document.
 * @typedef {'later'|'text'|'earliest'|'latest'|'most'|'own'} MergeRule
 */
/**
 * One field. `blank` makes its value in an empty document; undefined for a member that may be missing.
 * `isAdded`: some documents are older than the field. A missing value then means that the app that wrote the
 * document did not change it. `says`: it holds something that the person entered, so a document with it is
 * not empty. `version`: the lowest version of the document at which an older app does no harm to this value.
 * @template T @typedef {{
 *   type: 'text'|'id'|'time'|'choice'|'flag'|'number'|'record'|'list'|'orNull', blank: () => T,
 *   merge: MergeRule, isAdded?: boolean, says?: boolean, version?: (value: T) => number,
 *   check?: (value: any) => boolean, shape?: RegExp, longest?: number, names?: readonly string[],
 *   isRequired?: boolean, least?: number, most?: number, fields?: Fields, of?: Row<any>,
 *   label?: (t: (text: string) => string) => string
 * }} Row
 */
/** @typedef {Readonly<Record<string, Row<any>>>} Fields */
/**
 * @template {Fields} F
 * @typedef {{-readonly [Name in keyof F]: F[Name] extends Row<infer T> ? T : never}} DocumentOf
 */
/** @typedef {Partial<Row<any>>} Options */

/**
 * @template T @param {Row<T>['type']} type @param {() => T} blank @param {Options} options @returns {Row<T>}
 */
const row = (type, blank, options) => ({ type, blank, merge: 'later', ...options });

/**
 * Text, of a given shape or up to a length in UTF-16 units.
 * @param {Options} [options] @returns {Row<string>}
 */
export const text = (options = {}) => row('text', () => '', options);

/** The random id of a document. @returns {Row<string>} */
export const id = () => row('id', () => '', { merge: 'own' });

/** A moment: ISO 8601 in UTC. @param {MergeRule} merge @returns {Row<string>} */
export const time = (merge) => row('time', () => '', { merge });

/**
 * One of the names, or '' for none unless it is required.
 * @template {string} Name @param {readonly Name[]} names @param {Options} [options] @returns {Row<Name | ''>}
 */
export const choice = (names, options = {}) =>
  row('choice', () => /** @type {Name | ''} */ (''), { names, ...options });

/** One of the names. @template {string} Name @param {readonly Name[]} names @returns {Row<Name>} */
export const oneOf = (names) =>
  row('choice', () => /** @type {Name} */ (names[0]), { names, isRequired: true });

/** @param {Options} [options] @returns {Row<boolean>} */
export const flag = (options = {}) => row('flag', () => false, options);

/**
 * A whole number.
 * @param {number} least @param {number} most @param {number} blank @param {Options} [options]
 * @returns {Row<number>}
 */
export const number = (least, most, blank, options = {}) =>
  row('number', () => blank, { least, most, ...options });

/** @template {Fields} F @param {F} fields @param {Options} [options] @returns {Row<DocumentOf<F>>} */
export const record = (fields, options = {}) =>
  row('record', () => /** @type {DocumentOf<F>} */ (blank(fields, {})), { fields, ...options });

/**
 * A list of at most `most` items.
 * @template T @param {Row<T>} of @param {number} most @param {Options} [options] @returns {Row<T[]>}
 */
export const list = (of, most, options = {}) =>
  row('list', () => /** @type {T[]} */ ([]), { of, most, ...options });

/** @template T @param {Row<T>} of @param {Options} [options] @returns {Row<T | null>} */
export const nullable = (of, options = {}) =>
  row('orNull', () => /** @type {T | null} */ (null), { of, ...options });

/**
 * A member that is left out of the document while it is undefined.
 * @template T @param {Row<T>} of @returns {Row<T | undefined>}
 */
export const optional = (of) => /** @type {Row<T | undefined>} */ ({ ...of, blank: () => undefined });

/** @template {Fields} F @param {F} fields @returns {(keyof F & string)[]} */
export const namesOf = (fields) => Object.keys(fields);

const UNKNOWN_NAME = /^[a-z][a-z0-9_]{0,60}$/;

/**
 * Members that only a newer app knows, in alphabetical order. No version of the app uses names of another
 * shape.
 * @param {Fields} fields @param {object} document
 */
export const unknownIn = (fields, document) =>
  Object.keys(document)
    .filter((name) => !Object.hasOwn(fields, name) && UNKNOWN_NAME.test(name))
    .sort();

/**
 * The canonical form of a document: devices with the same document write the same text. Unknown members come
 * last.
 * @template {Fields} F @param {F} fields @param {DocumentOf<F>} document @returns {DocumentOf<F>}
 */
export function canonical(fields, document) {
  const known = Object.entries(fields).map(([name, field]) => [name, canonicalValue(field, document[name])]);
  const unknown = unknownIn(fields, document).map((name) => [name, document[name]]);
  return /** @type {DocumentOf<F>} */ (
    Object.fromEntries([...known, ...unknown].filter(([, value]) => value !== undefined))
  );
}

/** @param {Row<any>} field @param {any} value @returns {unknown} */
function canonicalValue(field, value) {
  if (value === undefined) return field.blank();
  if (value === null) return null;
  if (field.fields) return canonical(field.fields, value);
  if (field.type === 'orNull') return canonicalValue(/** @type {Row<any>} */ (field.of), value);
  return field.type === 'list'
    ? value.map((/** @type {unknown} */ item) => canonicalValue(/** @type {Row<any>} */ (field.of), item))
    : value;
}

/**
 * An empty document.
 * @template {Fields} F @param {F} fields @param {Partial<DocumentOf<F>>} given @returns {DocumentOf<F>}
 */
export const blank = (fields, given) => canonical(fields, /** @type {DocumentOf<typeof fields>} */ (given));

/**
 * The document, with the fields that are missing in it. An app that does not know a field may have dropped
 * it; an app that knows a field empties it instead.
 * @template {Fields} F @param {F} fields
 * @param {DocumentOf<F>} document returned itself if nothing is missing
 * @param {DocumentOf<F> | null} [base] has the values of the missing fields; without it, they are blank
 * @returns {DocumentOf<F>}
 */
export function withMissingFields(fields, document, base) {
  const isThere = (/** @type {string} */ name) =>
    document[name] !== undefined || (base?.[name] === undefined && fields[name]?.blank() === undefined);
  // Nearly every document has all fields, and long lists of them come here: a blank one is slow to make.
  if (Object.keys({ ...fields, ...base }).every(isThere)) return document;
  return { ...blank(fields, base ?? {}), ...document };
}
