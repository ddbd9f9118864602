import { expect, test } from 'vitest';
import { asWritten, inWeeks } from './support-time';

test('eleven months are forty-eight weeks, and are read as eleven months again', () => {
  expect(inWeeks('11', 'months')).toBe('48');
  expect(asWritten('48', 'months')).toBe('11');
});

test('every number of months comes back as it was typed', () => {
  for (let months = 0; months <= 240; months += 1) {
    expect(asWritten(inWeeks(String(months), 'months'), 'months')).toBe(String(months));
  }
});

test('weeks stay weeks, and what is no number is left as typed', () => {
  expect(inWeeks('48', 'weeks')).toBe('48');
  expect(inWeeks('snart', 'months')).toBe('snart');
});
