import { expect, test } from 'vitest';
import { parseAddress, writeAddress } from '../lib/address';
import { chosenNames, parseWeights, readSearch, writeWeights } from './search';

test('an address can be read by people and comes back as it was', () => {
  const search = { target_group: 'kontanthjaelp', age: '34', weights: 'effect_3m:2,price:1' };
  const address = writeAddress(search);
  expect(address).toBe('?target_group=kontanthjaelp&age=34&weights=effect_3m:2,price:1');
  expect(readSearch(parseAddress(address))).toEqual(search);
});

test('what is empty is not in the address', () => {
  expect(writeAddress({ target_group: '', age: undefined })).toBe('');
});

test('what the guide does not know is left out of the address', () => {
  expect(readSearch({ target_group: 'dagpenge', cpr: 'x', age: 34 })).toEqual({
    target_group: 'dagpenge',
  });
});

test('a weight of 0 is the same as not choosing', () => {
  expect(parseWeights('effect_3m:2,price:0')).toEqual({ effect_3m: 2 });
  expect(writeWeights({ effect_3m: 2, price: 0 })).toBe('effect_3m:2');
});

test('weights that cannot be read are nobody’s choice', () => {
  expect(parseWeights('effect_3m:mange,:2,price')).toEqual({});
});

test('what counts most comes first', () => {
  expect(
    chosenNames({ price: 1, effect_7m: 3, effect_3m: 1 }, ['effect_3m', 'effect_7m', 'price']),
  ).toEqual(['effect_7m', 'effect_3m', 'price']);
});
