/** A caseworker orders an offer with precise goals, once, and follows the referral. */
import type { Locator, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { axeFindings, clear, isTooWide, PHONE, takePictures, WIDE, type Watched } from './browser';
import { ask, newCitizen, openOffer, placeOrder } from './cases';
import { signedIn } from './sign-in';

let browser: Watched;
let page: Page;

beforeAll(async () => {
  ({ browser, page } = await signedIn('sagsbehandler'));
});
afterAll(() => browser.close());
// Each begins without a draft.
beforeEach(() => clear(page));
afterEach(() => {
  expect(browser.complaints.splice(0)).toEqual([]);
});

async function hasFocus(target: Locator): Promise<boolean> {
  return target.evaluate((element) => element === document.activeElement);
}

/** Tab, as often as it takes. */
async function tabTo(target: Locator): Promise<void> {
  await target.waitFor();
  for (let pressed = 0; pressed < 80; pressed += 1) {
    if (await hasFocus(target)) return;
    await page.keyboard.press('Tab');
  }
  throw new Error(`The keyboard does not reach ${String(target)}.`);
}

async function press(target: Locator): Promise<void> {
  await tabTo(target);
  await page.keyboard.press('Enter');
}

const next = (): Locator => page.getByRole('button', { name: 'Næste' });

async function lookUp(name: string): Promise<void> {
  await tabTo(page.getByLabel('Navn eller CPR-nummer'));
  await page.keyboard.type(name);
  await page.keyboard.press('Enter');
  await tabTo(page.getByRole('radio').first());
  await page.keyboard.press('Space');
  await page.locator('.citizen-chosen').waitFor();
}

async function referralsOf(citizenId: string): Promise<{ id: string; status: string }[]> {
  const { items } = await ask<{ items: { id: string; status: string }[] }>(
    page,
    'GET',
    `visitation/v1/referrals?citizen_id=${citizenId}`,
  );
  return items;
}

test('by keyboard alone an order is placed once, with its goal, its reason and what was agreed', async () => {
  const { citizenId, name } = await newCitizen(page);
  const offer = await openOffer(page);
  await page.goto(`/order/${offer.id}`);
  await lookUp(name);
  await tabTo(page.getByLabel('Startdato'));
  await page.keyboard.type('1-12-2027');
  await press(next());

  // A letter chooses among what is there: the themes have come.
  await page.locator('#order-targets-0-theme option').nth(1).waitFor({ state: 'attached' });
  await tabTo(page.locator('#order-targets-0-theme'));
  await page.keyboard.type('Jobs');
  await tabTo(page.getByLabel('Konkret mål'));
  await page.keyboard.type('Sender to ansøgninger om ugen.');
  await press(next());

  await page.locator('.evidence p').first().waitFor();
  await tabTo(page.locator('#order-reason_code-citizens_wish'));
  await page.keyboard.press('Space');
  await press(next());

  await tabTo(page.locator('#order-when-now'));
  await page.keyboard.press('Space');
  await tabTo(page.getByLabel('Formål med tilbuddet'));
  await page.keyboard.type('Flere samtaler');
  for (const way of ['oral', 'written']) {
    await tabTo(page.locator(`#order-complaint_guidance-${way}`));
    await page.keyboard.press('Space');
  }
  await tabTo(page.getByLabel('Udgave af den skriftlige vejledning'));
  await page.keyboard.type('2026-01');
  await tabTo(page.locator('#order-how-meeting'));
  await page.keyboard.press('Space');
  await tabTo(page.locator('#order-acknowledged'));
  await page.keyboard.press('Space');
  await press(next());

  await page.getByText('Se bestillingen igennem').waitFor();
  await takePictures(page, 'order');
  await tabTo(page.locator('.form-actions').getByRole('button', { name: 'Bestil' }));
  await page.keyboard.press('Enter');
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { name: 'Bestillingen er sendt' }).waitFor();
  await takePictures(page, 'receipt');
  const [only, ...others] = await referralsOf(citizenId);
  expect([only?.status, others]).toEqual(['ordered', []]);

  await press(page.getByRole('link', { name: 'Se henvisningen' }));
  await page.getByRole('heading', { name }).waitFor();
  await page.getByText('Bekræftet af borgeren').waitFor();
  expect(page.url()).not.toContain(encodeURIComponent(name));
});

test('a step that lacks something says what, and leads to the field', async () => {
  const offer = await openOffer(page);
  const { name } = await newCitizen(page);
  await page.goto(`/order/${offer.id}?step=summary`);
  await page.getByRole('heading', { name: 'Borger og dato' }).waitFor();
  await next().click();
  await page.getByRole('link', { name: /^Borger: Find den borger/ }).click();
  await expect.poll(() => hasFocus(page.getByLabel('Navn eller CPR-nummer'))).toBe(true);
  await lookUp(name);
  await next().click();
  await page.getByRole('heading', { name: 'Mål', exact: true }).waitFor();
  await next().click();
  expect(await page.locator('.error-summary li').count()).toBe(3);
});

