import { expect, test } from 'vitest';
import { changeLanguage } from './i18n';
import {
  formatDate,
  formatInstant,
  formatMoney,
  formatRange,
  formatShare,
  formatTick,
  formatValue,
} from './format';

const SPACE = '\u00a0';

test('money is written 1.234,56 kr.', () => {
  expect(formatMoney('1234.50')).toBe(`1.234,50${SPACE}kr.`);
  expect(formatValue('1234567.89', 'DKK')).toBe(`1.234.567,89${SPACE}kr.`);
});

test('per cent has one decimal at most', () => {
  expect(formatShare(0.38249)).toBe(`38,2${SPACE}%`);
  expect(formatShare(0.4)).toBe(`40${SPACE}%`);
  expect(formatValue(0.4, 'share')).toBe(`40,0${SPACE}%`);
});

test('a zero is a figure like any other', () => {
  expect(formatValue(0, 'share')).toBe(`0,0${SPACE}%`);
  expect(formatValue('0.00', 'DKK')).toBe(`0,00${SPACE}kr.`);
});

test('dates are dd.mm.åååå whatever the time zone', () => {
  expect(formatDate('2026-01-01')).toBe('01.01.2026');
  expect(formatInstant('2026-12-31T23:30:00Z')).toBe('01.01.2027 kl. 00.30');
});

test('a range writes its unit once', () => {
  expect(formatRange(0.3181, 0.4512, 'share')).toBe(`31,8–45,1${SPACE}%`);
  expect(formatRange(1000, 2500.4, 'DKK')).toBe(`1.000–2.500${SPACE}kr.`);
});

test('one day is not one days', () => {
  expect(formatValue(1, 'days')).toBe('1 dag');
  expect(formatValue(12, 'days')).toBe('12 dage');
});

test('ticks are bare numbers', () => {
  expect([formatTick(0.2, 'share'), formatTick(20000, 'DKK')]).toEqual(['20', '20.000']);
});

test('English has its own marks', async () => {
  await changeLanguage('en');
  expect(formatMoney('1234.50')).toBe(`DKK${SPACE}1,234.50`);
  expect(formatShare(0.3824)).toBe('38.2%');
  await changeLanguage('da');
});
