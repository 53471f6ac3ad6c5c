// For tests/test_calendar_file.py: reads meetings as JSON from stdin, writes their calendar files as JSON.
import { readFileSync } from 'node:fs';
import { calendarFile } from '../../webapp/static/js/core/meeting/calendar_file.js';

process.stdout.write(JSON.stringify(JSON.parse(readFileSync(0, 'utf8')).map(calendarFile)));
