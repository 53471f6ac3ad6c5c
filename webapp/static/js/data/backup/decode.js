// Decodes the bytes of a copy strictly: a program that saved it in another encoding has changed æ, ø and å.
import { CopyError } from '../../core/backup/read_copy.js';

/** A byte order mark is ignored. @param {Uint8Array} bytes @throws {CopyError} `encoding` */
export function decodeCopy(bytes) {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new CopyError('encoding');
  }
}
