/** What a reader does and sees on the guide's page, in words that the journeys use. */
import type { Page, Route } from 'playwright-core';
import type { Guide } from '../src/api/answers';

export const GUIDE = '**/api/visitation/v1/guide?*';
export const GROUP = 'kontanthjaelp';

/** Opens the guide for choices as they stand in an address, and waits for the list. */
export async function openGuide(page: Page, search = `target_group=${GROUP}`): Promise<Guide> {
  const [answer] = await Promise.all([
    page.waitForResponse((response) => response.url().includes('/v1/guide?') && response.ok()),
    page.goto(`/guide?${search}`),
  ]);
  await page.locator('.offer').first().waitFor();
  return (await answer.json()) as Guide;
}

/** The offers' names, from the top. */
export async function offerNames(page: Page): Promise<string[]> {
  return page.locator('.offer-name').allInnerTexts();
}

/** Asks for newer figures, where the guide tells of those it shows. */
export async function refresh(page: Page): Promise<void> {
  await page.getByText(/^Tallene er fra/).click();
  await page.getByRole('button', { name: 'Opdatér' }).click();
}

/** Lets the real answer through with so few offers that a slow check of each element is quick. */
export async function shortenGuide(page: Page, ranked: number, tooFew: number): Promise<void> {
  await page.route(GUIDE, async (route: Route) => {
    const response = await route.fetch();
    const answer = (await response.json()) as Guide;
    await route.fulfill({
      response,
      json: {
        ...answer,
        ranked: answer.ranked.slice(0, ranked),
        too_few: answer.too_few.slice(0, tooFew),
      },
    });
  });
}

/** Answers the guide's request by a problem, as the service or the edge would. */
export async function refuseGuide(page: Page, status: number, code: string): Promise<void> {
  await page.route(GUIDE, (route: Route) =>
    route.fulfill({
      status,
      contentType: 'application/problem+json',
      body: JSON.stringify({
        type: `urn:pejling:problem:${code}`,
        title: 'Midlertidigt utilgængelig',
        status,
        detail: 'Guiden svarer ikke lige nu.',
        code,
        errors: [],
        trace_id: '0af7651916cd43dd8448eb211c80319c',
      }),
    }),
  );
}
