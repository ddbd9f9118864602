import { expect, test } from 'vitest';
import { aFigure, aHiddenFigure } from '../api/factories';
import { readQualitySearch } from './search';
import { readSort, SORTED_BY, sortValue, writeSort } from './sorting';

test('a sort is read as it was written', () => {
  for (const by of Object.keys(SORTED_BY)) {
    for (const descending of [true, false]) {
      expect(readSort(writeSort({ by, descending }))).toEqual({ by, descending });
    }
  }
});

test('an address that asks for no sort there is sorts by offer', () => {
  for (const written of [undefined, '', '-', 'price', '-toString', 'constructor']) {
    expect(readSort(written)).toEqual({ by: 'offer', descending: false });
  }
});

test('a hidden figure is nothing to sort by, and never a zero', () => {
  expect(sortValue(aHiddenFigure())).toBeNull();
  expect(sortValue(undefined)).toBeNull();
  expect(sortValue(aFigure({ value: 0 }))).toBe(0);
});

test('an address keeps the target group and the sort, and nothing else', () => {
  const found = { target_group: 'dagpenge', sort: '-finished', citizen: 'x', age: 3 };
  expect(readQualitySearch(found)).toEqual({ target_group: 'dagpenge', sort: '-finished' });
  expect(readQualitySearch({ target_group: 'a'.repeat(101) })).toEqual({});
});
