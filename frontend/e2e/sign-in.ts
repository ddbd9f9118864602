/** Signing in as people do: through the identity provider's own page. */
import { readFileSync } from 'node:fs';
import type { BrowserContext, Page } from 'playwright-core';
import { openBrowser, type Watched } from './browser';

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
  token_url: string;
  clients: { jobcenter: { client_id: string; client_secret: string } };
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

/** Fills in the identity provider's own page. */
export async function answerLogin(page: Page, username: Username): Promise<void> {
  const user = demonstration().users.find((one) => one.username === username);
  if (user === undefined) throw new Error(`The demonstration has no user »${username}«.`);
  await page.locator('#username').fill(user.username);
  await page.locator('#password').fill(user.password);
  await page.getByRole('button', { name: 'Log ind' }).click();
}

/** Signs in and waits for the page asked for; the browser's context stays signed in. */
export async function signIn(page: Page, username: Username, path = '/'): Promise<void> {
  await page.goto(`/sign-in?return_to=${encodeURIComponent(path)}`);
  await page.getByRole('link', { name: 'Log ind' }).click();
  await answerLogin(page, username);
  await page.locator('.account-button').waitFor();
}

export interface SignedIn {
  browser: Watched;
  page: Page;
}

// Who has signed in once is let in by their cookies in the files after.
const kept = new Map<Username, Awaited<ReturnType<BrowserContext['storageState']>>>();

/** A browser of its own in which somebody is signed in, and its page. */
export async function signedIn(username: Username): Promise<SignedIn> {
  const storageState = kept.get(username);
  const browser = await openBrowser(storageState === undefined ? {} : { storageState });
  const page = await browser.context.newPage();
  if (storageState === undefined) {
    await signIn(page, username);
    kept.set(username, await browser.context.storageState());
    // The identity provider answers at an address of its own.
    browser.foreignHosts.clear();
  } else {
    await page.goto('/');
    await page.locator('.account-button').waitFor();
  }
  return { browser, page };
}

/** An access token of the demonstration's own system, for what people do by the API. */
export async function systemToken(): Promise<string> {
  const { token_url, clients } = demonstration();
  const { client_id, client_secret } = clients.jobcenter;
  const answer = await fetch(token_url, {
    method: 'POST',
    body: new URLSearchParams({ grant_type: 'client_credentials', client_id, client_secret }),
  });
  const { access_token } = (await answer.json()) as { access_token: string };
  return access_token;
}
