// Makes a QR code; loaded when one is shown.
export { encodeQR } from '../vendor/qr_write.js';
