/** Signing in as people do: through the identity provider's own page. */
import { readFileSync } from 'node:fs';
import type { Page } from 'playwright-core';

export type Username =
  | 'sagsbehandler'
  | 'teamleder'
  | 'leder'
  | 'kontraktansvarlig'
  | 'tilsynsfoerende'
  | 'analytiker'
  | 'interviewer'
  | 'leverandoer'
  | 'administrator'
  | 'dpo';

interface Demonstration {
  base_url: string;
  users: { role: string; username: string; password: string }[];
}

/** What the demonstration wrote of itself: its address, and a user for each role. */
function demonstration(): Demonstration {
  const path = process.env['PEJLING_E2E_DEMO'];
  if (path === undefined || path === '') {
    throw new Error('PEJLING_E2E_DEMO must name the demo.json of the running demonstration.');
  }
  return JSON.parse(readFileSync(path, 'utf8')) as Demonstration;
}

/** Signs in and waits for the page asked for; the browser's context stays signed in. */
export async function signIn(page: Page, username: Username, path = '/'): Promise<void> {
  const user = demonstration().users.find((one) => one.username === username);
  if (user === undefined) throw new Error(`The demonstration has no user »${username}«.`);
  await page.goto(`/sign-in?return_to=${encodeURIComponent(path)}`);
  await page.getByRole('link', { name: 'Log ind' }).click();
  await page.locator('#username').fill(user.username);
  await page.locator('#password').fill(user.password);
  await page.getByRole('button', { name: 'Log ind' }).click();
  await page.locator('.account-button').waitFor();
}
