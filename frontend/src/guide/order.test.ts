import { expect, test } from 'vitest';
import { aCard, aFigure, aHiddenFigure, anIndicator } from '../api/factories';
import { activeSort, isStale, newestDate, placeGroups, sortCards } from './order';

const EFFECT = anIndicator('effect_3m');
const PRICE = anIndicator('price', { unit: 'DKK', higher_is_better: false });
const START = anIndicator('next_start', { unit: 'date', higher_is_better: false });

function names(cards: readonly { offer: { name: string } }[]): string[] {
  return cards.map((card) => card.offer.name);
}

test('a hidden figure sorts last, also where less is better, and never as zero', () => {
  const cards = [
    aCard('skjult', { figures: { price: aHiddenFigure('price') } }),
    aCard('dyr', { figures: { price: aFigure({ unit: 'DKK', value: '900.00' }) } }),
    aCard('gratis', { figures: { price: aFigure({ unit: 'DKK', value: '0.00' }) } }),
    aCard('mangler', { figures: {} }),
  ];
  expect(names(sortCards(cards, 'price', [PRICE]))).toEqual(['gratis', 'dyr', 'skjult', 'mangler']);
});

test('the highest effect comes first', () => {
  const cards = [0.2, 0.5, 0.3].map((value) =>
    aCard(String(value), { figures: { effect_3m: aFigure({ value }) } }),
  );
  expect(names(sortCards(cards, 'effect_3m', [EFFECT]))).toEqual(['0.5', '0.3', '0.2']);
});

test('the nearest start comes first', () => {
  const cards = ['2026-12-09', '2026-12-01'].map((value) =>
    aCard(value, { figures: { next_start: aFigure({ unit: 'date', value }) } }),
  );
  expect(names(sortCards(cards, 'next_start', [START]))).toEqual(['2026-12-01', '2026-12-09']);
});

test('names follow the Danish alphabet', () => {
  const cards = ['Ærlig', 'Åben', 'Østerbro', 'Zone'].map((name) => aCard(name));
  expect(names(sortCards(cards, 'name', []))).toEqual(['Zone', 'Ærlig', 'Østerbro', 'Åben']);
});

test('a sort that the answer does not know is the guide’s own order', () => {
  expect(activeSort('nonsense', [EFFECT])).toBe('guide');
  expect(activeSort(undefined, [EFFECT])).toBe('guide');
  expect(activeSort('effect_3m', [EFFECT])).toBe('effect_3m');
});

test('offers that share a place stand together', () => {
  const cards = [1, 1, 3].map((place, at) => aCard(String(at), { place }));
  expect(placeGroups(cards).map((group) => [group.place, group.cards.length])).toEqual([
    [1, 2],
    [3, 1],
  ]);
});

test('a figure is old when a newer one of the same kind is on the page', () => {
  const old = aFigure({ as_of: '2026-08-15' });
  const cards = [aCard('ny'), aCard('gammel', { figures: { effect_3m: old } })];
  const newest = newestDate(cards, 'effect_3m');
  expect(newest).toBe('2026-11-15');
  expect(isStale(old, newest)).toBe(true);
  expect(isStale(aFigure(), newest)).toBe(false);
});
