import i18next from 'i18next';
import { beforeAll, expect, test } from 'vitest';
import { guideFileName, guideRows } from './export-guide';
import './texts';
import { aCard, aHiddenFigure, anAnswer } from '../api/factories';

const ANSWER = anAnswer({
  ranked: [aCard('Fodfæste', { tied: true, tied_with: 3 })],
  too_few: [aCard('Ny', { place: null, figures: { effect_3m: aHiddenFigure() } })],
});

let t: ReturnType<typeof i18next.getFixedT<'guide'>>;
beforeAll(() => {
  t = i18next.getFixedT(null, 'guide');
});

test('every row has as many cells as there are headings', () => {
  const rows = guideRows(ANSWER, ANSWER.ranked, t);
  expect(new Set(rows.map((row) => row.length)).size).toBe(1);
});

test('a figure travels with its n, interval, comparison, period and date', () => {
  const [headings = [], row = []] = guideRows(ANSWER, ANSWER.ranked, t);
  const at = headings.indexOf('3-måneders effekt (%)');
  expect(row.slice(at, at + 7)).toEqual([
    40,
    120,
    32,
    49,
    33,
    '01.07.2023–30.06.2026',
    '15.11.2026',
  ]);
});

test('a hidden figure is a text, and its n is not told', () => {
  const [headings = [], , row = []] = guideRows(ANSWER, ANSWER.ranked, t);
  const at = headings.indexOf('3-måneders effekt (%)');
  expect(row.slice(at, at + 3)).toEqual(['For få til at vise', null, null]);
});

test('the file is named by its group and the date of its figures', () => {
  expect(guideFileName(ANSWER, t)).toBe('guide-kontanthjaelp-2026-11-15.csv');
});
