// Reads a QR code from a picture, for browsers that cannot; loaded when the camera is on.
export { decodeQR } from '../vendor/qr_read.js';
