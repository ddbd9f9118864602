/** Every state of the guide, at both widths, held to WCAG 2.2 AA by axe. */
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { axeFindings, clear, isTooWide, PHONE, WIDE, type Watched } from './browser';
import { GROUP, GUIDE, openGuide, refresh, refuseGuide, shortenGuide } from './guide-page';
import { signedIn } from './sign-in';

let browser: Watched;
let page: Page;

beforeAll(async () => {
  ({ browser, page } = await signedIn('sagsbehandler'));
});
afterAll(() => browser.close());

const STATES: readonly (readonly [string, (page: Page) => Promise<void>])[] = [
  [
    'before a target group is chosen',
    async (page) => {
      await page.goto('/guide');
      await page.locator('.empty').waitFor();
    },
  ],
  [
    'the list in the guide’s order',
    async (page) => {
      await shortenGuide(page, 12, 3);
      await openGuide(page);
    },
  ],
  [
    'the list by several figures, sorted by one',
    async (page) => {
      await shortenGuide(page, 6, 2);
      await openGuide(page, `target_group=${GROUP}&weights=effect_3m:3,price:1&sort=price`);
    },
  ],
  [
    'an opened offer',
    async (page) => {
      await shortenGuide(page, 3, 1);
      await openGuide(page);
      await page.locator('.offer-toggle').first().click();
      await page.getByRole('table', { name: /Alle tal/ }).waitFor();
    },
  ],
  [
    'a mistake in the profile',
    async (page) => {
      await page.goto(`/guide?target_group=${GROUP}&age=250`);
      await page.locator('#profile-age-error').waitFor();
    },
  ],
  [
    'loading',
    async (page) => {
      await page.route(GUIDE, () => undefined);
      await page.goto(`/guide?target_group=${GROUP}`);
      await page.locator('.skeleton').waitFor();
    },
  ],
  [
    'a service that is away',
    async (page) => {
      await refuseGuide(page, 503, 'unavailable');
      await page.goto(`/guide?target_group=${GROUP}`);
      await page.getByText('Sporings-id').waitFor();
    },
  ],
  [
    'no permission',
    async (page) => {
      await refuseGuide(page, 403, 'not_allowed');
      await page.goto(`/guide?target_group=${GROUP}`);
      await page.getByRole('heading', { name: 'Du har ikke adgang til guiden' }).waitFor();
    },
  ],
  [
    'no offers',
    async (page) => {
      await shortenGuide(page, 0, 0);
      await page.goto(`/guide?target_group=${GROUP}`);
      await page.getByRole('heading', { name: 'Ingen tilbud' }).waitFor();
    },
  ],
  [
    'a failed refresh',
    async (page) => {
      await shortenGuide(page, 3, 1);
      await openGuide(page);
      await page.unroute(GUIDE);
      await refuseGuide(page, 503, 'unavailable');
      await refresh(page);
      await page.getByRole('heading', { name: 'Tallene kunne ikke opdateres' }).waitFor();
    },
  ],
];

describe.each([
  ['1280 px', WIDE],
  ['390 px', PHONE],
])('at %s', (_name, size) => {
  beforeEach(() => clear(page, size));

  test.each(STATES)('%s is accessible and fits the window', async (_state, reach) => {
    await reach(page);
    expect(await axeFindings(page)).toEqual([]);
    expect(await isTooWide(page)).toBe(false);
  });
});
