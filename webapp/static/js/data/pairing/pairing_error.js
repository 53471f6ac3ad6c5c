// Why a pairing of two devices ended without a vault, as codes.
import { CodedError } from '../../core/documents/coded_error.js';

/**
 * `foreign`, `newer`, `another-site`: the text is no code that this app can use. `stopped`: the other device
 * has ended the pairing. `silent`: it did not answer in time. `used`: somebody else has answered the code.
 * `changed`: a letter is not what it should be. `different`: the person says that the words differ. `ended`:
 * this device has ended it. `failed`: the server refuses.
 * @typedef {'foreign'|'newer'|'another-site'|'stopped'|'silent'|'used'|'changed'|'different'|'ended'|
 *   'failed'} PairingErrorCode
 */

/** @extends {CodedError<PairingErrorCode>} */
export class PairingError extends CodedError {
  name = 'PairingError';
}
