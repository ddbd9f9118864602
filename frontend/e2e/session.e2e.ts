/** Signing in, choosing whom to work for, staying, leaving, and pages that a role may not see. */
import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { axeFindings, isTooWide, openBrowser, PHONE, WIDE, type Watched } from './browser';
import { refresh } from './guide-page';
import { answerLogin, signIn } from './sign-in';

let browser: Watched | undefined;

async function aPage(): Promise<Page> {
  browser = await openBrowser({ viewport: WIDE });
  return browser.context.newPage();
}

afterEach(async () => {
  expect(browser?.complaints ?? []).toEqual([]);
  await browser?.close();
  browser = undefined;
});

test('who is not signed in is led in, and back to where they were going', async () => {
  const page = await aPage();
  await page.goto('/guide?target_group=dagpenge');
  await page.waitForURL(/\/sign-in\?return_to=/);
  expect(await axeFindings(page)).toEqual([]);
  await signIn(page, 'sagsbehandler', '/guide?target_group=dagpenge');
  await page.locator('.offer').first().waitFor();
  expect(page.url()).toContain('/guide?target_group=dagpenge');
});

describe('a refused sign-in', () => {
  let refused: Watched;
  let page: Page;

  beforeAll(async () => {
    refused = await openBrowser({ viewport: PHONE });
    page = await refused.context.newPage();
  });
  afterAll(() => refused.close());

  test.each(['access_denied', 'no_role', 'expired', 'provider_unavailable', 'insecure_address'])(
    'by %s says what to do',
    async (code) => {
      await page.goto(`/sign-in?error=${code}`);
      await page.getByRole('alert').waitFor();
      expect(await axeFindings(page)).toEqual([]);
      expect(await isTooWide(page)).toBe(false);
      expect(refused.complaints).toEqual([]);
    },
  );
});

test('who serves several providers chooses one, and can switch', async () => {
  const page = await aPage();
  await signIn(page, 'leverandoer');
  const choices = page.locator('.choice');
  await choices.first().waitFor();
  expect(await choices.count()).toBe(2);
  expect(await axeFindings(page)).toEqual([]);
  const [first = '', second = ''] = await page.locator('.choice-name').allInnerTexts();
  await choices.first().click();
  await choices.first().waitFor({ state: 'detached' });
  await page.locator('.account-button').click();
  await page.locator('.account-line').getByText(first).waitFor();
  await page.getByRole('link', { name: 'Skift' }).click();
  await page.locator('.choice').filter({ hasText: second }).click();
  await page.waitForURL((url) => url.pathname !== '/choose');
  await page.locator('.account-button').click();
  await page.locator('.account-line').getByText(second).waitFor();
});

test('a page that a role may not see names the right and whom to ask', async () => {
  const page = await aPage();
  await signIn(page, 'interviewer', '/guide');
  await page.getByText('Du mangler rettigheden til at bruge visitationsguiden').waitFor();
  await page.getByText('»guide.read«').waitFor();
  expect(await axeFindings(page)).toEqual([]);
});

test('a session that ended keeps the page, and signing in again goes on there', async () => {
  const page = await aPage();
  await signIn(page, 'sagsbehandler', '/guide?target_group=kontanthjaelp');
  await page.locator('.offer').first().waitFor();
  const refuse = (code: string) => ({
    status: 401,
    contentType: 'application/problem+json',
    body: JSON.stringify({ title: 'Udløbet', code, detail: '' }),
  });
  await page.route('**/api/gateway/v1/session**', (route) =>
    route.fulfill(refuse('session_expired')),
  );
  await page.route('**/api/visitation/**', (route) => route.fulfill(refuse('token_expired')));
  await refresh(page);
  const dialog = page.getByRole('dialog', { name: 'Du er logget ud' });
  await dialog.waitFor();
  expect(await axeFindings(page)).toEqual([]);
  await page.keyboard.press('Escape');
  await page.keyboard.press('Escape');
  expect(await dialog.isVisible()).toBe(true);
  expect(await page.locator('.offer').count()).toBeGreaterThan(0);

  await page.unrouteAll();
  const [again] = await Promise.all([
    browser?.context.waitForEvent('page'),
    dialog.getByRole('button', { name: 'Log ind igen' }).click(),
  ]);
  if (again === undefined) throw new Error('No second window was opened.');
  await answerLogin(again, 'sagsbehandler');
  await dialog.waitFor({ state: 'detached' });
  await page.locator('.guide-results[aria-busy=false]').waitFor();
});

test('signing out leads through the identity provider, and the pages are closed again', async () => {
  const page = await aPage();
  await signIn(page, 'sagsbehandler');
  await page.locator('.account-button').click();
  await page.getByRole('button', { name: 'Log ud', exact: true }).click();
  await page.getByRole('button', { name: 'Ja, log ud' }).click();
  await page.waitForURL(/\/sign-in/);
  await page.goto('/guide');
  await page.waitForURL(/\/sign-in\?return_to=/);
});
