// Zones, instants and wall times for property tests.
import fc from 'fast-check';

export const DK = 'Europe/Copenhagen';
export const NY = 'America/New_York';
const ZONES = [
  DK,
  NY,
  'Asia/Kolkata',
  'Europe/London',
  'America/Nuuk',
  'Atlantic/Faroe',
  'Australia/Lord_Howe',
  'Pacific/Chatham',
  'Pacific/Kiritimati',
  'America/Santiago',
  'UTC',
];
const FIRST = Date.UTC(2000, 0, 3) / 60_000;
const LAST = Date.UTC(2199, 11, 28) / 60_000;
export const zone = fc.constantFrom(...ZONES);
const minute = fc.integer({ min: FIRST, max: LAST });
export const iso = (minutes) => new Date(minutes * 60_000).toISOString();
export const instant = minute.map(iso);
export const wall = instant.map((at) => at.slice(0, 16));
export const day = instant.map((at) => at.slice(0, 10));
