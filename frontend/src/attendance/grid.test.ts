import { expect, test } from 'vitest';
import { course, LETTERS, reported } from './factories';
import { allPresent, changesOf, isOpen, keyOf, pasteBlock, shownDays, typeInto } from './grid';
import { daysOf } from './week';

const [ann, bo] = [course('a'), course('b', { endedOn: '2026-11-17' })];
const DAYS = daysOf('2026-W47');
const TODAY = '2026-11-19';

test('a day can be told of while the course runs, and when it has come', () => {
  expect(DAYS.map((day) => isOpen(ann, day, TODAY))).toEqual([
    ...[true, true, true, true],
    ...[false, false, false],
  ]);
  expect(isOpen(bo, '2026-11-18', TODAY)).toBe(false);
  expect(isOpen(ann, '2026-10-30', TODAY)).toBe(false);
});

test('the weekend is shown when asked for, or when something is said of it', () => {
  expect(shownDays(DAYS, new Map(), {}, false)).toHaveLength(5);
  expect(shownDays(DAYS, new Map(), {}, true)).toHaveLength(7);
  expect(shownDays(DAYS, reported(['a', '2026-11-21']), {}, false)).toHaveLength(6);
});

test('all present fills what is missing, and nothing that is told or typed', () => {
  const missing = new Set([keyOf('a', '2026-11-16'), keyOf('a', '2026-11-17'), 'b|2026-11-16']);
  const typed = { [keyOf('a', '2026-11-17')]: 'S' };
  expect(allPresent(typed, [ann, bo], missing, reported(['b', '2026-11-16']), LETTERS)).toEqual({
    'a|2026-11-16': '5',
    'a|2026-11-17': 'S',
  });
});

test('what says again what is reported is no change', () => {
  const told = reported(['a', '2026-11-16']);
  expect(typeInto({}, ann, '2026-11-16', 'S', told, LETTERS)).toEqual({ 'a|2026-11-16': 'S' });
  expect(typeInto({ 'a|2026-11-16': 'S' }, ann, '2026-11-16', '5', told, LETTERS)).toEqual({});
});

test('new days, corrections and faults are told apart', () => {
  const told = reported(['a', '2026-11-16', { version: 3 }], ['a', '2026-11-17']);
  const typed = {
    'a|2026-11-16': 'S',
    'a|2026-11-17': '5,0',
    'a|2026-11-18': 'x',
    'a|2026-11-19': '3',
    'gone|2026-11-16': '5',
  };
  const found = changesOf(typed, [ann, bo], told, LETTERS);
  expect(found.fresh.map(({ key }) => key)).toEqual(['a|2026-11-18']);
  expect(found.corrections.map(({ key, version }) => [key, version])).toEqual([
    ['a|2026-11-16', 3],
  ]);
  expect([...found.faults]).toEqual([['a|2026-11-19', 'reason_missing']]);
});

test('what is reported cannot be emptied away', () => {
  const found = changesOf({ 'a|2026-11-16': '' }, [ann], reported(['a', '2026-11-16']), LETTERS);
  expect([...found.faults.keys()]).toEqual(['a|2026-11-16']);
});

test('a block of cells is laid over the table from where it is pasted', () => {
  const at = { course: 0, day: 1 };
  const { typed, filled, passedOver } = pasteBlock(
    '5\tS\t5\r\n5\t5\t5\r\n',
    at,
    [ann, bo],
    DAYS,
    {},
    TODAY,
  );
  expect(typed).toEqual({
    'a|2026-11-17': '5',
    'a|2026-11-18': 'S',
    'a|2026-11-19': '5',
    'b|2026-11-17': '5',
  });
  expect([filled, passedOver]).toEqual([4, 2]);
});
