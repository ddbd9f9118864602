import { afterEach, expect, test, vi } from 'vitest';
import { citizenAtHand, putCitizenAway, takeCitizen } from './citizen-at-hand';

afterEach(() => {
  putCitizenAway();
});

test('what the window keeps of a citizen is an id and a purpose, never a name', async () => {
  takeCitizen({
    id: '58ff7bc7-e488-8a20-97c0-5e76b366cb0d',
    purpose: 'visitation',
    name: 'Bo Test',
  });
  expect(citizenAtHand()?.name).toBe('Bo Test');
  const stored = Object.keys(sessionStorage).map((key) => sessionStorage.getItem(key) ?? '');
  expect(stored.join()).toContain('58ff7bc7');
  expect(stored.join()).not.toContain('Bo');

  vi.resetModules(); // As after a reload.
  const again = await import('./citizen-at-hand');
  expect(again.citizenAtHand()).toEqual({
    id: '58ff7bc7-e488-8a20-97c0-5e76b366cb0d',
    purpose: 'visitation',
    name: null,
  });
  again.putCitizenAway();
});

test('a citizen put away is gone', () => {
  takeCitizen({ id: 'a', purpose: 'visitation', name: null });
  putCitizenAway();
  expect(citizenAtHand()).toBeNull();
});
