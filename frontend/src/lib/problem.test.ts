import { expect, test } from 'vitest';
import {
  fieldOf,
  isPassing,
  mistakesByField,
  pathOf,
  problemFrom,
  problemOf,
  remedy,
} from './problem';

const REFUSED = problemFrom(422, {
  title: 'Ugyldigt indhold',
  code: 'input_invalid',
  detail: 'Et felt skal rettes.',
  errors: [
    { pointer: '/query/age', code: 'less_than_equal', detail: 'Må højst være 99.' },
    { pointer: '/query/age', code: 'other', detail: 'Noget andet.' },
    { pointer: '/query/weights', code: 'unknown', detail: 'Kendes ikke.' },
  ],
  trace_id: 'abc',
});

test('a pointer names its field', () => {
  expect(fieldOf('/query/age')).toBe('age');
  expect(fieldOf('/price/a~1b~0c')).toBe('a/b~c');
  expect(fieldOf('')).toBe('');
});

test('a pointer is the path of a form’s field', () => {
  expect(pathOf('/targets/0/goal')).toBe('targets.0.goal');
  expect(pathOf('')).toBe('');
});

test('each field gets its first mistake, and other mistakes stay in the problem', () => {
  expect([...mistakesByField(REFUSED, ['age', 'match_group'])]).toEqual([
    ['age', 'Må højst være 99.'],
  ]);
});

test('an answer that is no problem still becomes one that a reader understands', () => {
  const problem = problemFrom(502, '<html>');
  expect(problem.title).toBe('Svaret kunne ikke læses');
  expect(problem.detail).toContain('502');
  expect(remedy(problem)).toContain('Prøv igen om lidt');
});

test('no connection is a problem with its own remedy', () => {
  const problem = problemOf(new TypeError('Failed to fetch'));
  expect(problem.status).toBe(0);
  expect(remedy(problem)).toContain('netforbindelse');
});

test('only what may pass by itself is tried again', () => {
  expect(isPassing(problemFrom(503, null))).toBe(true);
  expect(isPassing(REFUSED)).toBe(false);
  expect(isPassing(problemFrom(403, null))).toBe(false);
});
