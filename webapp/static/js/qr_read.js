// Reads a QR code from a picture, where the browser cannot; loaded when the camera is on.
export { decodeQR } from '../vendor/qr_read.js';
