// The text of a copy, to the letter: a program that saved it again in another encoding has changed æ, ø and å.
import { CopyError } from '../../core/backup/read_copy.js';

/**
 * A mark at the beginning that says that it is UTF-8 changes nothing.
 * @param {Uint8Array} bytes @throws {CopyError} `encoding`
 */
export function decodeCopy(bytes) {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new CopyError('encoding');
  }
}
