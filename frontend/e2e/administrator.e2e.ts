/** An administrator lets a system in and closes it out, reads the log, and looks at the services. */
import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import {
  axeFindings,
  isTooWide,
  PHONE,
  systemUrl,
  takePictures,
  WIDE,
  type Watched,
} from './browser';
import { newWord } from './cases';
import { signedIn } from './sign-in';

const NAME = `Fagsystem ${newWord()}`;

let browser: Watched;
let page: Page;

beforeAll(async () => {
  ({ browser, page } = await signedIn('administrator'));
});
afterAll(() => browser.close());
beforeEach(async () => {
  await page.setViewportSize(WIDE);
});
afterEach(() => {
  expect(browser.complaints.splice(0)).toEqual([]);
});

async function open(part: string): Promise<void> {
  await page.goto(`/administration?part=${part}`);
  await page.locator('#part-title').waitFor();
}

async function statusWith(client: string, secret: string): Promise<number> {
  const answer = await fetch(`${systemUrl()}/api/gateway/v1/token`, {
    method: 'POST',
    body: new URLSearchParams({
      grant_type: 'client_credentials',
      client_id: client,
      client_secret: secret,
    }),
  });
  return answer.status;
}

test('a system is let in with a secret that is shown once, and closed out again', async () => {
  await open('clients');
  await page.locator('.data-table tbody tr').first().waitFor();
  await takePictures(page, 'administration');
  await page.getByRole('button', { name: 'Opret adgang' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('button', { name: 'Opret adgang' }).click();
  expect(await dialog.getByText('Skal udfyldes.').count()).toBe(2);
  await dialog.getByLabel('Systemets navn').fill(NAME);
  await dialog.getByLabel('Kun visitationsguiden').check();
  await dialog.getByText(/^Rettigheder/).click();
  expect(await dialog.getByText('guide.read').isVisible()).toBe(true);
  expect(await axeFindings(page)).toEqual([]);
  await dialog.getByRole('button', { name: 'Opret adgang' }).click();

  const shown = page.getByRole('dialog').filter({ hasText: 'Gem hemmeligheden nu' });
  await shown.waitFor();
  const [client = '', secret = ''] = await shown.locator('.secret-value').allInnerTexts();
  expect(await axeFindings(page)).toEqual([]);
  await page.keyboard.press('Escape');
  expect(await shown.isVisible()).toBe(true);
  await shown.getByRole('button', { name: 'Jeg har gemt den' }).click();
  expect(await page.content()).not.toContain(secret);
  expect(await statusWith(client, secret)).toBe(200);

  await page.getByRole('button', { name: `Ny hemmelighed: ${NAME}` }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Ny hemmelighed' }).click();
  await shown.waitFor();
  const renewed = await shown.locator('.secret-value').allInnerTexts();
  expect(renewed[1]).not.toBe(secret);
  await shown.getByRole('button', { name: 'Jeg har gemt den' }).click();
  expect(await statusWith(client, secret)).toBe(200);

  await page.getByRole('button', { name: `Spær: ${NAME}` }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Spær' }).click();
  await page.getByText(`Adgangen for ${NAME} er spærret.`).waitFor();
  expect(await statusWith(client, renewed[1] ?? '')).toBe(401);
});

test('the log tells who saw what, and that it was searched', async () => {
  await open('log');
  await page.getByLabel('Handling').fill('audit.search');
  // The log is sealed and followed within seconds; the first search shows in a later one.
  await expect
    .poll(
      async () => {
        const [answer] = await Promise.all([
          page.waitForResponse((response) => response.url().includes('/v1/audit/search?')),
          page.getByRole('button', { name: 'Søg i loggen' }).click(),
        ]);
        const { items } = (await answer.json()) as { items: unknown[] };
        return items.length;
      },
      { timeout: 50_000, interval: 500 },
    )
    .toBeGreaterThan(0);
  await page.locator('.data-table tbody tr').first().waitFor();
  expect(new URL(page.url()).search).toBe('?part=log');
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: 'Hent det viste som CSV' }).click(),
  ]);
  expect(download.suggestedFilename()).toMatch(/^log-.*\.csv$/);
});

test('every service says how it does', async () => {
  await open('operations');
  await page.locator('.data-table tbody tr').first().waitFor();
  const services = await page.locator('.data-table tbody th').allInnerTexts();
  expect(services.sort()).toEqual(['contracts', 'effects', 'gateway', 'surveys', 'visitation']);
  expect(await page.getByText('Klar', { exact: true }).count()).toBe(5);
});

test('the extract is not the administrator’s, and the page says which right it takes', async () => {
  await page.goto('/administration?part=extract');
  await page.getByText('audit.extract').waitFor();
});

test('the data protection officer draws a citizen’s extract', async () => {
  const { browser: other, page: theirs } = await signedIn('dpo');
  await theirs.goto('/administration?part=extract');
  await theirs.getByLabel('Borgerens id').fill(['010203', '1234'].join('-'));
  await theirs.getByRole('button', { name: 'Hent udskrift' }).click();
  await theirs.locator('.form-error-message').waitFor();
  await theirs.getByLabel('Borgerens id').fill('00000000-0000-8000-8000-000000000000');
  await theirs.getByRole('button', { name: 'Hent udskrift' }).click();
  await theirs.locator('.extract-notes').waitFor();
  expect(await axeFindings(theirs)).toEqual([]);
  expect(theirs.url()).not.toContain('00000000');
  await other.close();
}, 180_000);

describe.each([
  ['wide', WIDE],
  ['phone', PHONE],
])('%s', (_width, viewport) => {
  test.each(['clients', 'log', 'operations', 'jobs'])('%s', async (part) => {
    await page.setViewportSize(viewport);
    await open(part);
    if (part === 'log') await page.getByRole('button', { name: 'Søg i loggen' }).click();
    await page.locator('.data-table tbody tr, .empty').first().waitFor();
    expect(await axeFindings(page)).toEqual([]);
    expect(await isTooWide(page)).toBe(false);
  });
});
