import { expect, test } from 'vitest';
import { addWeeks, daysOf, mondayOf, weekdayOf, weekNumber, weekOf } from './week';

test('a day lies in the ISO week that holds its Thursday', () => {
  expect(weekOf('2026-11-22')).toBe('2026-W47');
  expect(weekOf('2027-01-03')).toBe('2026-W53');
  expect(weekOf('2027-01-04')).toBe('2027-W01');
  expect(weekOf('2024-12-30')).toBe('2025-W01');
});

test('a week has seven days from Monday, and one that there is not has none', () => {
  expect(daysOf('2026-W47')).toEqual([
    ...['2026-11-16', '2026-11-17', '2026-11-18', '2026-11-19', '2026-11-20'],
    ...['2026-11-21', '2026-11-22'],
  ]);
  expect(mondayOf('2026-W53')).toBe('2026-12-28');
  for (const none of ['2027-W53', '2026-W00', '2026-47', '']) {
    expect(mondayOf(none)).toBeNull();
    expect(daysOf(none)).toEqual([]);
  }
});

test('weeks follow each other over New Year and summer time', () => {
  expect(addWeeks('2026-W53', 1)).toBe('2027-W01');
  expect(addWeeks('2027-W01', -1)).toBe('2026-W53');
  expect([weekdayOf('2026-11-16'), weekdayOf('2026-11-22')]).toEqual([1, 7]);
  expect(weekNumber('2026-W07')).toBe(7);
});
