/** A manager sets a target group's offers side by side, and asks where a figure comes from. */
import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { components } from '../src/api/visitation';
import { axeFindings, isTooWide, PHONE, takePictures, WIDE, type Watched } from './browser';
import { signedIn } from './sign-in';

type Overview = components['schemas']['QualityOverview'];

const GROUP = 'kontanthjaelp';
const PART = '/api/visitation/v1/quality-overview?';

let browser: Watched;
let page: Page;

beforeAll(async () => {
  ({ browser, page } = await signedIn('leder'));
});
afterAll(() => browser.close());
beforeEach(async () => {
  await page.setViewportSize(WIDE);
  await page.unrouteAll({ behavior: 'wait' });
});
afterEach(() => {
  expect(browser.complaints.splice(0)).toEqual([]);
});

/** Opens the overview as its address says, and waits for its rows. */
async function openOverview(search = `target_group=${GROUP}`): Promise<Overview> {
  const [answer] = await Promise.all([
    page.waitForResponse((response) => response.url().includes(PART) && response.ok()),
    page.goto(`/quality?${search}`),
  ]);
  await page.locator('.data-table tbody tr').first().waitFor();
  return (await answer.json()) as Overview;
}

/** Lets the real answer through with so few rows that a slow check of each element is quick. */
async function shorten(rows: number): Promise<void> {
  await page.route(
    (address) => address.href.includes(PART),
    async (route) => {
      const response = await route.fetch();
      const answer = (await response.json()) as Overview;
      const json = response.ok() ? { ...answer, items: answer.items.slice(0, rows) } : answer;
      await route.fulfill({ response, json });
    },
  );
}

async function names(): Promise<string[]> {
  return page.locator('.data-table tbody th a').allInnerTexts();
}

test('every offer of the target group stands in the table, by name', async () => {
  const overview = await openOverview();
  expect(overview.items.length).toBeGreaterThan(5);
  expect(new Set(await names())).toEqual(new Set(overview.items.map(({ name }) => name)));
  expect(await page.getByText('»3 måneder efter« er ikke guidens effekt').isVisible()).toBe(true);
  await takePictures(page, 'quality');
});

test('a column sorts by itself, the most first, and what is hidden stands last', async () => {
  const overview = await openOverview();
  await page.getByRole('button', { name: '3 måneder efter' }).click();
  await page.waitForURL(/sort=-self_support_3m/);
  const shown = overview.items
    .map((row) => ({ name: row.name, figure: row.figures['self_support_3m'] }))
    .filter(({ figure }) => figure?.suppressed.yes === false);
  expect(shown.length).toBeGreaterThan(0);
  const values = new Map(shown.map(({ name, figure }) => [name, Number(figure?.value)]));
  const order = await names();
  const first = order.slice(0, shown.length).map((name) => values.get(name) ?? -1);
  expect(first).toEqual([...first].sort((one, other) => other - one));
  expect(order.slice(shown.length).every((name) => !values.has(name))).toBe(true);
  expect(await page.locator('th[aria-sort]').count()).toBe(1);
});

test('the sums behind a figure lead from the courses begun to the figure itself', async () => {
  const overview = await openOverview();
  const row = overview.items.find(
    ({ figures }) => figures['self_support_3m']?.suppressed.yes === false,
  );
  if (row === undefined) throw new Error('No figure is shown.');
  const told = row.figures['self_support_3m'];
  await page.getByRole('button', { name: `Regnestykket bag ${row.name}` }).click();
  const dialog = page.getByRole('dialog');
  const measure = dialog.locator('.sums-measure').filter({ hasText: '3 måneder efter' }).first();
  await measure.getByText('Fra påbegyndte forløb til tallet').click();
  const counted = measure.locator('.sums-steps div').filter({ hasText: 'Talte forløb' });
  await counted.waitFor();
  expect(await counted.locator('dd').innerText()).toBe(
    new Intl.NumberFormat('da-DK').format(told?.n ?? -1),
  );
  expect(await axeFindings(page)).toEqual([]);
  await page.keyboard.press('Escape');
  expect(await dialog.count()).toBe(0);
});

test('the table is taken along as a file that a spreadsheet opens', async () => {
  await openOverview();
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('link', { name: 'Hent som CSV' }).click(),
  ]);
  expect(download.suggestedFilename()).toMatch(/^kvalitetsoverblik-0999-.*\.csv$/);
});

test('a caseworker has no such page, and is told which right is missing', async () => {
  const { browser: other, page: theirs } = await signedIn('sagsbehandler');
  await theirs.goto(`/quality?target_group=${GROUP}`);
  await theirs.getByText('quality.read').waitFor();
  expect(await theirs.locator('.data-table').count()).toBe(0);
  await other.close();
});

const STATES: readonly (readonly [string, () => Promise<unknown>])[] = [
  [
    'before a target group is chosen',
    async () => {
      await page.goto('/quality');
      await page.getByRole('heading', { name: 'Vælg en målgruppe' }).waitFor();
    },
  ],
  ['the table', () => openOverview()],
  [
    'a refused question',
    async () => {
      await page.goto('/quality?target_group=findes_ikke');
      await page.locator('.alert-error').waitFor();
    },
  ],
  [
    'in English',
    async () => {
      await openOverview();
      await page.getByRole('button', { name: 'English', exact: true }).click();
      await page.getByRole('heading', { level: 1, name: 'Quality overview' }).waitFor();
    },
  ],
];

describe.each([
  ['wide', WIDE],
  ['phone', PHONE],
])('%s', (_width, viewport) => {
  test.each(STATES)('%s', async (name, show) => {
    await page.setViewportSize(viewport);
    await shorten(6);
    await show();
    expect(await axeFindings(page)).toEqual([]);
    expect(await isTooWide(page)).toBe(false);
    if (name === 'in English') {
      await page.getByRole('button', { name: 'Dansk', exact: true }).click();
    }
  });
});
