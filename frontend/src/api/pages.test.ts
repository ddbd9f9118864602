import { expect, test } from 'vitest';
import { fetchWhole, type At } from './pages';

test('a list is asked for to its end, in order, and tells what its last page tells', async () => {
  const asked: At[] = [];
  const whole = await fetchWhole(({ cursor }) => {
    asked.push(cursor === undefined ? {} : { cursor });
    return Promise.resolve(
      cursor === undefined
        ? { items: [1, 2], next: 'two', as_of: 'before' }
        : { items: [3], next: null, as_of: 'now' },
    );
  });
  expect(asked).toEqual([{}, { cursor: 'two' }]);
  expect(whole).toEqual({ items: [1, 2, 3], next: null, as_of: 'now' });
});
