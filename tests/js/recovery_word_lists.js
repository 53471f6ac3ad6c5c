// The two word lists, and any secret, for tests of the recovery words.
import { readFileSync } from 'node:fs';
import { wordlist } from '@scure/bip39/wordlists/english.js';
import fc from 'fast-check';

const DANISH_FILE = new URL('../../webapp/content/recovery_words_da.txt', import.meta.url);
export const DANISH = readFileSync(DANISH_FILE, 'utf-8').trim().split('\n');
export const ENGLISH = wordlist;
export const LISTS = [DANISH, ENGLISH];

export const anySecret = fc.uint8Array({ minLength: 16, maxLength: 16 });
export const anyList = fc.constantFrom(...LISTS);
export const SECRET = Uint8Array.from({ length: 16 }, (_, i) => i * 17);
