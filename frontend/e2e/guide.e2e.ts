/** The guide's journeys: a caseworker and a citizen choose an offer together. */
import { readFile } from 'node:fs/promises';
import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { clear, isTooWide, PHONE, type Watched } from './browser';
import { GROUP, GUIDE, offerNames, openGuide, refresh, refuseGuide } from './guide-page';
import { signedIn } from './sign-in';

let browser: Watched;
let page: Page;

beforeAll(async () => {
  ({ browser, page } = await signedIn('sagsbehandler'));
});
afterAll(() => browser.close());
beforeEach(() => clear(page));
afterEach(() => {
  expect([...browser.foreignHosts]).toEqual([]);
  expect(browser.complaints).toEqual([]);
});

/** A profile for which the demonstration's figures tell an offer apart. */
const EXAMPLE =
  'target_group=kontanthjaelp&match_group=jobparat&age=34&weeks_on_support=30&weights=effect_3m:2,price:1';

test('the guide shows the offers in the API’s order, each figure with its interval', async () => {
  const answer = await openGuide(page);
  expect(answer.ranked.length).toBeGreaterThan(0);
  expect(await offerNames(page)).toEqual(
    [...answer.ranked, ...answer.too_few].map((card) => card.offer.name),
  );
  expect(await page.locator('.drawing-interval').count()).toBeGreaterThan(answer.ranked.length);
  const first = page.locator('.offer').first();
  await first
    .getByText(/n = \d+/)
    .first()
    .waitFor();
  expect(await first.locator('.offer-reason [lang=da]').innerText()).toBe(answer.ranked[0]?.reason);
  expect(await page.title()).toContain('Kontanthjælpsmodtager');
});

test('two weights are added into one score with its interval', async () => {
  const answer = await openGuide(page, EXAMPLE);
  expect(Object.keys(answer.weights)).toEqual(['effect_3m', 'price']);
  await page.getByText('Samlet', { exact: true }).first().waitFor();
});

test('offers that share a place are shown as a tie', async () => {
  const answer = await openGuide(page);
  const tied = answer.ranked.filter((card) => card.tied);
  expect(await page.getByText(/^deler pladsen med \d+$/).count()).toBe(tied.length);
});

test('what is chosen stands in the address, and a reload keeps it', async () => {
  await page.goto('/guide');
  await page.getByRole('heading', { name: 'Vælg en målgruppe for at se tilbuddene' }).waitFor();
  await page.getByLabel('Målgruppe', { exact: true }).selectOption('dagpenge');
  await page.locator('.offer').first().waitFor();
  expect(page.url()).toContain('target_group=dagpenge');

  const price = page.getByRole('group', { name: 'Pris', exact: true });
  const [answer] = await Promise.all([
    page.waitForResponse((response) => response.url().includes('price')),
    price.locator('label').nth(2).click(),
  ]);
  expect(answer.ok()).toBe(true);
  await page.waitForURL(/weights=effect_3m:1,price:2/);
  await page.locator('.guide-results[aria-busy=false]').waitFor();
  const names = await offerNames(page);

  await page.reload();
  await page.locator('.offer').first().waitFor();
  expect(await offerNames(page)).toEqual(names);
  expect(await price.getByRole('radio', { name: /^2/ }).isChecked()).toBe(true);
});

test('a figure over too few people says so and is never a zero', async () => {
  const answer = await openGuide(page);
  const hidden = (name: string): number =>
    [...answer.ranked, ...answer.too_few].filter(
      (card) => card.figures[name]?.suppressed.reason === 'too_few',
    ).length;
  // With one figure chosen, two more stand beside it.
  const shown = ['effect_3m', 'effect_7m', 'price'].reduce((sum, name) => sum + hidden(name), 0);
  expect(await page.getByText('For få til at vise').count()).toBe(shown);
  for (const card of answer.too_few) {
    const row = page.getByRole('article', { name: card.offer.name, exact: true });
    expect(await row.locator('.offer-tied').allInnerTexts()).toContainEqual(
      expect.stringMatching(/^Mangler: /),
    );
  }
});

test('sorting by a figure puts the best first and the hidden last', async () => {
  await openGuide(page);
  await page.getByLabel('Sortér efter').selectOption('effect_7m');
  await page.waitForURL(/sort=effect_7m/);
  const values = await page
    .locator('section[aria-labelledby=ranked-title] .offer')
    .evaluateAll((offers) =>
      offers.map((offer) => {
        const figure = [...offer.querySelectorAll('.figure')].find((one) =>
          one.querySelector('dt')?.textContent.startsWith('7-måneders'),
        );
        const text = figure?.querySelector('.figure-value')?.textContent ?? '';
        return text.includes('%') ? Number.parseFloat(text.replace(',', '.')) : -1;
      }),
    );
  expect(values.length).toBeGreaterThan(1);
  expect(values).toEqual([...values].sort((one, other) => other - one));
});

