import { expect, test } from 'vitest';
import { axisOf, markOf } from './axis';
import { aFigure, aHiddenFigure } from '../../api/factories';

test('a hidden figure has no mark, so it is never drawn at zero', () => {
  expect(markOf(aHiddenFigure())).toBeNull();
  expect(markOf(undefined)).toBeNull();
});

test('all rows lie on one scale from zero that holds every interval and reference', () => {
  const axis = axisOf([
    { value: 0.4, low: 0.3, high: 0.52, reference: 0.35 },
    null,
    { value: 0.1, low: 0.05, high: 0.2, reference: 0.61 },
  ]);
  expect(axis?.low).toBe(0);
  expect(axis?.high).toBeGreaterThanOrEqual(0.61);
  expect(axis?.at(0.4)).toBeGreaterThan(axis?.at(0.35) ?? 100);
  expect(axis?.at(axis.high)).toBeLessThanOrEqual(100);
});

test('scores lie on both sides of the mean', () => {
  const axis = axisOf([{ value: -0.5, low: -1, high: 0, reference: 0 }], 1);
  expect(axis?.low).toBeLessThanOrEqual(-1);
});

test('money is drawn by its amount', () => {
  const mark = markOf(aFigure({ unit: 'DKK', value: '1500.00', interval: null }));
  expect(mark?.value).toBe(1500);
});

test('nothing to draw is no scale', () => {
  expect(axisOf([null])).toBeNull();
});
