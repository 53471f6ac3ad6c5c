// What can go wrong when words are kept, by name. ui/ turns the code into a sentence.
import { CodedError } from '../../core/documents/coded_error.js';

/** `silent`: the phone's memory does not answer. @typedef {'quota'|'unavailable'|'newer-schema'|'silent'|'failed'} StorageErrorCode */

/** @extends {CodedError<StorageErrorCode>} */
export class StorageError extends CodedError {
  name = 'StorageError';

  /** @param {StorageErrorCode} code @param {unknown} [cause] */
  constructor(code, cause) {
    super(code, { cause });
  }
}

/**
 * The error of a browser as one of ours.
 * @param {unknown} error @returns {StorageError}
 */
export function storageError(error) {
  if (error instanceof StorageError) return error;
  const name = error instanceof Error || error instanceof DOMException ? error.name : '';
  if (name === 'QuotaExceededError') return new StorageError('quota', error);
  if (name === 'SecurityError' || name === 'InvalidAccessError')
    return new StorageError('unavailable', error);
  return new StorageError('failed', error);
}