test('a draft stays over a reload, without a name, and the back button goes a step back', async () => {
  const offer = await openOffer(page);
  const { name, citizenId } = await newCitizen(page);
  await page.goto(`/order/${offer.id}`);
  await lookUp(name);
  await next().click();
  await page.getByLabel('Konkret mål').fill('Et mål, der ikke er gemt');
  await page.reload();
  await page.getByText('Din kladde er her stadig').waitFor();
  expect(await page.getByLabel('Konkret mål').inputValue()).toBe('Et mål, der ikke er gemt');
  const stored = await page.evaluate(() =>
    JSON.stringify([Object.entries(sessionStorage), Object.entries(localStorage)]),
  );
  expect(stored).toContain('Et mål, der ikke er gemt');
  expect(stored).not.toContain(name);
  await page.goBack();
  await page.getByRole('heading', { name: 'Borger og dato' }).waitFor();
  await page.getByText(name).waitFor();
  await page.goForward();
  expect(await page.getByLabel('Konkret mål').inputValue()).toBe('Et mål, der ikke er gemt');
  // What the server has of it can be gone on with from the list.
  const [draft] = await referralsOf(citizenId);
  await page.goto(`/referrals/${draft?.id ?? ''}`);
  await page.getByRole('link', { name: 'Fortsæt kladden' }).click();
  await page.locator('.citizen-chosen').getByText(name).waitFor();
});

test('an offer that was paused meanwhile is not ordered, and another is pointed to', async () => {
  const offer = await openOffer(page);
  const { citizenId } = await newCitizen(page);
  const { id } = await ask<{ id: string }>(page, 'POST', 'visitation/v1/referrals', {
    citizen_id: citizenId,
    offer_id: offer.id,
    planned_ends_on: '2027-12-10',
    planned_starts_on: '2027-12-01',
    targets: [{ kind: 'theme', theme: 'network', goal: 'Ringer til tre virksomheder.' }],
    reason_code: 'distance',
  });
  await page.goto(`/order/${offer.id}?referral=${id}&step=alignment`);
  await page.getByLabel('Nej, det sker inden start').check({ force: true });
  await next().click();
  await page.getByText('Afstemmes inden start').waitFor();
  await page.route('**/v1/referrals/*/order', (route) =>
    route.fulfill({
      status: 409,
      contentType: 'application/problem+json',
      body: JSON.stringify({
        type: 'urn:pejling:problem:offer_not_published',
        title: 'Tilbuddet kan ikke bestilles',
        status: 409,
        detail: 'Tilbuddet er sat på pause. Vælg et andet i guiden.',
        code: 'offer_not_published',
        errors: [{ pointer: '/offer_id', code: 'offer_not_published', detail: 'Vælg et andet.' }],
        trace_id: '0af7651916cd43dd8448eb211c80319c',
      }),
    }),
  );
  await page.locator('.form-actions').getByRole('button', { name: 'Bestil' }).click();
  await page.getByRole('heading', { name: 'Bestillingen er ikke sendt' }).waitFor();
  await page.getByRole('link', { name: 'Find et andet tilbud' }).waitFor();
  await page.unroute('**/v1/referrals/*/order');
  // Nothing was lost: pressed again, it is ordered.
  await page.locator('.form-actions').getByRole('button', { name: 'Bestil' }).click();
  await page.getByText('Husk at afstemme forventningerne').waitFor();
  expect((await referralsOf(citizenId)).map(({ status }) => status)).toEqual(['ordered']);
});

test('an order is aligned afterwards, and broken off with a reason', async () => {
  const offer = await openOffer(page);
  const { citizenId, name } = await newCitizen(page);
  const id = await placeOrder(page, citizenId, offer.id, { aligned: false });
  await page.goto('/referrals');
  await page.getByRole('link', { name }).waitFor();
  await takePictures(page, 'referrals');
  await page.getByRole('link', { name }).click();
  await page.getByRole('heading', { name: 'Ikke afstemt endnu' }).waitFor();
  await page.getByRole('link', { name: 'Afstem forventninger' }).click();
  await page.getByLabel('Formål med tilbuddet').fill('Faste mødetider');
  await page.getByLabel('mundtligt', { exact: true }).check({ force: true });
  await page.getByLabel('skriftligt', { exact: true }).check({ force: true });
  await page.getByLabel('Udgave af den skriftlige vejledning').fill('2026-01');
  await page.getByLabel('I telefonen').check({ force: true });
  await page.locator('#order-acknowledged').check({ force: true });
  await page.getByRole('button', { name: 'Gem forventningsafstemningen' }).click();
  await page.getByText('Bekræftet af borgeren').waitFor();
  await page.getByRole('button', { name: 'Afbryd' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('button', { name: 'Afbryd' }).click();
  await dialog.getByText('Skal udfyldes.').waitFor();
  await dialog.getByLabel('Hvorfor?').selectOption('job');
  await dialog.getByRole('button', { name: 'Afbryd' }).click();
  await page.getByText('Henvisningen er afbrudt.').waitFor();
  expect((await ask<{ status: string }>(page, 'GET', `visitation/v1/referrals/${id}`)).status).toBe(
    'aborted',
  );
});

describe.each([
  ['1280 px', WIDE],
  ['390 px', PHONE],
])('at %s', (_name, size) => {
  test('orders, the list and one referral are accessible and fit the window', async () => {
    await page.setViewportSize(size);
    const offer = await openOffer(page);
    const { citizenId } = await newCitizen(page);
    const id = await placeOrder(page, citizenId, offer.id, { aligned: true });
    for (const [path, ready] of [
      [`/order/${offer.id}`, '#order-citizen_id'],
      ['/referrals?whose=all', 'tbody tr'],
      [`/referrals/${id}`, '.history li'],
      [`/referrals/${id}/align`, '#order-purpose'],
    ] as const) {
      await page.goto(path);
      await page.locator(ready).first().waitFor();
      expect([path, await axeFindings(page)]).toEqual([path, []]);
      expect([path, await isTooWide(page)]).toEqual([path, false]);
    }
  }, 180_000);
});
