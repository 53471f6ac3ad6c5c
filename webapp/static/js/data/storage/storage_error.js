// What can go wrong in the phone's storage, as codes. ui/ turns a code into a sentence.
import { CodedError } from '../../core/documents/coded_error.js';

/**
 * `silent`: the database does not answer. `locked`: the app lock is on, and this page or worker has no key.
 * @typedef {'quota'|'unavailable'|'newer-schema'|'silent'|'locked'|'failed'} StorageErrorCode
 */

/** @extends {CodedError<StorageErrorCode>} */
export class StorageError extends CodedError {
  name = 'StorageError';

  /** @param {StorageErrorCode} code @param {unknown} [cause] */
  constructor(code, cause) {
    super(code, { cause });
  }
}

/** Turn a browser's error into one of ours. @param {unknown} error @returns {StorageError} */
export function storageError(error) {
  if (error instanceof StorageError) return error;
  const name = error instanceof Error || error instanceof DOMException ? error.name : '';
  if (name === 'QuotaExceededError') return new StorageError('quota', error);
  if (name === 'SecurityError' || name === 'InvalidAccessError')
    return new StorageError('unavailable', error);
  return new StorageError('failed', error);
}
