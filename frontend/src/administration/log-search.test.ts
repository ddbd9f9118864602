import { expect, test } from 'vitest';
import { beginningOf, NOTHING_ASKED, searchOf } from './log-search';
import { partsOpenTo, readAdministrationSearch } from './search';

test('what is left empty may be anything', () => {
  expect(searchOf(NOTHING_ASKED)).toEqual({});
  expect(searchOf({ ...NOTHING_ASKED, actor: '  ', act: ' citizens.read ' })).toEqual({
    act: 'citizens.read',
  });
});

test('days are Danish days, and both are included, in summer and in winter', () => {
  const asked = { ...NOTHING_ASKED, since: '2026-07-01', until: '2026-12-31' };
  expect(searchOf(asked)).toEqual({
    since: '2026-07-01T00:00:00+02:00',
    until: '2027-01-01T00:00:00+01:00',
  });
});

test('a day begins by the clock of that day when the clocks change', () => {
  expect(beginningOf('2026-03-29')).toBe('2026-03-29T00:00:00+01:00');
  expect(beginningOf('2026-03-30')).toBe('2026-03-30T00:00:00+02:00');
});

test('the address names the part alone, and only one that there is', () => {
  expect(readAdministrationSearch({ part: 'log', subject: 'x' })).toEqual({ part: 'log' });
  expect(readAdministrationSearch({ part: 'secrets' })).toEqual({});
});

test('each part opens to its right', () => {
  expect(partsOpenTo(['audit.search', 'audit.extract'])).toEqual(['log', 'extract']);
  expect(partsOpenTo([])).toEqual([]);
});