test('a mistaken age is told at the field, and the summary leads there', async () => {
  await openGuide(page);
  const age = page.getByLabel(/^Alder/);
  await age.fill('250');
  await age.press('Enter');
  const summary = page.locator('.error-summary');
  await summary.waitFor();
  await page.waitForFunction(() => document.activeElement?.classList.contains('error-summary'));
  expect(await page.locator('#profile-age-error').innerText()).toMatch(/99/);
  expect(await age.getAttribute('aria-invalid')).toBe('true');

  await summary.getByRole('link').press('Enter');
  await page.waitForFunction(() => document.activeElement?.id === 'profile-age');
  await age.fill('34');
  await age.press('Enter');
  await page.locator('.offer').first().waitFor();
  expect(await page.locator('.error-summary').count()).toBe(0);
  expect(page.url()).toContain('age=34');
});

test('an offer is opened by the keyboard and shows all twelve figures', async () => {
  const answer = await openGuide(page);
  const toggle = page.locator('.offer-toggle').first();
  await toggle.focus();
  await page.keyboard.press('Enter');
  const table = page.getByRole('table', { name: /Alle tal/ });
  await table.waitFor();
  expect(await toggle.getAttribute('aria-expanded')).toBe('true');
  expect(await table.getByRole('rowheader').count()).toBe(answer.indicators.length);
  expect(answer.indicators.length).toBe(12);
  await page
    .getByText(answer.ranked[0]?.figures['effect_3m']?.sentence ?? '')
    .first()
    .waitFor();
  await page.keyboard.press('Space');
  await table.waitFor({ state: 'detached' });
});

test('the skip link leads past the header', async () => {
  await openGuide(page);
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  expect(await page.evaluate(() => document.activeElement?.id)).toBe('main-content');
});

test('the list is spoken when it changes', async () => {
  const answer = await openGuide(page);
  const spoken = page.locator('[role=status]').filter({ hasText: 'vises i rækkefølge' });
  await spoken.waitFor({ state: 'attached' });
  expect(await spoken.innerText()).toContain(String(answer.ranked.length));
});

test('a failed refresh keeps the last answer and says when it is from', async () => {
  await openGuide(page);
  const names = await offerNames(page);
  await refuseGuide(page, 503, 'unavailable');
  await refresh(page);
  await page.getByRole('heading', { name: 'Tallene kunne ikke opdateres' }).waitFor();
  await page.getByText(/Du ser svaret fra \d\d\.\d\d\.\d{4} kl\. \d\d\.\d\d/).waitFor();
  expect(await offerNames(page)).toEqual(names);
});

test('a problem is told with its next step and trace id, and trying again works', async () => {
  await refuseGuide(page, 503, 'unavailable');
  await page.goto(`/guide?target_group=${GROUP}`);
  await page.getByText('Guiden svarer ikke lige nu.').waitFor();
  await page.getByText('Sporings-id: 0af7651916cd43dd8448eb211c80319c').waitFor();
  await page.unroute(GUIDE);
  await page.getByRole('button', { name: 'Prøv igen' }).click();
  await page.locator('.offer').first().waitFor();
});

test('a token that ran out is renewed without the reader noticing', async () => {
  let refusals = 0;
  await page.route(GUIDE, (route) => {
    refusals += 1;
    if (refusals > 1) return route.continue();
    return route.fulfill({
      status: 401,
      contentType: 'application/problem+json',
      body: JSON.stringify({ title: 'Udløbet', code: 'token_expired', detail: '' }),
    });
  });
  await page.goto(`/guide?target_group=${GROUP}`);
  await page.locator('.offer').first().waitFor();
  expect(refusals).toBe(2);
});

test('the shown list can be taken along as a spreadsheet', async () => {
  const answer = await openGuide(page);
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: 'Hent som CSV' }).click(),
  ]);
  expect(download.suggestedFilename()).toMatch(/^guide-kontanthjaelp-.*\.csv$/);
  const text = await readFile(await download.path(), 'utf8');
  expect(text.startsWith('\uFEFFAfsnit;Plads;')).toBe(true);
  expect(text).toContain(answer.ranked[0]?.offer.name);
});

test('on a phone the offers are cards, the form folds away, and sorting is there', async () => {
  await page.setViewportSize(PHONE);
  await openGuide(page);
  expect(await isTooWide(page)).toBe(false);
  expect(await page.getByLabel('Målgruppe', { exact: true }).isVisible()).toBe(false);
  expect(await page.getByLabel('Sortér efter').isVisible()).toBe(true);
  expect(await page.locator('.figure-label').first().isVisible()).toBe(true);
  await page.getByRole('button', { name: 'Ret profil og vægte' }).click();
  expect(await page.getByLabel('Målgruppe', { exact: true }).isVisible()).toBe(true);
});

test('the page can be read in English, and remembers it', async () => {
  await openGuide(page);
  await page.getByRole('button', { name: 'English', exact: true }).click();
  await page.getByRole('heading', { name: 'Guide to choosing an offer' }).waitFor();
  expect(await page.locator('html').getAttribute('lang')).toBe('en');
  await page.reload();
  await page.getByRole('heading', { name: 'Guide to choosing an offer' }).waitFor();
  await page.getByRole('button', { name: 'Dansk', exact: true }).click();
  await page.getByRole('heading', { name: 'Guide til valg af tilbud' }).waitFor();
});

test('an unknown address says so and leads back', async () => {
  await page.goto('/findes-ikke');
  await page.getByRole('heading', { name: 'Siden findes ikke' }).waitFor();
  await page.getByRole('link', { name: 'Gå til forsiden' }).click();
  await page.getByRole('heading', { name: 'Vælg en målgruppe for at se tilbuddene' }).waitFor();
});
