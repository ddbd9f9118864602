/** The caseworker's choosing: a citizen or a profile, filters, evidence, comparison, and on to order. */
import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { axeFindings, clear, isTooWide, PHONE, takePictures, type Watched } from './browser';
import { openGuide, shortenGuide } from './guide-page';
import { signedIn } from './sign-in';

const PROFILE = 'target_group=kontanthjaelp&age=27&weeks_on_support=48';

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

async function lookUp(name: string): Promise<string> {
  await page.goto('/guide');
  await page.getByRole('button', { name: 'Slå borger op' }).click();
  await page.getByLabel('Navn eller CPR-nummer').fill(name);
  await page.keyboard.press('Enter');
  const found = page.locator('.citizen').first();
  await found.waitFor();
  const chosen = await found.locator('.citizen-name').innerText();
  await found.click();
  await page.locator('.citizen-bar').waitFor();
  return chosen;
}

test('eleven months on cash benefit are typed as they are said, and asked as weeks', async () => {
  await page.goto('/guide?target_group=kontanthjaelp');
  await page.getByLabel('Enhed for tid på ydelse').selectOption('months');
  await page.getByLabel(/^Tid på ydelse/).fill('11');
  await page.getByLabel(/^Alder/).fill('27');
  await page.keyboard.press('Enter');
  await page.waitForURL(/age=27/);
  await page.waitForURL(/weeks_on_support=48/);
  expect(await page.getByLabel(/^Tid på ydelse/).inputValue()).toBe('11');
});

test('an offer is chosen and ordered from the guide by the keyboard alone', async () => {
  const answer = await openGuide(page, PROFILE);
  const first = answer.ranked[0]?.offer;
  await page.locator('#ranked-title').focus();
  const order = page.getByRole('link', { name: `Bestil ${first?.name ?? ''}` });
  for (let presses = 0; presses < 15; presses += 1) {
    await page.keyboard.press('Tab');
    if (await order.evaluate((link) => link === document.activeElement)) break;
  }
  await page.keyboard.press('Enter');
  await page.waitForURL(`**/order/${first?.id ?? ''}`);
});

test('a citizen is looked up with a purpose, and nothing of it comes into an address', async () => {
  const asked: string[] = [];
  page.on('request', (request) => asked.push(request.url()));
  const name = await lookUp('Borger 0000');
  await page.locator('.offer').first().waitFor();
  expect(await page.locator('.citizen-bar').innerText()).toContain(name);
  expect(new URL(page.url()).search).toBe('');
  expect(asked.filter((url) => /borger(%20|\+| )0000/i.test(url))).toEqual([]);
  const stored = await page.evaluate(() => JSON.stringify(sessionStorage));
  expect(stored).not.toContain(name);

  await page.reload();
  await page.getByText(name).waitFor();
  await page.getByRole('button', { name: 'Fjern borger' }).click();
  await page.getByRole('heading', { name: 'Vælg en målgruppe for at se tilbuddene' }).waitFor();
});

test('filters stand in the address, and what they take away is told', async () => {
  const all = await openGuide(page, PROFILE);
  await page.locator('.filters summary').click();
  await page.getByLabel('Vejledning og opkvalificering').check();
  await page.waitForURL(/kind=guidance/);
  await page.getByText(/^Tallene er fra/).click();
  await page.getByText(/Filtrene tog \d+ af \d+ tilbud fra/).waitFor();
  const fewer = await page.locator('.offer').count();
  expect(fewer).toBeGreaterThan(0);
  expect(fewer).toBeLessThan(all.total);

  await page.getByRole('button', { name: 'Ryd filtre' }).click();
  await page.waitForURL((url) => !url.search.includes('kind'));
});

test('up to four offers are compared, and the way back keeps the choice', async () => {
  const answer = await openGuide(page, PROFILE);
  await takePictures(page, 'guide');
  const names = answer.ranked.slice(0, 2).map(({ offer }) => offer.name);
  for (const name of names) {
    await page.getByRole('checkbox', { name: `Sammenlign ${name}`, exact: true }).check();
  }
  await page.getByRole('link', { name: 'Sammenlign de valgte' }).click();
  const table = page.getByRole('table', { name: 'Tal side om side' });
  await table.waitFor();
  for (const name of names) {
    await table.getByRole('link', { name, exact: true }).waitFor();
  }
  expect(await axeFindings(page)).toEqual([]);
  await takePictures(page, 'compare');
  await page.getByRole('link', { name: 'Tilbage til guiden' }).click();
  await page.locator('.offer').first().waitFor();
  expect(
    await page
      .getByRole('checkbox', { name: `Sammenlign ${names[0] ?? ''}`, exact: true })
      .isChecked(),
  ).toBe(true);
});

test('citizens like this one are a statistic that says how alike they are', async () => {
  await openGuide(page, PROFILE);
  await page.getByText('Borgere som denne').click();
  await page.getByText(/^Vist for: /).waitFor();
  await page.getByText(/ikke en forudsigelse om den enkelte/).waitFor();
});

test('an offer’s own page shows its figures, and each can be taken apart', async () => {
  const answer = await openGuide(page, PROFILE);
  const name = answer.ranked[0]?.offer.name ?? '';
  await page.getByRole('link', { name, exact: true }).first().click();
  await page.getByRole('heading', { name, level: 1 }).waitFor();
  await page.getByRole('table', { name: /Alle tal/ }).waitFor();
  expect(await page.getByLabel('Målgruppe').inputValue()).toBe('kontanthjaelp');
  await takePictures(page, 'offer');
  expect(await axeFindings(page)).toEqual([]);
  await page
    .getByRole('button', { name: /Vis regnestykket/ })
    .first()
    .click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('rowheader', { name: 'Talte forløb' }).waitFor();
  expect(await axeFindings(page)).toEqual([]);
  await page.keyboard.press('Escape');
  await dialog.waitFor({ state: 'detached' });
  await page.getByRole('link', { name: 'Guiden' }).click();
  await page.locator('.offer').first().waitFor();
  expect(page.url()).toContain(PROFILE);
});

test('on a phone the same is done without scrolling sideways', async () => {
  await page.setViewportSize(PHONE);
  await shortenGuide(page, 4, 1); // As many as a slow check of each element is quick over.
  const name = await lookUp('Borger 0000');
  await page.locator('.offer').first().waitFor();
  expect(await page.locator('.citizen-bar').innerText()).toContain(name);
  expect(await isTooWide(page)).toBe(false);
  expect(await axeFindings(page)).toEqual([]);
  await page
    .getByRole('link', { name: /^Bestil/ })
    .first()
    .click();
  await page.waitForURL(/\/order\//);
});
