// The base of our errors: each has a code, which ui/ turns into words.

/** @template {string} Code */
export class CodedError extends Error {
  /** @param {Code} code @param {ErrorOptions} [options] */
  constructor(code, options) {
    super(code, options);
    this.code = code;
  }
}
