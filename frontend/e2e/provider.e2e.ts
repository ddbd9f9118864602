/** A provider answers an order, starts the course, and reports who was there. */
import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { axeFindings, isTooWide, PHONE, takePictures, WIDE, type Watched } from './browser';
import { ask, newCitizen, openOffer, placeOrder } from './cases';
import { signedIn } from './sign-in';

const PROVIDER = 'leverandoer-01';
let jobcenter: Watched;
let browser: Watched;
let caseworker: Page;
let page: Page;

beforeAll(async () => {
  ({ browser: jobcenter, page: caseworker } = await signedIn('sagsbehandler'));
  ({ browser, page } = await signedIn('leverandoer'));
  await page.getByText('Leverandør 1 (privat)').first().click();
  await page.getByRole('heading', { name: 'Bestillinger', exact: true }).waitFor();
}, 180_000);
afterAll(async () => {
  await jobcenter.close();
  await browser.close();
});
beforeEach(async () => {
  await page.setViewportSize(WIDE);
});
afterEach(() => {
  expect(browser.complaints.splice(0)).toEqual([]);
});

/** An order that has come to the provider. */
async function incoming({ aligned }: { aligned: boolean }): Promise<{ id: string; name: string }> {
  const { citizenId, name } = await newCitizen(caseworker);
  const offer = await openOffer(caseworker, PROVIDER);
  const id = await placeOrder(caseworker, citizenId, offer.id, { aligned });
  await expect
    .poll(
      () =>
        ask<{ aligned_at: string | null }>(page, 'GET', `contracts/v1/call-offs/${id}`).then(
          ({ aligned_at }) => (aligned_at !== null) === aligned,
          () => false,
        ),
      { timeout: 20_000, interval: 200 },
    )
    .toBe(true);
  return { id, name };
}

test('a new order is opened by name, accepted, started, and its first day reported and corrected', async () => {
  const { id, name } = await incoming({ aligned: true });
  await page.goto('/call-offs');
  await page.locator(`a[href$="/call-offs/${id}"]`).waitFor();
  await takePictures(page, 'call-offs');
  await page.locator(`a[href$="/call-offs/${id}"]`).click();
  await page.getByText(name).waitFor();
  await page.getByText('Melder fravær samme dag').waitFor();
  await page.getByRole('button', { name: 'Tag imod' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Tag imod' }).click();
  await page.getByText('Bestillingen er taget imod.').waitFor();
  await page.getByRole('button', { name: 'Meld startet' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Meld startet' }).click();
  await page.getByText('Forløbet er meldt startet.').waitFor();

  await page.getByRole('link', { name: 'Fremmøde', exact: true }).click();
  // The first day is today, whichever day of the week that is.
  await page.getByRole('button', { name: 'Vis weekend' }).click();
  const row = page.getByRole('row').filter({ hasText: name });
  const cell = row.getByRole('textbox').last();
  await cell.fill('1');
  await page.getByRole('button', { name: 'Gem', exact: true }).click();
  await page.getByText('Skriv et bogstav for årsagen').first().waitFor();
  await cell.fill('s');
  // What is typed and not sent is still there after a reload.
  await page.reload();
  await page.getByText('Det, du ikke havde gemt, er her stadig.').waitFor();
  expect(await cell.inputValue()).toBe('s');
  await page.getByRole('button', { name: 'Gem', exact: true }).click();
  await page.getByRole('heading', { name: '1 dag er gemt' }).waitFor();
  expect(await cell.inputValue()).toBe('S');

  await cell.fill('2');
  await page.getByRole('button', { name: 'Gem', exact: true }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Årsag til rettelsen').fill('Kom alligevel');
  await dialog.getByRole('button', { name: 'Gem rettelserne' }).click();
  await page.getByRole('heading', { name: '1 dag er gemt' }).waitFor();
  await row.getByRole('button', { name: /^Historik/ }).click();
  await dialog.getByText('Kom alligevel').waitFor();
}, 120_000);

test('a course whose expectations are not aligned cannot be started, and the page says why', async () => {
  const { id } = await incoming({ aligned: false });
  await page.goto(`/call-offs/${id}`);
  await page.getByRole('button', { name: 'Tag imod' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Tag imod' }).click();
  await page.getByText('Forventningerne er ikke afstemt endnu.').waitFor();
  expect(await page.getByRole('button', { name: 'Meld startet' }).count()).toBe(0);
});

test('an order is declined with a reason, and in words where it is another', async () => {
  const { id } = await incoming({ aligned: true });
  await page.goto(`/call-offs/${id}`);
  await page.getByRole('button', { name: 'Afvis' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Andet').check({ force: true });
  await dialog.getByRole('button', { name: 'Afvis' }).click();
  await dialog.getByText('Skal udfyldes.').waitFor();
  await dialog.getByLabel('Forklaring').fill('Lokalerne bygges om');
  await dialog.getByRole('button', { name: 'Afvis' }).click();
  await page.getByText('Bestillingen er afvist.').waitFor();
  await page.getByText('Lokalerne bygges om').waitFor();
});

test('a week is filled at once, moved in by keyboard, pasted into, and discarded', async () => {
  const { items } = await ask<{ items: { week: string }[] }>(
    page,
    'GET',
    'contracts/v1/attendance/missing?limit=1',
  );
  await page.goto(`/attendance?week=${items[0]?.week ?? ''}`);
  const cells = page.locator('.protocol input');
  await cells.first().waitFor();
  await page.getByRole('button', { name: 'Alle til stede' }).click();
  await page.getByText(/celler? er ikke gemt/).waitFor();
  await takePictures(page, 'attendance');
  await cells.first().focus();
  await page.keyboard.press('ArrowRight');
  const second = await page.evaluate(() => document.activeElement?.id);
  await page.keyboard.press('ArrowDown');
  expect(await page.evaluate(() => document.activeElement?.id)).not.toBe(second);
  await page.keyboard.press('ArrowUp');
  expect(await page.evaluate(() => document.activeElement?.id)).toBe(second);
  await page.getByRole('button', { name: 'Indsæt fra regneark' }).click();
  await page.getByLabel('Rækker').fill('navn;dato;timer\nIngen;16.11.2026;5');
  await page.getByRole('button', { name: 'Læg i skemaet' }).click();
  await page.getByText('Linje 2: Deltageren er ikke i ugens liste.').waitFor();
  await page.getByRole('dialog').getByRole('button', { name: 'Luk' }).click();
  await page.getByRole('button', { name: 'Kassér' }).click();
  await page.getByRole('button', { name: 'Kassér ændringerne' }).click();
  await page.getByText(/er ikke gemt/).waitFor({ state: 'detached' });
});

describe.each([
  ['1280 px', WIDE],
  ['390 px', PHONE],
])('at %s', (_name, size) => {
  test('orders and attendance are accessible and fit the window', async () => {
    await page.setViewportSize(size);
    const { id } = await incoming({ aligned: true });
    for (const [path, ready] of [
      ['/call-offs?status=all', 'tbody tr'],
      [`/call-offs/${id}`, '.history li'],
      ['/attendance', '.protocol-tools'],
    ] as const) {
      await page.goto(path);
      await page.locator(ready).first().waitFor();
      expect([path, await axeFindings(page)]).toEqual([path, []]);
      expect([path, await isTooWide(page)]).toEqual([path, false]);
    }
  }, 180_000);
});
