import { expect, test } from 'vitest';
import { isSame, readCell, usualHours, writeCell, type Entry } from './cell';
import { LETTERS } from './factories';

const read = (text: string) => readCell(text, 5, LETTERS);

test.each<[string, Entry]>([
  ['5', { planned: 5, attended: 5, reason: null }],
  ['6,5', { planned: 5, attended: 6.5, reason: null }],
  ['7:24', { planned: 5, attended: 7.4, reason: null }],
  ['x', { planned: 5, attended: 5, reason: null }],
  ['s', { planned: 5, attended: 0, reason: 'ill' }],
  ['3 K', { planned: 5, attended: 3, reason: 'late' }],
  ['3.25k', { planned: 5, attended: 3.25, reason: 'late' }],
  ['4/4', { planned: 4, attended: 4, reason: null }],
  ['2/4 j', { planned: 4, attended: 2, reason: 'job_interview' }],
  ['-', { planned: 0, attended: 0, reason: null }],
])('%s says what it says', (text, entry) => {
  expect(read(text)).toEqual({ entry });
});

test.each([
  ['3', 'reason_missing'],
  ['0', 'reason_missing'],
  ['25', 'too_many_hours'],
  ['3 q', 'reason_unknown'],
  ['/4', 'unreadable'],
  ['tre', 'reason_unknown'],
  ['3 2', 'unreadable'],
  ['-1', 'unreadable'],
])('%s is refused: %s', (text, fault) => {
  expect(read(text)).toEqual({ fault });
});

test('an empty cell says nothing', () => {
  expect(read('  ')).toBeNull();
});

test('what a cell shows can be typed again', () => {
  for (const text of ['5', 'S', '3 K', '6,5', '2/4 J', '-', '0/4 F']) {
    const reading = read(text);
    if (reading === null || 'fault' in reading) throw new Error(text);
    const shown = writeCell(reading.entry, 5, LETTERS);
    expect(shown).toBe(text);
    const again = read(shown);
    expect(again !== null && 'entry' in again && isSame(again.entry, reading.entry)).toBe(true);
  }
});

test('an ordinary day is a fifth of the week, to the quarter of an hour', () => {
  expect(['25.0', '37.0', '12.0', null].map(usualHours)).toEqual([5, 7.5, 2.5, 0]);
});
