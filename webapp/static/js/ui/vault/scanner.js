// Reads a QR code with the camera. Each picture stays in this page's memory and is replaced by the next one.
import { qrReader } from '../../lazy.js';
import { one } from '../dom.js';

const LOOK_MS = 150;
/** @type {MediaStream | null} */
let stream = null;

export function stopCamera() {
  for (const track of stream?.getTracks() ?? []) track.stop();
  stream = null;
}

/** @typedef {{decodeQR: (picture: ImageData) => string}} Reader */

/** @param {HTMLVideoElement} video @param {OffscreenCanvas} canvas @param {Reader} reader */
function look(video, canvas, { decodeQR }) {
  const context = canvas.getContext('2d', { willReadFrequently: true });
  if (!context || !video.videoWidth) return '';
  canvas.width = video.videoWidth;
  canvas.height = video.videoHeight;
  context.drawImage(video, 0, 0);
  try {
    return decodeQR(context.getImageData(0, 0, canvas.width, canvas.height));
  } catch {
    return ''; // no code in this picture
  }
}

/**
 * Scan until the camera sees a code or is stopped.
 * @param {HTMLElement} place with a video element
 * @returns {Promise<string>} '' when it was stopped
 */
export async function readCode(place) {
  const reader = await qrReader();
  stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: 'environment' } });
  const video = /** @type {HTMLVideoElement} */ (one('video', place));
  const canvas = new OffscreenCanvas(1, 1);
  place.hidden = false;
  try {
    video.srcObject = stream;
    await video.play();
    let text = '';
    while (stream && !text) {
      text = look(video, canvas, reader);
      if (!text) await new Promise((wake) => setTimeout(wake, LOOK_MS));
    }
    return text;
  } finally {
    stopCamera();
    video.srcObject = null;
    place.hidden = true;
  }
}
