import { expect, test } from 'vitest';
import { today } from './format';
import { parseDate } from './typed-date';

test.each([
  ['31.12.2026', '2026-12-31'],
  ['1-2-2026', '2026-02-01'],
  ['01/02/26', '2026-02-01'],
  ['01022026', '2026-02-01'],
  [' 5.6.2027. ', '2027-06-05'],
  ['2026-02-01', '2026-02-01'],
])('%s is read as %s', (typed, iso) => {
  expect(parseDate(typed)).toBe(iso);
});

test('a date without a year is of this year', () => {
  expect(parseDate('1.3')).toBe(`${today().slice(0, 4)}-03-01`);
});

test.each(['31.02.2026', '0.1.2026', '13.13.2026', 'i morgen', '', '1'])(
  '%j is no date',
  (typed) => {
    expect(parseDate(typed)).toBeNull();
  },
);
