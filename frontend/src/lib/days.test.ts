import { expect, test } from 'vitest';
import { addDays, daysBetween } from './days';

test('days follow each other over months, leap years and summer time', () => {
  expect(addDays('2026-10-24', 2)).toBe('2026-10-26');
  expect(addDays('2024-02-28', 1)).toBe('2024-02-29');
  expect(addDays('2027-01-01', -1)).toBe('2026-12-31');
  expect(daysBetween('2026-10-24', '2026-10-26')).toBe(2);
  expect(daysBetween('2026-10-24', '')).toBeNaN();
});
