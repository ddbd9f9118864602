import { beforeEach, expect, test, vi } from 'vitest';

type AtHand = typeof import('./citizen-at-hand');

/** The module as a page that is opened has it. */
async function opened(): Promise<AtHand> {
  vi.resetModules();
  return import('./citizen-at-hand');
}

beforeEach(() => {
  sessionStorage.clear();
});

test('what the window keeps of a citizen is an id and a purpose, never a name', async () => {
  const { takeCitizen, citizenAtHand } = await opened();
  takeCitizen({
    id: '58ff7bc7-e488-8a20-97c0-5e76b366cb0d',
    purpose: 'visitation',
    name: 'Bo Test',
  });
  expect(citizenAtHand()?.name).toBe('Bo Test');
  const stored = Object.keys(sessionStorage).map((key) => sessionStorage.getItem(key) ?? '');
  expect(stored.join()).toContain('58ff7bc7');
  expect(stored.join()).not.toContain('Bo');

  const again = await opened(); // As after a reload.
  expect(again.citizenAtHand()).toEqual({
    id: '58ff7bc7-e488-8a20-97c0-5e76b366cb0d',
    purpose: 'visitation',
    name: null,
  });
});

test('a citizen put away is gone', async () => {
  const { takeCitizen, putCitizenAway, citizenAtHand } = await opened();
  takeCitizen({ id: 'a', purpose: 'visitation', name: null });
  putCitizenAway();
  expect(citizenAtHand()).toBeNull();
});
