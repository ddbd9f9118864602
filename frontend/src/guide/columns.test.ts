import { expect, test } from 'vitest';
import { columnsOf } from './columns';
import { anAnswer, anIndicator } from '../api/factories';
import { PHONE_ROOM } from './room';

const INDICATORS = ['effect_3m', 'effect_7m', 'price', 'waiting_days', 'satisfaction'].map((name) =>
  anIndicator(name, { measured: name !== 'satisfaction' }),
);

function drawn(weights: Record<string, number>, room: number, sort = 'guide'): string[] {
  return columnsOf(anAnswer({ indicators: INDICATORS, weights }), room, sort).drawn.map(
    ({ name }) => name,
  );
}

test('with one figure chosen, two that do not count stand beside it', () => {
  const { score, drawn: columns } = columnsOf(
    anAnswer({ indicators: INDICATORS, weights: { effect_3m: 1 } }),
    3,
    'guide',
  );
  expect(score).toBeNull();
  expect(columns.map(({ name, weight }) => [name, weight])).toEqual([
    ['effect_3m', 1],
    ['effect_7m', 0],
    ['price', 0],
  ]);
});

test('with several chosen, the combined score takes one place', () => {
  const columns = columnsOf(
    anAnswer({ indicators: INDICATORS, weights: { effect_3m: 1, effect_7m: 2, price: 1 } }),
    3,
    'guide',
  );
  expect(columns.score).not.toBeNull();
  expect(columns.drawn.map(({ name }) => name)).toEqual(['effect_7m', 'effect_3m']);
  expect(columns.written.map(({ name }) => name)).toEqual(['price']);
});

test('the figure that the list is sorted by is always in sight', () => {
  expect(drawn({ effect_3m: 1, effect_7m: 1, price: 1 }, 2, 'waiting_days')).toEqual([
    'waiting_days',
  ]);
});

test('what nobody has measured is not put beside the rest', () => {
  expect(drawn({ price: 1 }, 3)).not.toContain('satisfaction');
});

test('a phone shows all that was chosen and little more', () => {
  expect(drawn({ effect_3m: 1 }, PHONE_ROOM)).toHaveLength(2);
  expect(drawn({ effect_3m: 1, effect_7m: 1, price: 1, waiting_days: 1 }, PHONE_ROOM)).toHaveLength(
    4,
  );
});
