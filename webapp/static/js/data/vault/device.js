// Names this phone for its own vault: 8 random characters, made once, which say nothing about the phone.
import { newId } from '../identity.js';
import { change } from '../storage/database.js';

const DEVICE_LENGTH = 8;

/** @returns {string} */
export const newDevice = () => newId().slice(0, DEVICE_LENGTH);

/**
 * The name of this phone, made at the first call; undefined without a vault.
 * @returns {Promise<string | undefined>}
 */
export const deviceId = () =>
  change(async (transaction) => {
    const store = transaction.objectStore('vault');
    const vault = await store.get('vault');
    if (vault && !vault.device) await store.put({ ...vault, device: newDevice() }, 'vault');
    return (await store.get('vault'))?.device;
  });
